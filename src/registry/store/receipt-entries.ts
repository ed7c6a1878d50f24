import { rows, type Tx } from '../../platform/index.js';

/** What was stated of a receipt, and where it stands in the log. */
export interface StatedReceipt {
  /** Hex: SHA-256 of the receipt's canonical JSON. */
  readonly hash: string;
  /** The first of a sitting has 1; each that replaces one has the next. */
  readonly number: number;
  readonly session: string;
  readonly keyId: string;
  /** When the sitting was closed. */
  readonly closedAt: Date;
  /** When it was issued. */
  readonly statedAt: Date;
  /** Its entry, or null while it waits for the log. */
  readonly entry: { readonly publicId: string; readonly seq: string; readonly publishedAt: Date } | null;
}

/**
 * The receipts of the sitting for which one with this hash was issued, by their numbers; none where none was.
 *
 * What waits in the outbox is there too: it is issued, and will be in the log.
 */
export async function receiptsLike(tx: Tx, hash: string): Promise<StatedReceipt[]> {
  return rows<StatedReceipt>(
    tx,
    `SELECT o.body #>> '{content,shown,receiptHash}' AS hash, (row_number() OVER (ORDER BY o.id))::int AS number,
       o.body #>> '{content,shown,session}' AS session, o.body #>> '{content,shown,keyId}' AS "keyId",
       (o.body #>> '{fact,time}')::timestamptz AS "closedAt", o.created_at AS "statedAt",
       CASE WHEN e.seq IS NULL THEN NULL ELSE
         json_build_object('publicId', e.public_id, 'seq', e.seq::text, 'publishedAt', e.published_at) END AS entry
     FROM outbox o LEFT JOIN registry_entry e ON e.outbox_id = o.id
     WHERE o.type = 'receipt' AND o.body #>> '{fact,subject}' = (
       SELECT f.body #>> '{fact,subject}' FROM outbox f
       WHERE f.type = 'receipt' AND f.body #>> '{content,shown,receiptHash}' = $1 ORDER BY f.id LIMIT 1)
     ORDER BY o.id`,
    [hash],
  );
}
