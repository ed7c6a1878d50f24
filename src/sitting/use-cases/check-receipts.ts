import { canonicalJson, hashJson, type Json } from '../../kernel/index.js';
import { rows, type KeyRing, type Tx } from '../../platform/index.js';
import { sheetContent, type ReceiptBody } from '../domain/receipt.js';
import { answersOf, headsOf } from '../store/sheet-store.js';

const AT_ONCE = 200;

/**
 * Whether every receipt of a session is true: its signature fits, and what it says of the sheet and of the leases is what
 * the log amounts to. @returns how many were checked, and how many were wrong.
 */
export async function checkReceipts(
  tx: Tx,
  keys: KeyRing,
  sessionId: string,
): Promise<{ checked: number; wrong: number }> {
  const receipts = await rows<{ id: string; body: ReceiptBody; signature: Buffer }>(
    tx,
    `SELECT DISTINCT ON (s.id) s.id, r.body, r.signature FROM sitting s JOIN receipt r ON r.sitting_id = s.id
     WHERE s.session_id = $1 ORDER BY s.id, r.number DESC`,
    [sessionId],
  );
  let wrong = 0;
  for (let from = 0; from < receipts.length; from += AT_ONCE) {
    const some = receipts.slice(from, from + AT_ONCE);
    const ids = some.map(({ id }) => id);
    const answers = await answersOf(tx, ids);
    const heads = await headsOf(tx, ids);
    wrong += some.filter(({ id, body, signature }) => {
      const sheet = sheetContent(body.candidateNumber, answers.get(id) ?? {}, body.nonce);
      return !(
        keys.verify('receipts', Buffer.from(canonicalJson(body as unknown as Json)), signature) &&
        hashJson(sheet).toString('hex') === body.sheetHash &&
        canonicalJson(body.leases as unknown as Json) ===
          canonicalJson((heads.get(id) ?? []) as unknown as Json)
      );
    }).length;
  }
  return { checked: receipts.length, wrong };
}
