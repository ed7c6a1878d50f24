import { removeStandIn } from '../../competition/index.js';
import { removeMadeUp } from '../../people/index.js';
import { rows, type Tx } from '../../platform/index.js';
import { removeRehearsalWatch } from '../../proctoring/index.js';
import { removeRehearsalSession } from '../../session/index.js';
import { removeRehearsalSittings } from '../../sitting/index.js';

/** All that a rehearsal left behind is gone, in the caller's transaction: sittings, session, stand-in, people. */
export async function removeLeftovers(tx: Tx, rehearsalId: string): Promise<void> {
  const [left] = await rows<{ sessionId: string; standInId: string }>(
    tx,
    `SELECT x.id AS "sessionId", x.competition_id AS "standInId"
     FROM rehearsal r JOIN exam_session x ON x.id = r.rehearsal_session_id AND x.rehearsal WHERE r.id = $1`,
    [rehearsalId],
  );
  if (!left) return;
  await tx.query('UPDATE rehearsal SET rehearsal_session_id = NULL WHERE id = $1', [rehearsalId]);
  await removeRehearsalWatch(tx, left.sessionId);
  await removeRehearsalSittings(tx, left.sessionId);
  await removeRehearsalSession(tx, left.sessionId);
  await removeMadeUp(tx, await removeStandIn(tx, left.standInId));
}
