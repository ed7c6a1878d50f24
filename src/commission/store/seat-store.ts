import { rows, type Tx } from '../../platform/index.js';
import type { Seat } from '../domain/composition.js';

/** While a commission forms: these people, and nobody else. */
export async function replaceSeats(
  tx: Tx,
  commissionId: string,
  seats: readonly (Seat & { readonly official: string })[],
): Promise<void> {
  await tx.query('DELETE FROM commission_member WHERE commission_id = $1', [commissionId]);
  await insertSeats(tx, commissionId, seats);
}

export async function insertSeats(
  tx: Tx,
  commissionId: string,
  seats: readonly (Seat & { readonly official: string })[],
): Promise<void> {
  await tx.query(
    `INSERT INTO commission_member (id, commission_id, account_id, function, outside, organisation, official)
     SELECT gen_random_uuid(), $1, t.* FROM unnest($2::uuid[], $3::text[], $4::boolean[], $5::text[], $6::text[]) AS t`,
    [
      commissionId,
      seats.map(({ accountId }) => accountId),
      seats.map((seat) => seat.function),
      seats.map(({ outside }) => outside),
      seats.map(({ organisation }) => organisation),
      seats.map(({ official }) => official),
    ],
  );
}

/** They sit no more from now on; what they did stays. */
export async function endSeats(tx: Tx, memberIds: readonly string[]): Promise<void> {
  await tx.query('UPDATE commission_member SET left_at = clock_timestamp() WHERE id = ANY($1::uuid[])', [
    memberIds,
  ]);
}

/** Whether any of these members has written something down in a round that is not over. */
export async function haveOpenEntries(tx: Tx, memberIds: readonly string[]): Promise<boolean> {
  const found = await rows(
    tx,
    `SELECT 1 FROM commission_entry e JOIN commission_round r ON r.id = e.round_id
     WHERE e.member_id = ANY($1::uuid[]) AND e.sealed_at IS NOT NULL AND r.closed_at IS NULL LIMIT 1`,
    [memberIds],
  );
  return found.length > 0;
}
