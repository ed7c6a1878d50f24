import { Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, stateFact, type Principal } from '../../platform/index.js';
import { mayEnd, type EndWish } from '../domain/end-rule.js';
import { tenureEndedFact } from '../facts.js';
import { appointmentsOf } from '../store/appointment-store.js';

/**
 * States that an appointment has ended, by the HR officer's name: why and on which day. Public, once for each appointment;
 * the appointment itself stays as it was published.
 *
 * Refusals: APPOINTMENT.NO_COMPETITION, APPOINTMENT.NO_APPOINTMENT, APPOINTMENT.NOT_PUBLIC,
 * APPOINTMENT.ALREADY_ENDED, and those of {@link mayEnd}.
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
      if (appointment.ended) return ALREADY;
      if (!appointment.publishedAt)
        return refuse('conflict', 'APPOINTMENT.NOT_PUBLIC', 'This appointment is not public yet.');
      const [clock] = await rows<{ now: Date }>(tx, 'SELECT clock_timestamp() AS now');
      const allowed = mayEnd(wish, appointment.publishedAt, clock?.now ?? appointment.publishedAt);
      if (!allowed.ok) return allowed;
      const { reason, endedOn } = allowed.value;
      // Whoever is second waits for the first here, and finds the key taken.
      const [made] = await rows<{ decided_at: Date }>(
        tx,
        `INSERT INTO appointment_end (appointment_id, reason, ended_on, decided_by) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING RETURNING decided_at`,
        [appointmentId, reason, endedOn, principal.accountId],
      );
      if (!made) return ALREADY;
      await recordDecision(tx, principal, {
        action: 'appointment-ended',
        subject: appointmentId,
        scopeId: competitionId,
        reason,
      });
      await stateFact(
        tx,
        tenureEndedFact({
          appointmentId,
          competition,
          post,
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
