import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, transition, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { POST_REQUEST_STATES } from '../domain/post-request-state.js';
import { keepPostRequest, lockPostRequest, type PostWish } from '../store/post-request-store.js';

/**
 * An agency's HR officer asks for a post, or asks again for one that was returned or not yet decided.
 * Refusals: COMPETITION.PAY, COMPETITION.NO_REQUEST, COMPETITION.REQUEST_STATE.
 */
@Injectable()
export class RequestPost {
  constructor(private readonly database: Database) {}

  /** @param requestId of the request that is asked for again; without it, a new one. */
  async run(
    principal: Principal,
    agencyId: string,
    wish: PostWish,
    requestId?: string,
  ): Promise<Result<{ requestId: string }>> {
    if (wish.pay.from > wish.pay.until) {
      return refuse('invalid', 'COMPETITION.PAY', 'The pay ends above where it begins.', {
        fields: { payUntil: 'COMPETITION.PAY' },
      });
    }
    return this.database.attempt(async (tx) => {
      if (requestId !== undefined) {
        const known = await lockPostRequest(tx, requestId);
        if (known?.agency.id !== agencyId) return noRequest();
        const next = transition(POST_REQUEST_STATES, known.state, 'revise', 'COMPETITION.REQUEST_STATE');
        if (!next.ok) return next;
      }
      const id = requestId ?? newId();
      const { accountId, official } = principal;
      await keepPostRequest(tx, { ...wish, id, agencyId, accountId, official });
      await recordDecision(tx, principal, { action: 'post-requested', subject: id, scopeId: agencyId });
      return ok({ requestId: id });
    });
  }
}

export const noRequest = () => refuse('not-found', 'COMPETITION.NO_REQUEST', 'There is no such request.');
