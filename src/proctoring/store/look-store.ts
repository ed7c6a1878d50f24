import { rows, type Principal, type Tx } from '../../platform/index.js';

/**
 * Keeps that a proctor has looked at a sitting's signals, or has taken it in hand, and when.
 *
 * @param upTo the number of the last signal that was looked at; left out: taken in hand.
 */
export async function keepLook(
  tx: Tx,
  { accountId, official }: Pick<Principal, 'accountId' | 'official'>,
  sittingId: string,
  upTo: number | null = null,
): Promise<void> {
  await tx.query(
    'INSERT INTO watch_look (sitting_id, what, up_to, account_id, official) VALUES ($1, $2, $3, $4, $5)',
    [sittingId, upTo === null ? 'hand' : 'seen', upTo, accountId, official],
  );
}

/** Who said that they had looked at a sitting's signals, or took it in hand, and when. */
export async function looksOf(
  tx: Tx,
  sittingId: string,
): Promise<{ readonly official: string; readonly what: 'seen' | 'hand'; readonly at: Date }[]> {
  return rows(tx, 'SELECT official, what, at FROM watch_look WHERE sitting_id = $1 ORDER BY at, id', [
    sittingId,
  ]);
}
