import { rows, type Tx } from '../../platform/index.js';
import type { Answers } from '../domain/answer-sheet.js';
import type { ReceiptBody } from '../domain/receipt.js';
import type { Receipt } from '../use-cases/issue-receipts.js';

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

/** An answer sheet that counts, with the newest receipt for it. */
export interface HandedInSheet extends AnswerSheet {
  readonly candidateNumber: string;
  readonly receipt: Receipt;
}

/**
 * Some of a session's answer sheets that count, each with its receipt, by candidate number (code points).
 *
 * @param after the candidate number before the first; '' for the beginning. @param limit at most so many.
 */
export async function sheetsOfSession(
  tx: Tx,
  sessionId: string,
  after: string,
  limit: number,
): Promise<HandedInSheet[]> {
  const found = await rows<
    AnswerSheet & { candidateNumber: string; body: ReceiptBody; signature: string; keyId: string }
  >(
    tx,
    `SELECT s.id AS "sittingId", s.sheet AS number, s.language, a.answers, s.candidate_number AS "candidateNumber",
       r.body, translate(encode(r.signature, 'base64'), E'\\n', '') AS signature, r.key_id AS "keyId"
     FROM sitting s JOIN answer_sheet a ON a.sitting_id = s.id AND a.number = s.sheet
       JOIN receipt r ON r.sitting_id = s.id AND r.number = s.sheet
     WHERE s.session_id = $1 AND s.state = 'closed' AND s.candidate_number COLLATE "C" > $2
     ORDER BY s.candidate_number COLLATE "C" LIMIT $3`,
    [sessionId, after, limit],
  );
  return found.map(({ body, signature, keyId, ...sheet }) => ({
    ...sheet,
    receipt: { body, signature, keyId },
  }));
}
