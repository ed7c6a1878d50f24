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
  return (await newestReceiptsOf(tx, [sittingId])).get(sittingId);
}

/** The newest receipts of some sittings, by sitting; those still open have none. */
export async function newestReceiptsOf(tx: Tx, sittingIds: readonly string[]): Promise<Map<string, Receipt>> {
  if (sittingIds.length === 0) return new Map();
  const found = await rows<{ sitting_id: string; body: ReceiptBody; signature: string; key_id: string }>(
    tx,
    `SELECT DISTINCT ON (sitting_id) sitting_id, body, encode(signature, 'base64') AS signature, key_id FROM receipt
     WHERE sitting_id = ANY($1::uuid[]) ORDER BY sitting_id, number DESC`,
    [sittingIds],
  );
  return new Map(
    found.map(({ sitting_id, body, signature, key_id }) => [
      sitting_id,
      { body, signature: signature.replaceAll('\n', ''), keyId: key_id },
    ]),
  );
}
