import { rows, type KeyRing, type Tx } from '../../platform/index.js';
import type { Contributor, ContributorRole, HandedOver } from '../domain/draw/contributor.js';

export interface ContributionView {
  readonly id: string;
  readonly drawId: string | null;
  readonly role: ContributorRole;
  readonly name: string;
  /** Null for who has no account, and for a beacon. */
  readonly accountId: string | null;
  readonly commitment: string | null;
  readonly beaconRound: string | null;
  readonly beaconDue: Date | null;
  /** By PostgreSQL's clock at this reading. */
  readonly isBeaconDue: boolean;
  readonly offeredAt: Date;
  readonly offeredBy: string;
  readonly receivedAt: Date | null;
  readonly receivedBy: string | null;
}

const CONTRIBUTION = `
  SELECT id, draw_id AS "drawId", role, name, account_id AS "accountId", commitment, beacon_round AS "beaconRound",
    beacon_due AS "beaconDue", coalesce(clock_timestamp() >= beacon_due, false) AS "isBeaconDue",
    offered_at AS "offeredAt", offered_by AS "offeredBy", received_at AS "receivedAt", received_by AS "receivedBy"
  FROM draw_contribution`;

/** What is offered for a session's next draw, in the order of offering. */
export async function offersOf(tx: Tx, sessionId: string): Promise<ContributionView[]> {
  return rows<ContributionView>(
    tx,
    `${CONTRIBUTION} WHERE session_id = $1 AND draw_id IS NULL ORDER BY offered_at, id`,
    [sessionId],
  );
}

/** The contributions that a draw committed to, in their order. */
export async function contributionsOf(tx: Tx, drawId: string): Promise<ContributionView[]> {
  return rows<ContributionView>(tx, `${CONTRIBUTION} WHERE draw_id = $1 ORDER BY position`, [drawId]);
}

/** As it is published. */
export function contributorOf(contribution: ContributionView): Contributor {
  const { role, name, commitment, beaconRound, beaconDue } = contribution;
  return role === 'beacon'
    ? { role, name, round: beaconRound ?? '', due: beaconDue?.toISOString() ?? '' }
    : { role, name, commitment: commitment ?? '' };
}

export interface NewContribution {
  readonly id: string;
  readonly sessionId: string;
  readonly contributor: Contributor;
  readonly accountId: string | null;
  readonly offeredBy: string;
}

export async function insertContribution(tx: Tx, one: NewContribution): Promise<void> {
  const { contributor } = one;
  await tx.query(
    `INSERT INTO draw_contribution (id, session_id, role, name, account_id, commitment, beacon_round, beacon_due, offered_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      one.id,
      one.sessionId,
      contributor.role,
      contributor.name,
      one.accountId,
      contributor.role === 'beacon' ? null : contributor.commitment,
      contributor.role === 'beacon' ? contributor.round : null,
      contributor.role === 'beacon' ? contributor.due : null,
      one.offeredBy,
    ],
  );
}

/** Keeps what was handed over, encrypted. @returns when, by PostgreSQL's clock. */
export async function keepShare(
  tx: Tx,
  keys: KeyRing,
  contributionId: string,
  share: string,
  receivedBy: string,
): Promise<Date> {
  const { ciphertext, keyId } = keys.encrypt('seed-shares', share);
  const [row] = await rows<{ receivedAt: Date }>(
    tx,
    `UPDATE draw_contribution
     SET share_ciphertext = $2, share_key = $3, received_at = clock_timestamp(), received_by = $4
     WHERE id = $1 AND received_at IS NULL RETURNING received_at AS "receivedAt"`,
    [contributionId, ciphertext, keyId, receivedBy],
  );
  if (!row) throw new Error('A share is kept once, for a contribution that there is.');
  return row.receivedAt;
}

/** What was handed over for a draw, in the order of its commitments. For the draw itself and its revelation alone. */
export async function handedOver(tx: Tx, keys: KeyRing, drawId: string): Promise<HandedOver[]> {
  const found = await rows<{ role: ContributorRole; name: string; share_ciphertext: Buffer }>(
    tx,
    `SELECT role, name, share_ciphertext FROM draw_contribution
     WHERE draw_id = $1 AND share_ciphertext IS NOT NULL ORDER BY position`,
    [drawId],
  );
  return found.map(({ role, name, share_ciphertext }) => ({
    role,
    name,
    share: keys.decrypt('seed-shares', share_ciphertext).toString('utf8'),
  }));
}
