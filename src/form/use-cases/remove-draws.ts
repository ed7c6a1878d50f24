import type { Tx } from '../../platform/index.js';

/** All draws of a rehearsal are gone, with their sealed forms. No draw that was stated in public may be named here. */
export async function removeDraws(tx: Tx, sessionId: string): Promise<void> {
  const own = 'SELECT id FROM draw WHERE session_id = $1';
  await tx.query(`DELETE FROM form WHERE draw_id IN (${own})`, [sessionId]);
  await tx.query(`DELETE FROM sealed_form WHERE draw_id IN (${own})`, [sessionId]);
  await tx.query(`DELETE FROM draw_fact WHERE draw_id IN (${own})`, [sessionId]);
  await tx.query(`DELETE FROM draw_number WHERE draw_id IN (${own})`, [sessionId]);
  await tx.query('DELETE FROM draw_contribution WHERE session_id = $1', [sessionId]);
  await tx.query('DELETE FROM draw WHERE session_id = $1', [sessionId]);
}
