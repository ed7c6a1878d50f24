import { removeDraws } from '../../form/index.js';
import { removeScope } from '../../people/index.js';
import type { Tx } from '../../platform/index.js';

/** The session of a rehearsal is gone, with its draws, once its sittings are. */
export async function removeRehearsalSession(tx: Tx, sessionId: string): Promise<void> {
  await tx.query('UPDATE exam_session SET draw_id = NULL WHERE id = $1 AND rehearsal', [sessionId]);
  for (const table of [
    'session_admission',
    'session_seat_code',
    'session_presence',
    'session_check',
    'session_verdict',
    'session_marker',
    'marking_rule',
    'browser_proof',
  ]) {
    await tx.query(`DELETE FROM ${table} WHERE session_id = $1`, [sessionId]);
  }
  await removeDraws(tx, sessionId);
  await tx.query('DELETE FROM exam_session WHERE id = $1 AND rehearsal', [sessionId]);
  await removeScope(tx, sessionId);
}
