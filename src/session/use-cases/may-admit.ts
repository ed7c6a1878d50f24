import { ok, refuse, type Result } from '../../kernel/index.js';
import type { SessionView } from '../store/session-store.js';
import { noSession } from '../domain/no-session.js';

/**
 * The session, where proctors admit candidates to it now.
 * Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, SESSION.NO_ADMISSION.
 */
export function mayAdmit(session: SessionView | undefined): Result<SessionView> {
  if (!session) return noSession();
  if (session.state !== 'scheduled' && session.state !== 'open') {
    return refuse('conflict', 'SITTING.SESSION_STATE', 'This step is not possible now.');
  }
  return session.admission === 'proctor' || session.admission === 'either'
    ? ok(session)
    : refuse('conflict', 'SESSION.NO_ADMISSION', 'Nobody is admitted by a proctor in this session.');
}
