import { Injectable } from '@nestjs/common';
import { ok, transition, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { POST_REQUEST_STATES, type PostRequestState } from '../domain/post-request-state.js';
import { lockPostRequest } from '../store/post-request-store.js';
import { noRequest } from './request-post.js';

/** An agency takes its request back. Refusals: COMPETITION.NO_REQUEST, COMPETITION.REQUEST_STATE. */
@Injectable()
export class WithdrawPostRequest {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    agencyId: string,
    requestId: string,
  ): Promise<Result<{ state: PostRequestState }>> {
    return this.database.attempt(async (tx) => {
      const request = await lockPostRequest(tx, requestId);
      if (request?.agency.id !== agencyId) return noRequest();
      const next = transition(POST_REQUEST_STATES, request.state, 'withdraw', 'COMPETITION.REQUEST_STATE');
      if (!next.ok) return next;
      await tx.query('UPDATE post_request SET state = $2 WHERE id = $1', [requestId, next.value]);
      await recordDecision(tx, principal, {
        action: 'post-request-withdrawn',
        subject: requestId,
        scopeId: agencyId,
      });
      return ok({ state: next.value });
    });
  }
}
