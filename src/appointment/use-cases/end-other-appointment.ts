import { Injectable } from '@nestjs/common';
import { refuse, type Result } from '../../kernel/index.js';
import { Database, type Principal } from '../../platform/index.js';
import type { EndWish } from '../domain/end-rule.js';
import { otherTenureEndedFact } from '../facts.js';
import { agencyById, otherAppointment } from '../store/other-appointment-store.js';
import { endOnRecord } from './end-on-record.js';

/**
 * States that an appointment without a competition, or an imported one, has ended: as {@link EndAppointment}.
 * Refusals: APPOINTMENT.NO_APPOINTMENT, and those of {@link endOnRecord}.
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
      const ending = {
        appointmentId,
        scopeId: agencyId,
        table: 'other_appointment_end',
        hasEnded: appointment.ended !== null,
        began: new Date(`${appointment.beganOn}T00:00:00Z`),
      } as const;
      return endOnRecord(tx, principal, ending, wish, (ended) =>
        otherTenureEndedFact({ ...ended, agency, post: appointment.post }),
      );
    });
  }
}
