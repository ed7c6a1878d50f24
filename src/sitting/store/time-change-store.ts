import { placeOf, rows, type Principal, type Tx } from '../../platform/index.js';

interface NewTimeChange {
  readonly id: string;
  readonly sessionId: string;
  readonly sittingId: string | null;
  readonly kind: 'pause' | 'resume' | 'extend';
  readonly milliseconds: number | null;
  readonly forLater: boolean;
  readonly reason: string;
  readonly sittings: number;
}

export async function writeTimeChange(tx: Tx, principal: Principal, change: NewTimeChange): Promise<void> {
  await tx.query(
    `INSERT INTO time_change (id, session_id, sitting_id, kind, milliseconds, for_later, reason, sittings, account_id,
       official, acting_for) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      change.id,
      change.sessionId,
      change.sittingId,
      change.kind,
      change.milliseconds,
      change.forLater,
      change.reason,
      change.sittings,
      principal.accountId,
      principal.official,
      placeOf(principal),
    ],
  );
}

interface DoneTimeChange extends Omit<NewTimeChange, 'id' | 'sittingId'> {
  readonly candidateNumber: string | null;
  readonly accountId: string;
}

/** What was done under an id, and by whom; undefined where nothing was. */
export async function timeChangeById(tx: Tx, id: string): Promise<DoneTimeChange | undefined> {
  const [found] = await rows<DoneTimeChange>(
    tx,
    `SELECT c.session_id AS "sessionId", s.candidate_number AS "candidateNumber", c.kind, c.milliseconds,
       c.for_later AS "forLater", c.reason, c.sittings, c.account_id AS "accountId"
     FROM time_change c LEFT JOIN sitting s ON s.id = c.sitting_id WHERE c.id = $1`,
    [id],
  );
  return found;
}

export async function setPaused(tx: Tx, sessionId: string, paused: boolean): Promise<void> {
  await tx.query(
    'UPDATE exam_session SET paused_at = CASE WHEN $2::boolean THEN clock_timestamp() END WHERE id = $1',
    [sessionId, paused],
  );
}

export async function setHeld(tx: Tx, sittingId: string, held: boolean): Promise<void> {
  await tx.query('UPDATE sitting SET held = $2 WHERE id = $1', [sittingId, held]);
}

/** What staff did to the clock of a session. */
export interface TimeChangeView {
  readonly at: Date;
  readonly kind: 'pause' | 'resume' | 'extend';
  /** Of one sitting, or null: the whole session. */
  readonly candidateNumber: string | null;
  readonly minutes: number | null;
  /** Whoever begins later has it too. */
  readonly forLater: boolean;
  readonly reason: string;
  /** How many open sittings it reached. */
  readonly sittings: number;
  readonly official: string;
}

/** Newest first. */
export async function timeChangesOf(tx: Tx, sessionId: string): Promise<TimeChangeView[]> {
  return rows<TimeChangeView>(
    tx,
    `SELECT c.at, c.kind, s.candidate_number AS "candidateNumber", c.milliseconds / 60000 AS minutes,
       c.for_later AS "forLater", c.reason, c.sittings, c.official
     FROM time_change c LEFT JOIN sitting s ON s.id = c.sitting_id
     WHERE c.session_id = $1 ORDER BY c.at DESC`,
    [sessionId],
  );
}

/** What reached one sitting: meant for it alone, or for the whole session while it was open. Oldest first. */
export async function timeChangesOfSitting(
  tx: Tx,
  sittingId: string,
): Promise<Pick<TimeChangeView, 'at' | 'kind' | 'minutes' | 'reason' | 'official'>[]> {
  return rows(
    tx,
    `SELECT c.at, c.kind, c.milliseconds / 60000 AS minutes, c.reason, c.official
     FROM sitting s JOIN time_change c ON c.session_id = s.session_id AND (c.sitting_id = s.id OR (c.sitting_id IS NULL
       AND (c.for_later OR c.at >= s.started_at) AND c.at <= coalesce(s.closed_at, clock_timestamp())))
     WHERE s.id = $1 ORDER BY c.at`,
    [sittingId],
  );
}
