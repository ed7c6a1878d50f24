import { ok, refuse, type Result } from '../../kernel/index.js';
import type { Tx } from '../../platform/index.js';
import { admissionOf } from '../store/admission-store.js';
import { isBooked } from '../store/booking-store.js';
import { isEntitled } from '../store/roster-store.js';
import type { SessionView } from '../store/session-store.js';

/**
 * Whether somebody who has applied may begin in this session now, as far as booking and admission go.
 *
 * Refusals: SESSION.NOT_ENTITLED (it replaces a session for others), SESSION.NOT_BOOKED, SESSION.NOT_ADMITTED.
 */
export async function mayEnter(
  tx: Tx,
  session: SessionView,
  applicationId: string,
): Promise<Result<undefined>> {
  if (session.replacesId && !(await isEntitled(tx, session.id, applicationId))) {
    return refuse(
      'conflict',
      'SESSION.NOT_ENTITLED',
      'This session is for those whose exam could not be held.',
    );
  }
  if (session.entry === 'booked' && !(await isBooked(tx, session.id, applicationId))) {
    return refuse('conflict', 'SESSION.NOT_BOOKED', 'You have no place in this session.');
  }
  const { admitted } = await admissionOf(tx, session, applicationId);
  if (!admitted) {
    return refuse('conflict', 'SESSION.NOT_ADMITTED', 'You have not been admitted to this session yet.');
  }
  return ok(undefined);
}
