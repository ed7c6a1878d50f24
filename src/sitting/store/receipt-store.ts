import { rows, type Tx } from '../../platform/index.js';
import type { ReceiptBody } from '../domain/receipt.js';
import type { Receipt } from '../use-cases/issue-receipts.js';

/** The receipts of a sitting, the newest first; none while it is open. */
export async function receiptsOf(tx: Tx, sittingId: string): Promise<Receipt[]> {
  const found = await rows<{ body: ReceiptBody; signature: string; key_id: string }>(
    tx,
    `SELECT body, encode(signature, 'base64') AS signature, key_id FROM receipt
     WHERE sitting_id = $1 ORDER BY number DESC`,
    [sittingId],
  );
  return found.map((row) => ({
    body: row.body,
    signature: row.signature.replaceAll('\n', ''),
    keyId: row.key_id,
  }));
}

/** The newest receipt of a sitting, or undefined where it is still open. */
export async function receiptOf(tx: Tx, sittingId: string): Promise<Receipt | undefined> {
  return (await receiptsOf(tx, sittingId))[0];
}
