import { rows, type Tx } from '../../platform/index.js';

/**
 * SQL: when a session was over, which the days that things are kept are counted from; null before. One that was closed or
 * declared void ended with its last sitting, or with its entry where nobody sat; one that nobody has closed not before its
 * entry. @param x the alias of exam_session.
 */
const SESSION_OVER = `
  (SELECT CASE
     WHEN count(*) FILTER (WHERE o.state = 'open') > 0 THEN NULL
     WHEN x.state IN ('closed', 'void') THEN coalesce(max(coalesce(o.closed_at, o.deadline_at)), x.entry_closes_at)
     WHEN x.entry_closes_at <= clock_timestamp() THEN greatest(max(o.closed_at), x.entry_closes_at) END
   FROM sitting o WHERE o.session_id = x.id)`;

/** When a session was over, or null. */
export async function sessionOverAt(tx: Tx, sessionId: string): Promise<Date | null> {
  const [found] = await rows<{ at: Date | null }>(
    tx,
    `SELECT ${SESSION_OVER} AS at FROM exam_session x WHERE x.id = $1`,
    [sessionId],
  );
  return found?.at ?? null;
}

/**
 * SQL: sessions that are over, and since when: `ended.id`, `ended.at`.
 *
 * @param of a query of the sessions that still have something: so that those that are cleared cost nothing.
 */
export const sessionsOver = (of: string): string => `
  (SELECT * FROM (SELECT x.id, ${SESSION_OVER} AS at FROM exam_session x WHERE x.id IN (${of})) one
   WHERE at IS NOT NULL) ended`;

/** The same with their sittings: `s`. */
export const sittingsOver = (of: string): string =>
  `${sessionsOver(of)} JOIN sitting s ON s.session_id = ended.id`;
