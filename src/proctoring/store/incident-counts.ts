import { rows, type Tx } from '../../platform/index.js';
import type { IncidentCount } from '../domain/incident-figures.js';
import { STEP_RANK, WAITS_FOR_OFFICIAL } from './incident-rank.js';

/**
 * SQL: whether a sitting was declared void by a decision, and its candidate sits again although that said they do not: only an appeal
 * that was upheld lets them. What else declared it void is another cause.
 */
const IS_SET_ASIDE = `d.again = 'no' AND i.settled_at IS NOT NULL AND r.outcome IS DISTINCT FROM 'overturned'
  AND d.outcome = 'void-' || v.cause AND v.again = 'replacement'`;

/** Decided incidents of all sessions by year of the decision (UTC) and kind: counts, nobody's. */
export const incidentCounts = (tx: Tx): Promise<IncidentCount[]> =>
  rows<IncidentCount>(
    tx,
    `SELECT extract(year FROM d.at AT TIME ZONE 'UTC')::int AS year, i.kind, count(*)::int AS decided,
       count(*) FILTER (WHERE d.outcome <> 'none')::int AS found, count(c.incident_id)::int AS contested,
       count(r.incident_id)::int AS reviewed, count(*) FILTER (WHERE r.outcome = 'overturned')::int AS overturned,
       count(*) FILTER (WHERE ${IS_SET_ASIDE})::int AS "setAside"
     FROM incident_decision d JOIN incident i ON i.id = d.incident_id LEFT JOIN sitting_void v ON v.sitting_id = i.sitting_id
       LEFT JOIN incident_contest c ON c.incident_id = i.id LEFT JOIN incident_review r ON r.incident_id = i.id
     GROUP BY 1, 2 ORDER BY 1, 2`,
  );

/** Of some sessions those with incidents that are not settled, and how many of these wait for an official. */
export const openIncidentsIn = (
  tx: Tx,
  sessionIds: readonly string[],
): Promise<{ readonly sessionId: string; readonly open: number; readonly waiting: number }[]> =>
  rows<{ sessionId: string; open: number; waiting: number }>(
    tx,
    `SELECT s.session_id AS "sessionId", count(*)::int AS open,
       count(*) FILTER (WHERE ${STEP_RANK} < ${String(WAITS_FOR_OFFICIAL)})::int AS waiting
     FROM incident i JOIN sitting s ON s.id = i.sitting_id LEFT JOIN incident_answer a ON a.incident_id = i.id
       LEFT JOIN incident_decision d ON d.incident_id = i.id
     WHERE i.settled_at IS NULL AND s.session_id = ANY($1::uuid[]) GROUP BY 1`,
    [sessionIds],
  );
