import { applicationsInStage, submittedApplications, takesPart } from '../../competition/index.js';
import { rows, type Tx } from '../../platform/index.js';
import { bookedApplications } from './booking-store.js';
import type { SessionView } from './session-store.js';

/** Who gets a number at the draw, by application: whoever booked, whoever a replacement is for, or whoever applied. */
export async function rosterOf(
  tx: Tx,
  session: Pick<SessionView, 'id' | 'competitionId' | 'stageId' | 'replacesId' | 'entry'>,
): Promise<string[]> {
  if (session.entry === 'booked') return bookedApplications(tx, session.id);
  if (session.replacesId) return entitledTo(tx, session.id);
  return session.stageId
    ? applicationsInStage(tx, { id: session.stageId, competitionId: session.competitionId })
    : submittedApplications(tx, session.competitionId);
}

/** The applications that a replacing session is for, and that stand. */
async function entitledTo(tx: Tx, sessionId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT a.id FROM session_entitlement e JOIN application a ON a.id = e.application_id
       JOIN exam_session x ON x.id = e.session_id
     WHERE e.session_id = $1 AND a.state = 'submitted' AND ${takesPart('x.stage_id', 'a.id')} ORDER BY a.id`,
    [sessionId],
  );
  return found.map(({ id }) => id);
}

/** Whether a session that replaces another is for this candidate. */
export async function isEntitled(tx: Tx, sessionId: string, applicationId: string): Promise<boolean> {
  const [row] = await rows(
    tx,
    'SELECT 1 FROM session_entitlement WHERE session_id = $1 AND application_id = $2',
    [sessionId, applicationId],
  );
  return row !== undefined;
}

/** Lets these enter a session that replaces another. @returns how many are new. */
export async function entitle(tx: Tx, sessionId: string, applicationIds: readonly string[]): Promise<number> {
  const added = await rows(
    tx,
    `INSERT INTO session_entitlement (session_id, application_id) SELECT $1, unnest($2::uuid[])
     ON CONFLICT DO NOTHING RETURNING 1`,
    [sessionId, applicationIds],
  );
  return added.length;
}
