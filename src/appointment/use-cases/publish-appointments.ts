import { Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { byCodePoints, ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, stateFacts, type Principal } from '../../platform/index.js';
import { isDeclined } from '../domain/offer-state.js';
import { appointmentFact, appointmentsMadeFact } from '../facts.js';
import { appointmentsOf } from '../store/appointment-store.js';
import { offersOf } from '../store/offer-store.js';

interface Held {
  readonly id: string;
  readonly postId: string;
  readonly rankingVersion: number;
  readonly personName: string;
  readonly place: number;
  readonly reason: string | null;
  readonly signer: string;
}

/**
 * Publishes all appointments of a competition that wait for it, together: where answer sheets are to be public, the order
 * in which people were appointed is the order of the ranking, and would tell whose sheet is whose. They come into the log
 * in the order of their ids, which are random, at one time, without places; the places follow as a list of their own.
 *
 * Refusals: APPOINTMENT.NO_COMPETITION, APPOINTMENT.NOTHING_WAITS.
 */
@Injectable()
export class PublishAppointments {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, competitionId: string): Promise<Result<{ published: number }>> {
    return this.database.attempt(async (tx) => {
      await rows(tx, 'SELECT 1 FROM competition WHERE id = $1 FOR NO KEY UPDATE', [competitionId]);
      const competition = await competitionById(tx, competitionId);
      if (!competition)
        return refuse('not-found', 'APPOINTMENT.NO_COMPETITION', 'There is no such competition.');
      const [clock] = await rows<{ now: Date }>(
        tx,
        `SELECT date_trunc('milliseconds', clock_timestamp()) AS now`,
      );
      const time = clock?.now ?? new Date(0);
      const held = await rows<Held>(
        tx,
        `WITH published AS (
           UPDATE appointment SET published_at = $2 WHERE competition_id = $1 AND published_at IS NULL RETURNING *
         )
         SELECT x.id, x.post_id AS "postId", r.version AS "rankingVersion", person.full_name AS "personName", x.place,
           x.passed_over_reason AS reason, concat_ws(', ', a.display_name, a.position) AS signer
         FROM published x JOIN ranking r ON r.id = x.ranking_id JOIN person ON person.id = x.person_id
           JOIN account a ON a.id = x.decided_by ORDER BY x.id`,
        [competitionId, time],
      );
      if (held.length === 0)
        return refuse('conflict', 'APPOINTMENT.NOTHING_WAITS', 'No appointment waits to be published.');
      // Who signed for whom would divide the group: where more than one did, who publishes answers for all.
      const signers = new Set(held.map(({ signer }) => signer));
      const [signer = principal.official] = signers;
      const official = signers.size === 1 ? signer : principal.official;
      const appointments = held.map(({ id, postId, reason: _reason, place: _place, ...one }) => {
        const post = competition.posts.find((other) => other.id === postId);
        if (!post) throw new Error('An appointment is to a post of its competition.');
        return appointmentFact({
          ...one,
          appointmentId: id,
          competition,
          post,
          place: null,
          reason: null,
          declined: 0,
          proposedBy: null,
          official,
          time,
        });
      });
      const appointed = new Set((await appointmentsOf(tx, competitionId)).map(({ personId }) => personId));
      const versions = [...new Set(held.map(({ rankingVersion }) => rankingVersion))];
      const offers = await offersOf(tx, competitionId);
      const made = versions.map((rankingVersion) => {
        const of = held.filter((one) => one.rankingVersion === rankingVersion);
        const places = of.map(({ place }) => place).sort((a, b) => a - b);
        const declined = offers.filter(
          (one) =>
            isDeclined(one.state) &&
            one.rankingVersion === rankingVersion &&
            one.place < (places.at(-1) ?? 0),
        );
        return appointmentsMadeFact({
          competition,
          rankingVersion,
          places,
          reasons: of.flatMap(({ reason }) => (reason === null ? [] : [reason])).sort(byCodePoints),
          // Whoever did not take one post may have taken another.
          declined: new Set(declined.map(({ personId }) => personId).filter((id) => !appointed.has(id))).size,
          official,
          time,
        });
      });
      await stateFacts(tx, [...appointments, ...made]);
      await recordDecision(tx, principal, {
        action: 'appointments-published',
        subject: competition.code,
        scopeId: competitionId,
      });
      return ok({ published: held.length });
    });
  }
}
