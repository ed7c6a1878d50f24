import { Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { refuse, type Result } from '../../kernel/index.js';
import { Database, type Principal } from '../../platform/index.js';
import type { EndWish } from '../domain/end-rule.js';
import { tenureEndedFact } from '../facts.js';
import { appointmentsOf } from '../store/appointment-store.js';
import { endOnRecord } from './end-on-record.js';

/**
 * States that an appointment has ended, by the HR officer's name: why and on which day. Public, once for each appointment;
 * the appointment itself stays as it was published.
 *
 * Refusals: APPOINTMENT.NO_COMPETITION, APPOINTMENT.NO_APPOINTMENT, APPOINTMENT.NOT_PUBLIC, and those of
 * {@link endOnRecord}.
 */
@Injectable()
export class EndAppointment {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    competitionId: string,
    appointmentId: string,
    wish: EndWish,
  ): Promise<Result<{ readonly endedOn: string }>> {
    return this.database.attempt(async (tx) => {
      const competition = await competitionById(tx, competitionId);
      if (!competition)
        return refuse('not-found', 'APPOINTMENT.NO_COMPETITION', 'There is no such competition.');
      const appointment = (await appointmentsOf(tx, competitionId)).find(({ id }) => id === appointmentId);
      const post = competition.posts.find(({ id }) => id === appointment?.postId);
      if (!appointment || !post)
        return refuse('not-found', 'APPOINTMENT.NO_APPOINTMENT', 'There is no such appointment.');
      if (!appointment.ended && !appointment.publishedAt)
        return refuse('conflict', 'APPOINTMENT.NOT_PUBLIC', 'This appointment is not public yet.');
      const ending = {
        appointmentId,
        scopeId: competitionId,
        table: 'appointment_end',
        hasEnded: appointment.ended !== null,
        began: appointment.publishedAt ?? appointment.decidedAt,
      } as const;
      return endOnRecord(tx, principal, ending, wish, (ended) =>
        tenureEndedFact({ ...ended, competition, post }),
      );
    });
  }
}
