import { rows, type KeyRing, type Tx } from '../../platform/index.js';
import { drawRevealedFact, type DrawFactDraft } from '../facts.js';
import { readShares } from './form-for.js';

/** Reveals a draw's seed shares once its session is closed; the fact's caller names session and official. */
export async function revealDraw(tx: Tx, keys: KeyRing, drawId: string): Promise<DrawFactDraft> {
  const [draw] = await rows<{ shares_ciphertext: Buffer; revealed_at: Date }>(
    tx,
    `UPDATE draw SET revealed_at = coalesce(revealed_at, clock_timestamp()) WHERE id = $1
     RETURNING shares_ciphertext, revealed_at`,
    [drawId],
  );
  if (!draw) throw new Error('There is no such draw.');
  return drawRevealedFact(readShares(keys, draw.shares_ciphertext), draw.revealed_at);
}
