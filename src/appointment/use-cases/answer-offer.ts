import { Injectable } from '@nestjs/common';
import { ok, refuse, transition, type Result } from '../../kernel/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';
import { OFFER_LIFE, type OfferState } from '../domain/offer-state.js';
import { moveOffer, offerById } from '../store/offer-store.js';

/**
 * A candidate takes an offer or does not, by their own account, before its time runs out. Whoever accepted may still step
 * back until it is signed.
 *
 * Refusals: APPOINTMENT.NO_OFFER (also where it is somebody else's), APPOINTMENT.OFFER_EXPIRED,
 * APPOINTMENT.OFFER_WITHDRAWN, APPOINTMENT.OFFER_STATE.
 */
@Injectable()
export class AnswerOffer {
  constructor(private readonly database: Database) {}

  /** @param reason why it is refused; nobody need say. It is never published. */
  async run(
    principal: Principal,
    offerId: string,
    event: 'accept' | 'refuse',
    reason: string | null,
  ): Promise<Result<{ state: OfferState }>> {
    return this.database.attempt(async (tx) => {
      const found = await offerById(tx, offerId);
      if (!found || principal.personId === null || found.personId !== principal.personId) return NO_OFFER;
      await rows(tx, 'SELECT 1 FROM competition WHERE id = $1 FOR NO KEY UPDATE', [found.competitionId]);
      const offer = await offerById(tx, offerId);
      if (!offer) return NO_OFFER;
      if (offer.state === 'expired')
        return refuse('gone', 'APPOINTMENT.OFFER_EXPIRED', 'The time for an answer is over.');
      if (offer.state === 'withdrawn')
        return refuse('gone', 'APPOINTMENT.OFFER_WITHDRAWN', 'This offer was taken back.');
      const next = transition(OFFER_LIFE, offer.state, event, 'APPOINTMENT.OFFER_STATE');
      if (!next.ok) return next;
      await moveOffer(tx, offerId, { state: next.value, event }, { accountId: principal.accountId, reason });
      return ok({ state: next.value });
    });
  }
}

const NO_OFFER = refuse('not-found', 'APPOINTMENT.NO_OFFER', 'There is no such offer.');
