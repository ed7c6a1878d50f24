import { rows, type Tx } from '../../platform/index.js';
import { replay, type Answers } from '../domain/answer-sheet.js';
import type { ReceiptBody } from '../domain/receipt.js';
import type { LeaseHead, ResponseEvent } from '../domain/response-event.js';

/** What the logs of some sittings amount to, by sitting; the events that are admitted by a ruling stand in them. */
export async function answersOf(tx: Tx, sittingIds: readonly string[]): Promise<Map<string, Answers>> {
  const logs = await rows<{ sitting_id: string; log: ResponseEvent[] }>(
    tx,
    `SELECT sitting_id, jsonb_agg(event ORDER BY lease, seq) AS log FROM response_event
     WHERE sitting_id = ANY($1::uuid[]) AND event ->> 'type' = 'answer' GROUP BY sitting_id`,
    [sittingIds],
  );
  return new Map(logs.map(({ sitting_id, log }) => [sitting_id, replay(log).answers]));
}

/** The log of one sitting, each event with its lease, in the order in which they count. */
export async function logOf(
  tx: Tx,
  sittingId: string,
): Promise<{ readonly lease: number; readonly event: ResponseEvent }[]> {
  return rows(tx, 'SELECT lease, event FROM response_event WHERE sitting_id = $1 ORDER BY lease, seq', [
    sittingId,
  ]);
}

// A receipt promises its place in the public log; the registry's worker needs seconds, the promise leaves an hour.
export const LOG_PROMISE_MINUTES = 60;

/** RFC 3339: by when a receipt that is issued now is in the public log. */
export async function promisedBy(tx: Tx): Promise<string> {
  const [row] = await rows<{ at: Date }>(
    tx,
    `SELECT clock_timestamp() + make_interval(mins => ${String(LOG_PROMISE_MINUTES)}) AS at`,
  );
  if (!row) throw new Error('A query gives its row.');
  return row.at.toISOString();
}

/** The heads of all leases of some sittings, by sitting, oldest first. */
export async function headsOf(
  tx: Tx,
  sittingIds: readonly string[],
): Promise<Map<string, readonly LeaseHead[]>> {
  const found = await rows<{ sitting_id: string; heads: LeaseHead[] }>(
    tx,
    `SELECT sitting_id, json_agg(json_build_object('lease', lease, 'seq', head_seq, 'hash', encode(head_hash, 'hex'))
       ORDER BY lease) AS heads FROM sitting_lease WHERE sitting_id = ANY($1::uuid[]) GROUP BY sitting_id`,
    [sittingIds],
  );
  return new Map(found.map(({ sitting_id, heads }) => [sitting_id, heads]));
}

/** An answer sheet and the receipt for it, ready to be kept. */
export interface SignedSheet {
  readonly sittingId: string;
  readonly answers: Answers;
  readonly sheetHash: Buffer;
  readonly body: ReceiptBody;
  readonly signature: Buffer;
  readonly keyId: string;
}

/** Keeps sheets and receipts, each under its receipt's number. */
export async function keepSheets(tx: Tx, sheets: readonly SignedSheet[]): Promise<void> {
  const ids = sheets.map(({ sittingId }) => sittingId);
  const numbers = sheets.map(({ body }) => body.number);
  await tx.query(
    `INSERT INTO answer_sheet (sitting_id, number, answers, hash)
     SELECT * FROM unnest($1::uuid[], $2::int[], $3::jsonb[], $4::bytea[])`,
    [
      ids,
      numbers,
      sheets.map(({ answers }) => JSON.stringify(answers)),
      sheets.map(({ sheetHash }) => sheetHash),
    ],
  );
  await tx.query(
    `INSERT INTO receipt (sitting_id, number, body, signature, key_id)
     SELECT * FROM unnest($1::uuid[], $2::int[], $3::jsonb[], $4::bytea[], $5::text[])`,
    [
      ids,
      numbers,
      sheets.map(({ body }) => JSON.stringify(body)),
      sheets.map(({ signature }) => signature),
      sheets.map(({ keyId }) => keyId),
    ],
  );
}
