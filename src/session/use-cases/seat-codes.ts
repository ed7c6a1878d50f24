import { Injectable } from '@nestjs/common';
import { applicationOf } from '../../competition/index.js';
import { newId, ok, publicId, refuse, sameBytes, type Result } from '../../kernel/index.js';
import { recordDecision, Throttle } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { normaliseSeatCode, SEAT_CODE_LENGTH } from '../domain/seat-code.js';
import { admissionOf, atTheDoor, seatCodeOf } from '../store/admission-store.js';
import { holdSession, lockSession, type SessionView } from '../store/session-store.js';
import { noSession } from '../domain/no-session.js';

/** Admission by a code that is shown in the room: 28⁶ codes, ten tries in a quarter of an hour for each candidate. */
@Injectable()
export class SeatCodes {
  constructor(
    private readonly database: Database,
    private readonly throttle: Throttle,
  ) {}

  /**
   * A new code; the one before no longer lets anybody in, whoever it let in stays in.
   * Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, SESSION.NO_SEAT_CODE.
   */
  async issue(principal: Principal, sessionId: string): Promise<Result<{ code: string }>> {
    return this.database.attempt(async (tx) => {
      const usable = seatCodeSession(await lockSession(tx, sessionId));
      if (!usable.ok) return usable;
      await tx.query(
        'UPDATE session_seat_code SET revoked_at = clock_timestamp() WHERE session_id = $1 AND revoked_at IS NULL',
        [sessionId],
      );
      const code = publicId(SEAT_CODE_LENGTH);
      await tx.query(
        'INSERT INTO session_seat_code (id, session_id, code, account_id, official) VALUES ($1, $2, $3, $4, $5)',
        [newId(), sessionId, code, principal.accountId, principal.official],
      );
      await recordDecision(tx, principal, {
        action: 'seat-code-issued',
        subject: sessionId,
        scopeId: sessionId,
      });
      return ok({ code });
    });
  }

  /**
   * A candidate types the code of the room. Typing it again changes nothing.
   * Refusals: SITTING.NO_SESSION, SITTING.NOT_APPLIED, SITTING.SESSION_STATE, SESSION.NO_SEAT_CODE,
   * SESSION.SEAT_CODE_TRIES, SESSION.ADMISSION_REFUSED, SESSION.SEAT_CODE_WRONG.
   */
  async enter(principal: Principal, sessionId: string, typed: string): Promise<Result<{ admitted: true }>> {
    const wait = await this.throttle.take('seat-code', principal.accountId);
    if (wait > 0) {
      return refuse('limited', 'SESSION.SEAT_CODE_TRIES', 'Too many codes were tried. Ask a proctor.', {
        retryAfter: wait,
      });
    }
    return this.database.attempt(async (tx) => {
      const usable = seatCodeSession(await holdSession(tx, sessionId));
      if (!usable.ok) return usable;
      const session = usable.value;
      const application = await applicationOf(tx, session.competitionId, principal.personId ?? '');
      if (application?.state !== 'submitted' || !(await atTheDoor(tx, sessionId, application.id))) {
        return refuse('conflict', 'SITTING.NOT_APPLIED', 'You have not applied to this competition.');
      }
      const before = await admissionOf(tx, session, application.id);
      if (before.admitted) return ok({ admitted: true as const });
      if (before.refusedBecause !== null) {
        return refuse('conflict', 'SESSION.ADMISSION_REFUSED', 'A proctor has refused your admission.');
      }
      const code = (await seatCodeOf(tx, sessionId))?.code ?? '';
      const given = normaliseSeatCode(typed);
      if (code === '' || !sameBytes(Buffer.from(code), Buffer.from(given))) {
        return refuse('invalid', 'SESSION.SEAT_CODE_WRONG', 'This is not the code of this room.', {
          fields: { seatCode: 'SESSION.SEAT_CODE_WRONG' },
        });
      }
      await tx.query(
        `INSERT INTO session_admission (session_id, application_id, state, way) VALUES ($1, $2, 'admitted', 'seat-code')
         ON CONFLICT DO NOTHING`,
        [sessionId, application.id],
      );
      return ok({ admitted: true as const });
    });
  }
}

function seatCodeSession(session: SessionView | undefined): Result<SessionView> {
  if (!session) return noSession();
  if (session.state !== 'scheduled' && session.state !== 'open') {
    return refuse('conflict', 'SITTING.SESSION_STATE', 'This step is not possible now.');
  }
  return session.admission === 'seat-code' || session.admission === 'either'
    ? ok(session)
    : refuse('conflict', 'SESSION.NO_SEAT_CODE', 'This session has no seat codes.');
}
