import { Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { ok, refuse, transition, type Result } from '../../kernel/index.js';
import { postNotice } from '../../notice/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';
import { OFFER_LIFE, type OfferState } from '../domain/offer-state.js';
import { MIN_REASON } from '../domain/order-rule.js';
import { moveOffer, offerById } from '../store/offer-store.js';

/**
 * An open offer ends without an appointment: HR takes it back, or the official returns what they will not sign. Both say
 * why, and the candidate is told that it ended.
 *
 * Refusals: APPOINTMENT.NO_OFFER, APPOINTMENT.OFFER_STATE, APPOINTMENT.WHY.
 */
@Injectable()
export class TakeBackOffer {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    competitionId: string,
    offerId: string,
    event: 'withdraw' | 'return',
    typed: string,
  ): Promise<Result<{ state: OfferState }>> {
    const reason = typed.trim();
    return this.database.attempt(async (tx) => {
      await rows(tx, 'SELECT 1 FROM competition WHERE id = $1 FOR NO KEY UPDATE', [competitionId]);
      const competition = await competitionById(tx, competitionId);
      const offer = await offerById(tx, offerId);
      if (!competition || offer?.competitionId !== competitionId)
        return refuse('not-found', 'APPOINTMENT.NO_OFFER', 'There is no such offer.');
      const next = transition(OFFER_LIFE, offer.state, event, 'APPOINTMENT.OFFER_STATE');
      if (!next.ok) return next;
      if (reason.length < MIN_REASON)
        return refuse('invalid', 'APPOINTMENT.WHY', 'Say in a sentence why.', {
          fields: { reason: 'APPOINTMENT.WHY' },
        });
      await moveOffer(tx, offerId, { state: next.value, event }, { accountId: principal.accountId, reason });
      await recordDecision(tx, principal, {
        action: event === 'withdraw' ? 'offer-withdrawn' : 'offer-returned',
        subject: offerId,
        scopeId: competitionId,
        reason,
      });
      await postNotice(tx, {
        kind: 'offer-ended',
        personId: offer.personId,
        about: offerId,
        details: { post: { ...offer.postTitle }, competition: { ...competition.title } },
        path: `/offers/${offerId}`,
      });
      return ok({ state: next.value });
    });
  }
}
