import { voidNumbers } from '../../form/index.js';
import { placeOf, rows, type Principal, type Tx } from '../../platform/index.js';

/** Why a sitting does not count. */
export type VoidCause = 'misconduct' | 'failure' | 'session';
/** Whether its candidate sits again: not, in the same session with another number, or in a session that replaces it. */
export type Again = 'no' | 'here' | 'replacement';

export interface VoidWish {
  readonly cause: VoidCause;
  readonly again: Again;
  readonly reason: string;
}

export interface VoidedSitting {
  readonly id: string;
  readonly applicationId: string;
  readonly candidateNumber: string;
}

/**
 * Declares sittings void in the caller's transaction, whether they are open or closed: their leases are revoked, their
 * numbers are never given again. A save or a hand-in that is under way comes before or after, never between.
 *
 * @param sittingIds null for all of the session. @returns those that were not void before.
 */
export async function voidSittings(
  tx: Tx,
  principal: Pick<Principal, 'accountId' | 'official' | 'actingFor'>,
  sessionId: string,
  sittingIds: readonly string[] | null,
  wish: VoidWish,
): Promise<VoidedSitting[]> {
  const voided = await rows<VoidedSitting>(
    tx,
    `UPDATE sitting s SET state = 'void'
     FROM (SELECT id FROM sitting WHERE session_id = $1 AND state <> 'void' AND ($2::uuid[] IS NULL OR id = ANY($2))
           ORDER BY id FOR NO KEY UPDATE) chosen
     WHERE s.id = chosen.id
     RETURNING s.id, s.application_id AS "applicationId", s.candidate_number AS "candidateNumber"`,
    [sessionId, sittingIds],
  );
  const ids = voided.map(({ id }) => id);
  // In the order in which saves lock them: neither waits for the other in a circle.
  await tx.query(
    `UPDATE sitting_lease l SET revoked_at = clock_timestamp()
     FROM (SELECT sitting_id, lease FROM sitting_lease WHERE sitting_id = ANY($1::uuid[]) AND revoked_at IS NULL
           ORDER BY sitting_id, lease FOR NO KEY UPDATE) held
     WHERE l.sitting_id = held.sitting_id AND l.lease = held.lease`,
    [ids],
  );
  await tx.query(
    `INSERT INTO sitting_void (sitting_id, cause, again, reason, account_id, official, acting_for)
     SELECT id, $2, $3, $4, $5, $6, $7 FROM unnest($1::uuid[]) AS t (id)`,
    [ids, wish.cause, wish.again, wish.reason, principal.accountId, principal.official, placeOf(principal)],
  );
  await voidNumbers(
    tx,
    voided.map(({ candidateNumber }) => candidateNumber),
  );
  return voided;
}

export interface VoidView {
  readonly cause: VoidCause;
  readonly again: Again;
  /** As the official wrote it: for officials, and not public. */
  readonly reason: string;
  /** Whether its candidate reads the reason too. */
  readonly tellsReason: boolean;
  /** Name and position. */
  readonly official: string;
  readonly at: Date;
}

/** How a sitting came to be void, or undefined. */
export async function voidOf(tx: Tx, sittingId: string): Promise<VoidView | undefined> {
  const [row] = await rows<VoidView>(
    tx,
    'SELECT cause, again, reason, tells_reason AS "tellsReason", official, at FROM sitting_void WHERE sitting_id = $1',
    [sittingId],
  );
  return row;
}

/** Applications whose void sittings in a session are to be sat again elsewhere. */
export async function toSitElsewhere(tx: Tx, sessionId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT DISTINCT s.application_id AS id FROM sitting s JOIN sitting_void v ON v.sitting_id = s.id
     WHERE s.session_id = $1 AND v.again = 'replacement' ORDER BY 1`,
    [sessionId],
  );
  return found.map(({ id }) => id);
}

/**
 * Lets whoever was declared void without sitting again do so in a session that replaces theirs. That the sitting is void stays, with
 * its cause and who said so. @returns their application; undefined where it is not void, or they sit again already.
 */
export async function letSitAgain(tx: Tx, sittingId: string): Promise<string | undefined> {
  const [freed] = await rows<{ id: string }>(
    tx,
    `WITH freed AS (UPDATE sitting_void SET again = 'replacement' WHERE sitting_id = $1 AND again = 'no' RETURNING sitting_id)
     SELECT s.application_id AS id FROM sitting s JOIN freed ON freed.sitting_id = s.id`,
    [sittingId],
  );
  return freed?.id;
}
