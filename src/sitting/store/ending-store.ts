import { placeOf, rows, type Principal, type Tx } from '../../platform/index.js';

/** Who ended a sitting before its time, and why. */
export interface EndingView {
  readonly reason: string;
  /** Name and position. */
  readonly official: string;
  readonly at: Date;
}

export async function writeEnding(
  tx: Tx,
  principal: Principal,
  sittingId: string,
  reason: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO sitting_end (sitting_id, reason, account_id, official, acting_for) VALUES ($1, $2, $3, $4, $5)`,
    [sittingId, reason, principal.accountId, principal.official, placeOf(principal)],
  );
}

/** How an official ended a sitting; undefined where none did. */
export async function endingOf(tx: Tx, sittingId: string): Promise<EndingView | undefined> {
  const [ending] = await rows<EndingView>(
    tx,
    'SELECT reason, official, at FROM sitting_end WHERE sitting_id = $1',
    [sittingId],
  );
  return ending;
}
