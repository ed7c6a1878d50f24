import { Injectable } from '@nestjs/common';
import { applicationOf } from '../../competition/index.js';
import { applicantsOf } from '../../competition/index.js';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { postNotice } from '../../notice/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, type Principal, type Tx } from '../../platform/index.js';
import { applicationReference } from '../domain/application-reference.js';
import { bookingOf, endBooking } from '../store/booking-store.js';
import { holdSession } from '../store/session-store.js';

/**
 * Gives a place back. The candidate may until the session opens, also when the roster is fixed: their number is then
 * used by nobody. Refusals: SESSION.NOT_BOOKED, SESSION.BOOKING_CLOSED, COMPETITION.SITTING_BEGUN, SESSION.REASON.
 */
@Injectable()
export class CancelBooking {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, competitionId: string): Promise<Result<{ applicationId: string }>> {
    return this.database.attempt(async (tx) => {
      const application = await applicationOf(tx, competitionId, principal.personId ?? '');
      return application ? this.#cancel(tx, application.id, null) : notBooked();
    });
  }

  /** By an officer of the session, with a reason. */
  async runFor(
    principal: Principal,
    sessionId: string,
    applicationId: string,
    reason: string,
  ): Promise<Result<{ applicationId: string }>> {
    if (reason.trim() === '') {
      return refuse('invalid', 'SESSION.REASON', 'Say why you do this for the candidate.', {
        fields: { reason: 'SESSION.REASON' },
      });
    }
    return this.database.attempt(async (tx) => {
      const cancelled = await this.#cancel(tx, applicationId, sessionId);
      if (!cancelled.ok) return cancelled;
      await recordDecision(tx, principal, {
        action: 'place-cancelled',
        subject: applicationReference(applicationId),
        scopeId: sessionId,
        reason: reason.trim(),
      });
      return cancelled;
    });
  }

  /** @param sessionId where the officer may do it; null for the candidate, before the opening. */
  async #cancel(
    tx: Tx,
    applicationId: string,
    sessionId: string | null,
  ): Promise<Result<{ applicationId: string }>> {
    await rows(tx, 'SELECT 1 FROM application WHERE id = $1 FOR NO KEY UPDATE', [applicationId]);
    const held = await bookingOf(tx, applicationId);
    if (!held || (sessionId && held.sessionId !== sessionId)) return notBooked();
    const session = await holdSession(tx, held.sessionId);
    if (session?.state === 'closed' || (!sessionId && !session?.isEarly)) {
      return refuse('gone', 'SESSION.BOOKING_CLOSED', 'This session has begun.');
    }
    const begun = await rows(
      tx,
      `SELECT 1 FROM sitting WHERE application_id = $1 AND session_id = $2 AND state <> 'void' LIMIT 1`,
      [applicationId, held.sessionId],
    );
    if (begun.length > 0) {
      return refuse('conflict', 'COMPETITION.SITTING_BEGUN', 'The exam of this competition is begun.');
    }
    await endBooking(tx, applicationId, held.sessionId, 'cancelled');
    const [personId = ''] = await applicantsOf(tx, [applicationId]);
    await postNotice(tx, {
      kind: 'place-cancelled',
      personId,
      about: held.id,
      details: { session: held.sessionTitle },
      path: '/desk',
    });
    return ok({ applicationId });
  }
}

const notBooked = () => refuse('not-found', 'SESSION.NOT_BOOKED', 'No place is booked.');
