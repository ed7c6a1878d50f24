import { Injectable } from '@nestjs/common';
import { contestedIn } from '../../appeal/index.js';
import { competitionById } from '../../competition/index.js';
import { newId, ok, refuse, transition, type Result } from '../../kernel/index.js';
import { postNotice } from '../../notice/index.js';
import { recordDecision, SecondFactor, type Proof } from '../../people/index.js';
import { rows, stateFact, type Principal, type Tx } from '../../platform/index.js';
import { approvedRanking } from '../../ranking/index.js';
import { OFFER_LIFE } from '../domain/offer-state.js';
import { isOtherThan } from '../domain/offer-terms.js';
import { appointmentFact } from '../facts.js';
import { moveOffer, offersOf, type OfferView } from '../store/offer-store.js';

/** What a second factor is given for: these offers, and no others. */
export const signingPurpose = (offerIds: readonly string[]): string =>
  `sign-appointments:${[...offerIds].sort().join(',')}`;

/**
 * The responsible official signs accepted offers, with a second factor, all or none: by that there are appointments, which
 * name the official. Public at once; where the exam's answer sheets are to be public they wait for
 * {@link PublishAppointments}, which tells no place. Whoever proposed one never signs it, nor acts for whoever did.
 *
 * Refusals: APPOINTMENT.NO_COMPETITION, APPOINTMENT.CONTESTED, APPOINTMENT.NONE_CHOSEN, APPOINTMENT.NO_OFFER, APPOINTMENT.OFFER_STATE,
 * APPOINTMENT.OWN_PROPOSAL, and those of {@link SecondFactor}.
 */
@Injectable()
export class SignOffers {
  constructor(private readonly secondFactor: SecondFactor) {}

  async run(
    principal: Principal,
    competitionId: string,
    offerIds: readonly string[],
    proof: Proof,
  ): Promise<Result<{ appointmentIds: string[] }>> {
    const wanted = [...new Set(offerIds)];
    if (wanted.length === 0)
      return refuse('invalid', 'APPOINTMENT.NONE_CHOSEN', 'Choose what you sign.', {
        fields: { offerIds: 'APPOINTMENT.NONE_CHOSEN' },
      });
    return this.secondFactor.run(principal, proof, signingPurpose(wanted), async (tx) => {
      await rows(tx, 'SELECT 1 FROM competition WHERE id = $1 FOR NO KEY UPDATE', [competitionId]);
      // What is signed is final: whoever has contested these results is answered first.
      const [contested] = await contestedIn(tx, [competitionId]);
      if (contested)
        return refuse('conflict', 'APPOINTMENT.CONTESTED', 'Challenges or appeals wait to be decided.');
      const all = await offersOf(tx, competitionId);
      const offers: OfferView[] = [];
      for (const id of wanted) {
        const offer = all.find((one) => one.id === id);
        if (!offer) return refuse('not-found', 'APPOINTMENT.NO_OFFER', 'There is no such offer.');
        const next = transition(OFFER_LIFE, offer.state, 'sign', 'APPOINTMENT.OFFER_STATE');
        if (!next.ok) return next;
        if (!isOtherThan(principal, offer.proposers))
          return refuse('conflict', 'APPOINTMENT.OWN_PROPOSAL', 'Whoever proposed it does not sign it.');
        offers.push(offer);
      }
      offers.sort((a, b) => a.place - b.place);
      const appointmentIds: string[] = [];
      for (const offer of offers) appointmentIds.push(await this.#appoint(tx, principal, offer));
      return ok({ appointmentIds });
    });
  }

  async #appoint(tx: Tx, principal: Principal, offer: OfferView): Promise<string> {
    const competition = await competitionById(tx, offer.competitionId);
    const ranking = await approvedRanking(tx, offer.competitionId);
    const post = competition?.posts.find(({ id }) => id === offer.postId);
    if (!competition || !ranking || !post) throw new Error('An open offer is of an approved ranking.');
    const waits = competition.disclosure === 'public';
    const appointmentId = newId();
    const [made] = await rows<{ decided_at: Date }>(
      tx,
      `INSERT INTO appointment (id, competition_id, post_id, ranking_id, sitting_id, person_id, place,
         passed_over_reason, decided_by, decided_at, published_at, offer_id, proposed_by)
       SELECT $1, o.competition_id, o.post_id, o.ranking_id, o.sitting_id, o.person_id, o.place, o.passed_over_reason, $3,
         now.at, CASE WHEN $4 THEN NULL ELSE now.at END, o.id, o.offered_by
       FROM appointment_offer o, (SELECT clock_timestamp() AS at) now WHERE o.id = $2 RETURNING decided_at`,
      [appointmentId, offer.id, principal.accountId, waits],
    );
    await moveOffer(tx, offer.id, { state: 'signed', event: 'sign' }, { accountId: principal.accountId });
    await recordDecision(tx, principal, {
      action: 'appointed',
      subject: appointmentId,
      scopeId: offer.competitionId,
      ...(offer.passedOverReason !== null && { reason: offer.passedOverReason }),
    });
    await postNotice(tx, {
      kind: 'appointed',
      personId: offer.personId,
      about: appointmentId,
      details: { post: { ...post.title }, competition: { ...competition.title } },
      path: `/offers/${offer.id}`,
    });
    if (waits) return appointmentId;
    await stateFact(
      tx,
      appointmentFact({
        appointmentId,
        competition,
        post,
        rankingVersion: ranking.version,
        personName: offer.personName,
        place: offer.place,
        reason: offer.passedOverReason,
        declined: offer.declined,
        proposedBy: offer.offeredBy,
        official: principal.official,
        time: made?.decided_at ?? offer.offeredAt,
      }),
    );
    return appointmentId;
  }
}
