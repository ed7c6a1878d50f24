import { isPastTerm, keptMonths } from '../../application/index.js';
import { rows, type Tx } from '../../platform/index.js';
import { noteGone, type RemovalKind } from './removal-store.js';
import { sessionsOver } from './session-over.js';

/** Days after a session for which it is kept who waited at its door, and who showed that their device has the exam browser. */
export const ARRIVAL_DAYS = 180;

/** Removes something and notes how much. @param gone a WITH whose last query `gone` has a row for each, as {@link noteGone} reads it. */
async function remove(tx: Tx, kind: RemovalKind, gone: string, values: readonly unknown[]): Promise<number> {
  const [done] = await rows<{ amount: number }>(
    tx,
    `${gone}, told AS (${noteGone(kind)}) SELECT count(*)::int AS amount FROM gone`,
    [...values],
  );
  return done?.amount ?? 0;
}

/** Removes what is kept of arrivals in sessions that were over so many days ago. */
export async function removeArrivals(tx: Tx, limit: number): Promise<number> {
  let gone = 0;
  for (const [table, id] of [
    ['browser_proof', 'person_id'],
    ['session_presence', 'application_id'],
  ] as const) {
    gone += await remove(
      tx,
      'arrivals',
      `WITH past AS (
         SELECT t.session_id, t.${id} AS id FROM ${sessionsOver(`
           SELECT p.session_id FROM ${table} p JOIN exam_session o ON o.id = p.session_id
           WHERE o.opens_at + make_interval(days => $2) < clock_timestamp()`)}
         JOIN ${table} t ON t.session_id = ended.id
         WHERE ended.at + make_interval(days => $2) < clock_timestamp() LIMIT $1 FOR UPDATE OF t SKIP LOCKED),
       gone AS (DELETE FROM ${table} t USING past p WHERE t.session_id = p.session_id AND t.${id} = p.id
         RETURNING t.session_id, $2 AS keep_days)`,
      [limit, ARRIVAL_DAYS],
    );
  }
  return gone;
}

/** Removes what candidates agreed to once the months of their applications are over; never while something is kept that they agreed to. */
export function removeConsents(tx: Tx, limit: number): Promise<number> {
  return remove(
    tx,
    'consents',
    `WITH past AS (
       SELECT w.session_id, w.person_id, w.version, x.competition_id, ${keptMonths('c')} AS keep_months
       FROM watch_consent w JOIN exam_session x ON x.id = w.session_id JOIN competition c ON c.id = x.competition_id
       WHERE ${isPastTerm('c')} AND NOT EXISTS (
         SELECT 1 FROM sitting s LEFT JOIN watch_state t ON t.sitting_id = s.id
           LEFT JOIN watch_snapshot k ON k.sitting_id = s.id AND NOT k.is_destroyed
         WHERE s.session_id = w.session_id AND s.person_id = w.person_id AND (t.sitting_id IS NOT NULL OR k.id IS NOT NULL))
       ORDER BY w.session_id, w.person_id, w.version LIMIT $1 FOR UPDATE OF w SKIP LOCKED),
     changes AS (DELETE FROM watch_camera_change h USING past p
       WHERE h.session_id = p.session_id AND h.person_id = p.person_id AND h.version = p.version),
     gone AS (DELETE FROM watch_consent w USING past p
       WHERE w.session_id = p.session_id AND w.person_id = p.person_id AND w.version = p.version
       RETURNING p.competition_id, p.keep_months)`,
    [limit],
  );
}

/**
 * Removes why candidates sat without a camera, once the months of their applications are over, also where it was taken back. That an
 * official decided so stays.
 */
export function removeExcuses(tx: Tx, limit: number): Promise<number> {
  return remove(
    tx,
    'excuses',
    `WITH past AS (
       SELECT d.id, x.competition_id, ${keptMonths('c')} AS keep_months
       FROM decision d JOIN exam_session x ON x.id = d.scope_id JOIN competition c ON c.id = x.competition_id
       WHERE d.action = 'camera-excused' AND d.reason IS NOT NULL AND ${isPastTerm('c')}
       ORDER BY d.id LIMIT $1 FOR UPDATE OF d SKIP LOCKED),
     excuses AS (DELETE FROM watch_excuse e USING exam_session x
       WHERE x.id = e.session_id AND x.competition_id IN (SELECT competition_id FROM past)),
     gone AS (UPDATE decision d SET reason = NULL FROM past p WHERE d.id = p.id RETURNING p.competition_id, p.keep_months)`,
    [limit],
  );
}

/** Removes what was granted to candidates, with what their sittings had of it, and on what ground, once the months of their applications are over. */
export function removeAccommodations(tx: Tx, limit: number): Promise<number> {
  return remove(
    tx,
    'accommodations',
    `WITH past AS (
       SELECT m.id, m.application_id, c.id AS competition_id, ${keptMonths('c')} AS keep_months
       FROM accommodation m JOIN application a ON a.id = m.application_id JOIN competition c ON c.id = a.competition_id
       WHERE ${isPastTerm('c')} ORDER BY m.id LIMIT $1 FOR UPDATE OF m SKIP LOCKED),
     sat AS (UPDATE sitting s SET accommodations = '{}' FROM past p
       WHERE s.application_id = p.application_id AND s.state <> 'open'),
     gone AS (DELETE FROM accommodation m USING past p WHERE m.id = p.id RETURNING p.competition_id, p.keep_months)`,
    [limit],
  );
}
