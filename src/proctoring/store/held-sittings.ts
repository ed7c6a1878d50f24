import { rows, type Tx } from '../../platform/index.js';

/**
 * SQL: whether an incident of a sitting is not settled. Until then its result is held, and its signals are not deleted.
 * @param sitting an expression, the sitting's id.
 */
export const hasOpenIncident = (sitting: string): string =>
  `EXISTS (SELECT 1 FROM incident held WHERE held.sitting_id = ${sitting} AND held.settled_at IS NULL)`;

/** SQL: an incident `held` and its evidence `e`, where a snapshot is named. @param snapshot the alias of watch_snapshot. */
export const namedIn = (snapshot: string): string => `
  incident held JOIN incident_evidence e ON e.incident_id = held.id
    AND held.sitting_id = ${snapshot}.sitting_id AND e.kind = 'snapshot' AND e.ref = ${snapshot}.id::text`;

/**
 * SQL: whether a snapshot is evidence that somebody may still ask for: its incident is not settled, or the results are not out, or
 * both came about so shortly ago that the days of an appeal, and of its decision, may run. A void session has no results.
 *
 * @param snapshot the alias of watch_snapshot. @param isHeld whether something else keeps the evidence of a sitting.
 */
export const isEvidenceStill = (snapshot: string, isHeld: (sitting: string) => string): string =>
  `EXISTS (SELECT 1 FROM ${namedIn(snapshot)} JOIN exam_session hx ON hx.id = ${snapshot}.session_id
     WHERE held.settled_at IS NULL OR hx.released_at IS NULL AND hx.state <> 'void'
       OR greatest(held.settled_at, hx.released_at) > clock_timestamp() - interval '90 days'
       OR ${isHeld('held.sitting_id')})`;

/**
 * SQL: since when a candidate can have known a result: its release, or the end of the incident that held it longer. Null before.
 *
 * @param sitting an expression, the sitting's id. @param releasedAt an expression, when its session's results were released.
 */
export const resultKnownAt = (sitting: string, releasedAt: string): string =>
  `CASE WHEN ${releasedAt} IS NOT NULL AND NOT ${hasOpenIncident(sitting)} THEN greatest(${releasedAt},
     (SELECT max(ended.settled_at) FROM incident ended WHERE ended.sitting_id = ${sitting})) END`;

/** Sittings of a session that would have a result and whose results are held. */
export async function heldSittings(tx: Tx, sessionId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT s.id FROM sitting s WHERE s.session_id = $1 AND s.state = 'closed' AND ${hasOpenIncident('s.id')} ORDER BY s.id`,
    [sessionId],
  );
  return found.map(({ id }) => id);
}

/** How many results of a competition are held in sessions whose other results are out; of one stage, where it is named. */
export async function heldInReleased(
  tx: Tx,
  competitionId: string,
  stageId: string | null = null,
): Promise<number> {
  const [found] = await rows<{ count: number }>(
    tx,
    `SELECT count(*)::int AS count FROM sitting s JOIN exam_session x ON x.id = s.session_id
     WHERE x.competition_id = $1 AND ($2::uuid IS NULL OR x.stage_id = $2) AND x.released_at IS NOT NULL
       AND s.state = 'closed' AND ${hasOpenIncident('s.id')}`,
    [competitionId, stageId],
  );
  return found?.count ?? 0;
}

/** The incident that holds a sitting's result, the oldest of several; undefined where none does. */
export async function holdingIncident(
  tx: Tx,
  sittingId: string,
  besideId?: string,
): Promise<string | undefined> {
  const [found] = await rows<{ id: string }>(
    tx,
    'SELECT id FROM incident WHERE sitting_id = $1 AND id IS DISTINCT FROM $2 AND settled_at IS NULL ORDER BY opened_at, id LIMIT 1',
    [sittingId, besideId ?? null],
  );
  return found?.id;
}
