import { rows, type Tx } from '../../platform/index.js';

/** All sittings of a rehearsal are gone, with their logs, sheets and receipts. PostgreSQL lets nobody do it elsewhere. */
export async function removeRehearsalSittings(tx: Tx, sessionId: string): Promise<void> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT s.id FROM sitting s JOIN exam_session x ON x.id = s.session_id AND x.rehearsal WHERE s.session_id = $1`,
    [sessionId],
  );
  const ids = found.map(({ id }) => id);
  for (const table of [
    'response_event',
    'late_response_event',
    'sitting_break',
    'receipt',
    'answer_sheet',
    'sitting_void',
    'sitting_end',
    'exam_message_read',
    'form',
    'sitting_lease',
  ]) {
    await tx.query(`DELETE FROM ${table} WHERE sitting_id = ANY($1::uuid[])`, [ids]);
  }
  await tx.query('DELETE FROM exam_message WHERE session_id = $1', [sessionId]);
  await tx.query('DELETE FROM time_change WHERE session_id = $1', [sessionId]);
  await tx.query('DELETE FROM sitting WHERE id = ANY($1::uuid[])', [ids]);
}
