import { Injectable } from '@nestjs/common';
import { contestedIn } from '../../appeal/index.js';
import { competitionById } from '../../competition/index.js';
import { mentionsName, newId, ok, refuse, wordsOf, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, stateFact, type Principal } from '../../platform/index.js';
import { approvedRanking, placesOf } from '../../ranking/index.js';
import { mayAppoint } from '../domain/order-rule.js';
import { appointmentFact } from '../facts.js';

export interface AppointWish {
  readonly postId: string;
  readonly sittingId: string;
  readonly reason: string | null;
}

/**
 * Appoints a ranked candidate to a post, by the name of the HR officer, from the approved ranking alone. The
 * appointment is public: person, post, agency, competition, place and the official responsible. Where the exam's answer
 * sheets are to be public it waits for {@link PublishAppointments}, which tells no place.
 *
 * Refusals: APPOINTMENT.NO_COMPETITION, APPOINTMENT.CONCLUDED, APPOINTMENT.CONTESTED, APPOINTMENT.NO_RANKING, APPOINTMENT.NO_POST,
 * APPOINTMENT.POST_FULL, APPOINTMENT.REASON_NAMES where the reason has a candidate's name in it, APPOINTMENT.REASON_TELLS
 * where it names a post and answer sheets are to be public, and those of
 * {@link mayAppoint}.
 */
@Injectable()
export class Appoint {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    competitionId: string,
    wish: AppointWish,
  ): Promise<Result<{ appointmentId: string }>> {
    return this.database.attempt(async (tx) => {
      // One decision at a time in a competition: places and posts cannot be given twice.
      await rows(tx, 'SELECT 1 FROM competition WHERE id = $1 FOR NO KEY UPDATE', [competitionId]);
      const competition = await competitionById(tx, competitionId);
      if (!competition)
        return refuse('not-found', 'APPOINTMENT.NO_COMPETITION', 'There is no such competition.');
      if (competition.state === 'concluded')
        return refuse('conflict', 'APPOINTMENT.CONCLUDED', 'This competition is concluded.');
      // What is signed is final: whoever has contested these results is answered first.
      const [contested] = await contestedIn(tx, [competitionId]);
      if (contested)
        return refuse('conflict', 'APPOINTMENT.CONTESTED', 'Challenges or appeals wait to be decided.');
      const ranking = await approvedRanking(tx, competitionId);
      if (!ranking) return refuse('conflict', 'APPOINTMENT.NO_RANKING', 'No ranking is approved yet.');
      const post = competition.posts.find((one) => one.id === wish.postId);
      if (!post)
        return refuse('invalid', 'APPOINTMENT.NO_POST', 'This competition has no such post.', {
          fields: { postId: 'APPOINTMENT.NO_POST' },
        });
      const before = await rows<{ post_id: string; sitting_id: string }>(
        tx,
        'SELECT post_id, sitting_id FROM appointment WHERE competition_id = $1',
        [competitionId],
      );
      if (before.filter((one) => one.post_id === post.id).length >= post.places) {
        return refuse('conflict', 'APPOINTMENT.POST_FULL', 'All places of this post are filled.', {
          fields: { postId: 'APPOINTMENT.POST_FULL' },
        });
      }
      const places = await placesOf(tx, ranking.id);
      const appointed = new Set(before.map((one) => one.sitting_id));
      const allowed = mayAppoint(places, appointed, wish.sittingId, wish.reason);
      if (!allowed.ok) return allowed;
      const candidate = places.find((one) => one.sittingId === wish.sittingId);
      if (!candidate) throw new Error('A ranked candidate has a place.');
      const reason = allowed.value.passedOver > 0 ? (wish.reason?.trim() ?? null) : null;
      const words = wordsOf(reason ?? '');
      // It is published for ever beside the name of whoever is appointed; of the others the registry has no names.
      if (words.length > 0 && places.some(({ fullName }) => mentionsName(words, fullName)))
        return refuse('invalid', 'APPOINTMENT.REASON_NAMES', 'The reason has a candidate’s name in it.', {
          fields: { reason: 'APPOINTMENT.REASON_NAMES' },
        });
      const waits = competition.disclosure === 'public';
      // It is told beside the places of all: what says which post it was about says whose place it is.
      const telling = [post, ...competition.posts].flatMap((one) => [
        one.location,
        ...Object.values(one.title),
      ]);
      if (waits && telling.some((name) => mentionsName(words, name)))
        return refuse('invalid', 'APPOINTMENT.REASON_TELLS', 'The reason names a post or its place.', {
          fields: { reason: 'APPOINTMENT.REASON_TELLS' },
        });
      const appointmentId = newId();
      const [made] = await rows<{ decided_at: Date }>(
        tx,
        `INSERT INTO appointment (id, competition_id, post_id, ranking_id, sitting_id, person_id, place,
           passed_over_reason, decided_by, decided_at, published_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, now.at, CASE WHEN $10 THEN NULL ELSE now.at END
         FROM (SELECT clock_timestamp() AS at) now RETURNING decided_at`,
        [
          appointmentId,
          competitionId,
          post.id,
          ranking.id,
          wish.sittingId,
          candidate.personId,
          allowed.value.place,
          reason,
          principal.accountId,
          waits,
        ],
      );
      await recordDecision(tx, principal, {
        action: 'appointed',
        subject: appointmentId,
        scopeId: competitionId,
        ...(reason !== null && { reason }),
      });
      if (waits) return ok({ appointmentId });
      await stateFact(
        tx,
        appointmentFact({
          appointmentId,
          competition,
          post,
          rankingVersion: ranking.version,
          personName: candidate.fullName,
          place: allowed.value.place,
          reason,
          official: principal.official,
          time: made?.decided_at ?? ranking.createdAt,
        }),
      );
      return ok({ appointmentId });
    });
  }
}
