import { rows, type Tx } from '../../platform/index.js';
import type { Answers } from '../domain/answer-sheet.js';

export interface AnswerSheet {
  readonly sittingId: string;
  /** The language in which the candidate applied. */
  readonly language: string;
  readonly answers: Answers;
}

/** The answer sheets of closed sittings; those still open have none, and those of void sittings do not count. */
export async function answerSheets(tx: Tx, sittingIds: readonly string[]): Promise<AnswerSheet[]> {
  return rows<AnswerSheet>(
    tx,
    `SELECT a.sitting_id AS "sittingId", s.language, a.answers
     FROM answer_sheet a JOIN sitting s ON s.id = a.sitting_id
     WHERE a.sitting_id = ANY($1::uuid[]) AND s.state = 'closed' ORDER BY a.sitting_id`,
    [sittingIds],
  );
}
