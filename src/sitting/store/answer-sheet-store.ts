import { rows, type Tx } from '../../platform/index.js';
import type { Answers } from '../domain/answer-sheet.js';

export interface AnswerSheet {
  readonly sittingId: string;
  /** 1, or more where a ruling superseded what was handed in. */
  readonly number: number;
  /** The language in which the candidate applied. */
  readonly language: string;
  readonly answers: Answers;
}

/** The answer sheets that count, of closed sittings; those still open have none, those of void sittings count no more. */
export async function answerSheets(tx: Tx, sittingIds: readonly string[]): Promise<AnswerSheet[]> {
  return rows<AnswerSheet>(
    tx,
    `SELECT a.sitting_id AS "sittingId", a.number, s.language, a.answers
     FROM answer_sheet a JOIN sitting s ON s.id = a.sitting_id AND s.sheet = a.number
     WHERE a.sitting_id = ANY($1::uuid[]) AND s.state = 'closed' ORDER BY a.sitting_id`,
    [sittingIds],
  );
}
