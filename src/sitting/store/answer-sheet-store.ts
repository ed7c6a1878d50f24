import { rows, type Tx } from '../../platform/index.js';
import type { Answers } from '../domain/answer-sheet.js';

export interface AnswerSheet {
  readonly sittingId: string;
  readonly answers: Answers;
}

/** The answer sheets of closed sittings; those still open have none. */
export async function answerSheets(tx: Tx, sittingIds: readonly string[]): Promise<AnswerSheet[]> {
  return rows<AnswerSheet>(
    tx,
    'SELECT sitting_id AS "sittingId", answers FROM answer_sheet WHERE sitting_id = ANY($1::uuid[]) ORDER BY sitting_id',
    [sittingIds],
  );
}
