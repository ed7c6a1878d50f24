import { newId, ok, refuse, transition, type Result } from '../../kernel/index.js';
import type { Tx } from '../../platform/index.js';
import { POST_REQUEST_STATES } from '../domain/post-request-state.js';
import type { Pay, Texts } from '../store/competition-store.js';
import { lockPostRequest } from '../store/post-request-store.js';

/** A post of a competition that is drafted. */
export interface NewPost {
  readonly title: Texts;
  readonly places: number;
  readonly grade: string;
  readonly location: string;
  readonly category?: string | undefined;
  readonly pay?: Pay | undefined;
  readonly competencies?: readonly Texts[] | undefined;
  readonly duties?: Texts | undefined;
}

/** Writes a competition's posts, in the transaction that drafts it. */
export async function insertPosts(
  tx: Tx,
  competitionId: string,
  posts: readonly (NewPost & { readonly requestId?: string })[],
): Promise<void> {
  for (const post of posts) {
    await tx.query(
      `INSERT INTO post (id, competition_id, title, places, grade, location, category, pay_from, pay_until, pay_currency,
         competencies, duties, request_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        newId(),
        competitionId,
        JSON.stringify(post.title),
        post.places,
        post.grade,
        post.location,
        post.category ?? null,
        post.pay?.from ?? null,
        post.pay?.until ?? null,
        post.pay?.currency ?? null,
        JSON.stringify(post.competencies ?? []),
        post.duties ? JSON.stringify(post.duties) : null,
        post.requestId ?? null,
      ],
    );
  }
}

/**
 * Takes approved requests of an agency into a competition that is being drafted: each once.
 * Refusals: COMPETITION.NO_REQUEST, COMPETITION.REQUEST_STATE.
 */
export async function takeRequests(
  tx: Tx,
  agencyId: string,
  competitionId: string,
  requestIds: readonly string[],
): Promise<Result<undefined>> {
  // In one order, so that two who take the same never wait for each other in a circle.
  for (const requestId of [...new Set(requestIds)].sort()) {
    const request = await lockPostRequest(tx, requestId);
    if (request?.agency.id !== agencyId) {
      return refuse('not-found', 'COMPETITION.NO_REQUEST', 'There is no such request.');
    }
    const next = transition(POST_REQUEST_STATES, request.state, 'take', 'COMPETITION.REQUEST_STATE');
    if (!next.ok) return next;
    await insertPosts(tx, competitionId, [{ ...request, requestId }]);
    await tx.query('UPDATE post_request SET state = $2 WHERE id = $1', [requestId, next.value]);
  }
  return ok(undefined);
}
