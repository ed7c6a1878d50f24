import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, stateFact, type Principal } from '../../platform/index.js';
import { mayEnd, type EndWish } from '../domain/end-rule.js';
import { otherTenureEndedFact } from '../facts.js';
import { agencyById, otherAppointment } from '../store/other-appointment-store.js';

/**
 * States that an appointment without a competition, or an imported one, has ended: as {@link EndAppointment}.
 * Refusals: APPOINTMENT.NO_APPOINTMENT, APPOINTMENT.ALREADY_ENDED, and those of {@link mayEnd}.
 */
@Injectable()
export class EndOtherAppointment {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    agencyId: string,
    appointmentId: string,
    wish: EndWish,
  ): Promise<Result<{ readonly endedOn: string }>> {
    return this.database.attempt(async (tx) => {
      const agency = await agencyById(tx, agencyId);
      const appointment = await otherAppointment(tx, agencyId, appointmentId);
      if (!agency || !appointment)
        return refuse('not-found', 'APPOINTMENT.NO_APPOINTMENT', 'There is no such appointment.');
      if (appointment.ended) return ALREADY;
      const [clock] = await rows<{ now: Date }>(tx, 'SELECT clock_timestamp() AS now');
      const began = new Date(`${appointment.beganOn}T00:00:00Z`);
      const allowed = mayEnd(wish, began, clock?.now ?? began);
      if (!allowed.ok) return allowed;
      const { reason, endedOn } = allowed.value;
      const [made] = await rows<{ decided_at: Date }>(
        tx,
        `INSERT INTO other_appointment_end (appointment_id, reason, ended_on, decided_by) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING RETURNING decided_at`,
        [appointmentId, reason, endedOn, principal.accountId],
      );
      if (!made) return ALREADY;
      await recordDecision(tx, principal, {
        action: 'appointment-ended',
        subject: appointmentId,
        scopeId: agencyId,
        reason,
      });
      await stateFact(
        tx,
        otherTenureEndedFact({
          appointmentId,
          agency,
          post: appointment.post,
          reason,
          endedOn,
          official: principal.official,
          time: made.decided_at,
        }),
      );
      return ok({ endedOn });
    });
  }
}

const ALREADY = refuse('conflict', 'APPOINTMENT.ALREADY_ENDED', 'This appointment has ended already.');
