import { rows, type Tx } from '../../platform/index.js';
import type { ReceiptBody } from '../domain/receipt.js';
import type { Receipt } from '../use-cases/issue-receipts.js';

/** The newest receipt of a sitting, or undefined where it is still open. */
export async function receiptOf(tx: Tx, sittingId: string): Promise<Receipt | undefined> {
  const [row] = await rows<{ body: ReceiptBody; signature: string; key_id: string }>(
    tx,
    `SELECT body, encode(signature, 'base64') AS signature, key_id FROM receipt
     WHERE sitting_id = $1 ORDER BY number DESC LIMIT 1`,
    [sittingId],
  );
  return row && { body: row.body, signature: row.signature.replaceAll('\n', ''), keyId: row.key_id };
}
