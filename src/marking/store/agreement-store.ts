import { rows, type Tx } from '../../platform/index.js';
import type { DoubleMark } from '../domain/agreement.js';

/** The first two marks of each text of a session that has both, by the markers' accounts. */
export async function doubleMarks(tx: Tx, sessionId: string): Promise<DoubleMark[]> {
  return rows<DoubleMark>(
    tx,
    `WITH newest AS (
       SELECT DISTINCT ON (a.text_id, a.place) a.text_id, a.place, a.account_id, m.points
       FROM mark_assignment a JOIN mark m ON m.text_id = a.text_id AND m.account_id = a.account_id
       WHERE a.session_id = $1 AND a.state = 'marked' AND a.place < 3
       ORDER BY a.text_id, a.place, m.number DESC)
     SELECT jsonb_build_object('marker', f.account_id, 'points', f.points) AS first,
       jsonb_build_object('marker', o.account_id, 'points', o.points) AS second
     FROM newest f JOIN newest o ON o.text_id = f.text_id AND f.place = 1 AND o.place = 2 ORDER BY f.text_id`,
    [sessionId],
  );
}
