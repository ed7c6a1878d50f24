import { Injectable } from '@nestjs/common';
import { competitionById, type CompetitionView, type PostView } from '../../competition/index.js';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { postNotice } from '../../notice/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, type Principal, type Tx } from '../../platform/index.js';
import { approvedRanking } from '../../ranking/index.js';
import { isDeclined, isLive } from '../domain/offer-state.js';
import { ANSWER_DAYS, publishable } from '../domain/offer-terms.js';
import { mayOffer } from '../domain/order-rule.js';
import { appointmentsOf } from '../store/appointment-store.js';
import { offersOf } from '../store/offer-store.js';
import { rankedIn } from '../store/ranked-store.js';
import { reserveTime } from '../store/reserve-store.js';
import { settle } from './settle-offers.js';

export interface OfferWish {
  readonly postId: string;
  /** The application, or the sitting from which the place comes: whichever is known. */
  readonly candidate: { readonly applicationId: string } | { readonly sittingId: string };
  /** Why a higher place is passed over; it is published. */
  readonly reason: string | null;
  /** Days that the candidate has for an answer. */
  readonly answerDays: number;
}

/**
 * An HR officer offers a post to somebody in the approved ranking, in its order. The candidate has some days to answer; an
 * accepted offer waits for the responsible official. While it is open it keeps its place. A place that ended, or that
 * somebody did not take, can be offered again, to the reserve too while that lasts.
 *
 * Refusals: APPOINTMENT.NO_COMPETITION, APPOINTMENT.CONCLUDED where answer sheets are public by then,
 * APPOINTMENT.NO_RANKING, APPOINTMENT.RESERVE_EXPIRED, APPOINTMENT.NO_POST, APPOINTMENT.POST_FULL,
 * APPOINTMENT.ANSWER_DAYS, those of {@link mayOffer} and of {@link publishable}.
 */
@Injectable()
export class OfferPost {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    competitionId: string,
    wish: OfferWish,
  ): Promise<Result<{ offerId: string }>> {
    return this.database.attempt(async (tx) => {
      // One decision at a time in a competition: places and posts cannot be given twice.
      await rows(tx, 'SELECT 1 FROM competition WHERE id = $1 FOR NO KEY UPDATE', [competitionId]);
      const competition = await competitionById(tx, competitionId);
      if (!competition)
        return refuse('not-found', 'APPOINTMENT.NO_COMPETITION', 'There is no such competition.');
      await settle(tx, competitionId);
      const open = await mayAny(tx, competition, wish);
      if (!open.ok) return open;
      const { post, rankingId } = open.value;
      const offers = await offersOf(tx, competitionId);
      const appointments = await appointmentsOf(tx, competitionId);
      const held = [
        ...appointments.filter(({ ended }) => ended === null),
        ...offers.filter(({ state }) => isLive(state)),
      ];
      if (held.filter(({ postId }) => postId === post.id).length >= post.places) {
        return refuse('conflict', 'APPOINTMENT.POST_FULL', 'All places of this post are filled or offered.', {
          fields: { postId: 'APPOINTMENT.POST_FULL' },
        });
      }
      const ranked = await rankedIn(tx, rankingId);
      const candidate = ranked.find((one) =>
        'sittingId' in wish.candidate
          ? one.sittingId === wish.candidate.sittingId
          : one.applicationId === wish.candidate.applicationId,
      );
      const served = {
        taken: new Set(
          ranked
            .filter(({ personId }) => [...appointments, ...held].some((one) => one.personId === personId))
            .map(({ applicationId }) => applicationId),
        ),
        declined: new Set(
          offers
            .filter(({ state, postId }) => postId === post.id && isDeclined(state))
            .map(({ applicationId }) => applicationId),
        ),
      };
      const allowed = mayOffer(ranked, served, candidate?.applicationId ?? '', wish.reason);
      if (!allowed.ok) return allowed;
      if (!candidate) throw new Error('Only somebody in the ranking is allowed.');
      const reason = publishable(
        allowed.value.passedOver > 0 ? (wish.reason?.trim() ?? null) : null,
        ranked.map(({ fullName }) => fullName),
        competition.disclosure === 'public' ? telling(competition) : null,
      );
      if (!reason.ok) return reason;
      const offerId = newId();
      const [made] = await rows<{ answer_by: Date }>(
        tx,
        `INSERT INTO appointment_offer (id, competition_id, post_id, ranking_id, application_id, sitting_id, person_id, place,
           passed_over_reason, declined, state, answer_by, offered_by, offered_for, offered_official)
         VALUES ($1, $2, $3, $4, $14, $5, $6, $7, $8, $9, 'offered', clock_timestamp() + make_interval(days => $10), $11, $12, $13)
         RETURNING answer_by`,
        [
          offerId,
          competitionId,
          post.id,
          rankingId,
          candidate.sittingId,
          candidate.personId,
          allowed.value.place,
          reason.value,
          allowed.value.declined,
          wish.answerDays,
          principal.accountId,
          principal.actingFor?.accountId ?? null,
          principal.official,
          candidate.applicationId,
        ],
      );
      await recordDecision(tx, principal, {
        action: 'offered',
        subject: offerId,
        scopeId: competitionId,
        ...(reason.value !== null && { reason: reason.value }),
      });
      await postNotice(tx, {
        kind: 'post-offered',
        personId: candidate.personId,
        about: offerId,
        details: {
          post: { ...post.title },
          competition: { ...competition.title },
          time: { at: (made?.answer_by ?? new Date(0)).toISOString() },
        },
        path: `/offers/${offerId}`,
      });
      return ok({ offerId });
    });
  }
}

async function mayAny(
  tx: Tx,
  competition: CompetitionView,
  { postId, answerDays }: OfferWish,
): Promise<Result<{ post: PostView; rankingId: string }>> {
  // The sheets may be public by then: whoever is appointed now could be told apart from all others.
  if (competition.state === 'concluded' && competition.disclosure === 'public')
    return refuse('conflict', 'APPOINTMENT.CONCLUDED', 'This competition is concluded.');
  const ranking = await approvedRanking(tx, competition.id);
  if (!ranking) return refuse('conflict', 'APPOINTMENT.NO_RANKING', 'No ranking is approved yet.');
  if ((await reserveTime(tx, competition))?.expired)
    return refuse('conflict', 'APPOINTMENT.RESERVE_EXPIRED', 'The time of this ranking’s reserve is over.');
  const post = competition.posts.find((one) => one.id === postId);
  if (!post)
    return refuse('invalid', 'APPOINTMENT.NO_POST', 'This competition has no such post.', {
      fields: { postId: 'APPOINTMENT.NO_POST' },
    });
  if (!Number.isInteger(answerDays) || answerDays < ANSWER_DAYS.least || answerDays > ANSWER_DAYS.most)
    return refuse('invalid', 'APPOINTMENT.ANSWER_DAYS', 'A candidate has 1 to 30 days for an answer.', {
      fields: { answerDays: 'APPOINTMENT.ANSWER_DAYS' },
    });
  return ok({ post, rankingId: ranking.id });
}

/** What says which post a reason was about. */
const telling = ({ posts }: CompetitionView): string[] =>
  posts.flatMap((one) => [one.location, ...Object.values(one.title)]);
