import { Injectable } from '@nestjs/common';
import { ok, refuse, transition, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { POST_REQUEST_STATES, type PostRequestState } from '../domain/post-request-state.js';
import { lockPostRequest } from '../store/post-request-store.js';
import { noRequest } from './request-post.js';

/**
 * A named official of the platform approves a request for a post or returns it with a reason; nobody decides on their own.
 * Refusals: COMPETITION.NO_REQUEST, COMPETITION.REQUEST_STATE, COMPETITION.OWN_REQUEST, COMPETITION.RETURN_REASON.
 */
@Injectable()
export class DecidePostRequest {
  constructor(private readonly database: Database) {}

  /** @param reason told to the agency: needed where it is returned. */
  async run(
    principal: Principal,
    requestId: string,
    event: 'approve' | 'return',
    reason: string | null,
  ): Promise<Result<{ state: PostRequestState }>> {
    if (event === 'return' && !reason) {
      return refuse('invalid', 'COMPETITION.RETURN_REASON', 'Say why it is returned.', {
        fields: { reason: 'COMPETITION.RETURN_REASON' },
      });
    }
    return this.database.attempt(async (tx) => {
      const request = await lockPostRequest(tx, requestId);
      if (!request) return noRequest();
      if (request.requestedBy === principal.accountId) {
        return refuse('forbidden', 'COMPETITION.OWN_REQUEST', 'Somebody else decides on your request.');
      }
      const next = transition(POST_REQUEST_STATES, request.state, event, 'COMPETITION.REQUEST_STATE');
      if (!next.ok) return next;
      await tx.query(
        `UPDATE post_request SET state = $2, decided_by = $3, decided_official = $4, decided_at = clock_timestamp(), reason = $5
         WHERE id = $1`,
        [requestId, next.value, principal.accountId, principal.official, reason],
      );
      await recordDecision(tx, principal, {
        action: `post-request-${next.value}`,
        subject: requestId,
        scopeId: request.agency.id,
        ...(reason && { reason }),
      });
      return ok({ state: next.value });
    });
  }
}
