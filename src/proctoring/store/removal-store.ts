import { rows, type Tx } from '../../platform/index.js';
import { hasOpenIncident, isEvidenceStill, namedIn } from './held-sittings.js';
import { sittingsOver } from './session-over.js';

const BY_SESSION = { table: 'watch_removal', of: 'session_id', keep: 'keep_days' } as const;
const BY_COMPETITION = { table: 'term_removal', of: 'competition_id', keep: 'keep_months' } as const;

/** Where it is noted how much of each kind is gone, of what, and by which rule. */
const NOTED = {
  snapshots: BY_SESSION,
  signals: BY_SESSION,
  arrivals: BY_SESSION,
  consents: BY_COMPETITION,
  excuses: BY_COMPETITION,
  accommodations: BY_COMPETITION,
} as const;

export type RemovalKind = keyof typeof NOTED;

export const REMOVAL_KINDS = Object.keys(NOTED) as RemovalKind[];

/** SQL: notes how much of a kind is gone. A query `gone` before it has a row for each, with what it was of and the rule. */
export function noteGone(kind: RemovalKind): string {
  const { table, of, keep } = NOTED[kind];
  return `INSERT INTO ${table} AS r (${of}, kind, ${keep}, amount)
    SELECT ${of}, '${kind}', ${keep}, count(*)::int FROM gone GROUP BY ${of}, ${keep}
    ON CONFLICT (${of}, kind, ${keep})
    DO UPDATE SET amount = r.amount + excluded.amount, last_at = clock_timestamp()`;
}

/** What was removed of a session, or of its competition, by one rule, once its time was over. */
export interface WatchRemoval {
  readonly kind: RemovalKind;
  /** The rule: days after the session. Null: the next one. */
  readonly keepDays: number | null;
  /** Months after the competition was concluded, of all of its sessions together. */
  readonly keepMonths: number | null;
  readonly amount: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

export async function removalsOf(tx: Tx, sessionId: string): Promise<WatchRemoval[]> {
  return rows<WatchRemoval>(
    tx,
    `SELECT kind, keep_days AS "keepDays", NULL::int AS "keepMonths", amount, first_at AS "firstAt", last_at AS "lastAt"
     FROM watch_removal WHERE session_id = $1
     UNION ALL SELECT t.kind, NULL, t.keep_months, t.amount, t.first_at, t.last_at
     FROM term_removal t JOIN exam_session x ON x.competition_id = t.competition_id WHERE x.id = $1
     ORDER BY "lastAt" DESC, kind, "keepDays", "keepMonths"`,
    [sessionId],
  );
}

/** The fewest days of what a candidate has agreed to; of all versions where they agreed to none. `s` is the sitting. */
const days = (column: 'keep_snapshot_days' | 'keep_signal_days'): string => `
  LATERAL (SELECT coalesce(min(v.${column}) FILTER (WHERE c.person_id IS NOT NULL), min(v.${column})) AS days
    FROM session_watch v LEFT JOIN watch_consent c
      ON c.session_id = v.session_id AND c.version = v.version AND c.person_id = s.person_id
    WHERE v.session_id = s.session_id) rule`;

/** For how long something is kept. */
export interface Keeping {
  /** After its session. */
  readonly days: number;
  /** Why it, or a part of it, is kept longer: an incident rests on it, or is not settled. */
  readonly longer: 'evidence' | 'unsettled' | null;
}

/** For how long what was watched of a sitting is kept; undefined where nothing was. */
export async function keptDaysOf(
  tx: Tx,
  sittingId: string,
): Promise<{ readonly snapshots: Keeping; readonly signals: Keeping } | undefined> {
  const [found] = await rows<{
    snapshots: number | null;
    signals: number | null;
    isEvidence: boolean;
    isUnsettled: boolean;
  }>(
    tx,
    `SELECT (SELECT days FROM ${days('keep_snapshot_days')}) AS snapshots, (SELECT days FROM ${days('keep_signal_days')}) AS signals,
       EXISTS (SELECT 1 FROM watch_snapshot k CROSS JOIN ${namedIn('k')} WHERE k.sitting_id = s.id AND k.state = 'kept') AS "isEvidence",
       ${hasOpenIncident('s.id')} AS "isUnsettled"
     FROM sitting s WHERE s.id = $1`,
    [sittingId],
  );
  if (!found || found.snapshots === null || found.signals === null) return undefined;
  return {
    snapshots: { days: found.snapshots, longer: found.isEvidence ? 'evidence' : null },
    signals: { days: found.signals, longer: found.isUnsettled ? 'unsettled' : null },
  };
}

const PAST = 'ended.at + make_interval(days => rule.days) < clock_timestamp()';

/** Takes away what began to arrive an hour ago and never did: nothing puts its bytes any more. */
export async function abandonSnapshots(tx: Tx): Promise<void> {
  await tx.query(
    `UPDATE watch_snapshot SET state = 'removed', removed_at = clock_timestamp(), removed_why = 'abandoned'
     WHERE state = 'arriving' AND taken_at < clock_timestamp() - interval '1 hour'`,
  );
}

/**
 * Takes snapshots past their time out of sight, in the caller's transaction; their bytes are there still. What an incident rests on
 * stays. @param isHeld as of {@link isEvidenceStill}.
 */
export async function expireSnapshots(
  tx: Tx,
  limit: number,
  isHeld: (sitting: string) => string,
): Promise<void> {
  const past = await rows<{ id: string; days: number }>(
    tx,
    `SELECT k.id, rule.days
     FROM ${sittingsOver(`SELECT session_id FROM watch_snapshot WHERE state = 'kept'`)}
     JOIN watch_snapshot k ON k.sitting_id = s.id AND k.state = 'kept', ${days('keep_snapshot_days')}
     WHERE ${PAST} AND NOT ${isEvidenceStill('k', isHeld)}
     ORDER BY ended.at, k.id LIMIT $1 FOR NO KEY UPDATE OF k SKIP LOCKED`,
    [limit],
  );
  // Whoever names one as evidence locks it too: what was named before the lock is seen only now.
  await tx.query(
    `UPDATE watch_snapshot w
     SET state = 'removed', removed_at = clock_timestamp(), removed_why = 'retention', keep_days = past.days
     FROM unnest($1::uuid[], $2::int[]) past (id, days)
     WHERE w.id = past.id AND w.state = 'kept' AND NOT ${isEvidenceStill('w', isHeld)}`,
    [past.map(({ id }) => id), past.map((one) => one.days)],
  );
}

/**
 * Snapshots that are removed and whose bytes may be there still, the oldest first. One that never arrived is left for
 * an hour: its bytes may still be on their way into the store.
 */
export async function leftSnapshots(tx: Tx, limit: number): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT id FROM watch_snapshot WHERE removed_at IS NOT NULL AND NOT is_destroyed
       AND (kept_at IS NOT NULL OR taken_at < clock_timestamp() - interval '1 hour')
     ORDER BY removed_at, id LIMIT $1`,
    [limit],
  );
  return found.map(({ id }) => id);
}

/** Its bytes are gone: only now is it counted as removed, and once. */
export async function markDestroyed(tx: Tx, id: string): Promise<void> {
  await tx.query(
    `WITH destroyed AS (
       UPDATE watch_snapshot SET is_destroyed = true WHERE id = $1 AND removed_at IS NOT NULL AND NOT is_destroyed
       RETURNING session_id, removed_why, keep_days),
     gone AS (SELECT session_id, keep_days FROM destroyed WHERE removed_why = 'retention')
     ${noteGone('snapshots')}`,
    [id],
  );
}

/** Removes the signals of sittings past their time, with what is known of their devices. @returns of how many sittings. */
export async function removeSignals(tx: Tx, limit: number): Promise<number> {
  const [done] = await rows<{ sittings: number }>(
    tx,
    `WITH past AS (
       SELECT w.sitting_id, w.session_id, rule.days
       FROM ${sittingsOver('SELECT session_id FROM watch_state')}
       JOIN watch_state w ON w.sitting_id = s.id, ${days('keep_signal_days')}
       WHERE ${PAST} AND NOT ${hasOpenIncident('s.id')} ORDER BY w.sitting_id LIMIT $1 FOR UPDATE OF w SKIP LOCKED),
     states AS (DELETE FROM watch_state w USING past p WHERE w.sitting_id = p.sitting_id),
     beats AS (DELETE FROM watch_beat b USING past p WHERE b.sitting_id = p.sitting_id),
     gone AS (DELETE FROM watch_signal g USING past p WHERE g.sitting_id = p.sitting_id
       RETURNING p.session_id, p.days AS keep_days),
     told AS (${noteGone('signals')})
     SELECT count(*)::int AS sittings FROM past`,
    [limit],
  );
  return done?.sittings ?? 0;
}

/** Removes who looked at signals and who had whom in hand, with the signals; also where nothing was ever heard. */
export async function removeLooks(tx: Tx, limit: number): Promise<void> {
  for (const table of ['watch_look', 'watch_hand']) {
    await tx.query(
      `DELETE FROM ${table} WHERE sitting_id IN (
         SELECT k.sitting_id FROM ${sittingsOver(`SELECT o.session_id FROM ${table} t JOIN sitting o ON o.id = t.sitting_id`)}
         JOIN ${table} k ON k.sitting_id = s.id, ${days('keep_signal_days')}
         WHERE coalesce(ended.at + make_interval(days => rule.days) < clock_timestamp(), true) AND NOT ${hasOpenIncident('s.id')}
         LIMIT $1)`,
      [limit],
    );
  }
}
