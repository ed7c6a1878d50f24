import { rows, type Tx } from '../../platform/index.js';
import type { PostRequestState } from '../domain/post-request-state.js';
import type { Pay, Texts } from './competition-store.js';

/** What an agency asks for: a post as it is to be announced, and from when somebody is needed. */
export interface PostWish {
  readonly title: Texts;
  readonly category: string;
  readonly grade: string;
  readonly location: string;
  readonly places: number;
  readonly pay: Pay;
  readonly competencies: readonly Texts[];
  readonly duties: Texts;
  /** YYYY-MM-DD. */
  readonly neededFrom: string;
}

export interface PostRequestView extends PostWish {
  readonly id: string;
  readonly agency: { readonly id: string; readonly code: string; readonly name: Texts };
  readonly state: PostRequestState;
  readonly requestedBy: string;
  readonly requestedOfficial: string;
  readonly requestedAt: Date;
  readonly decidedOfficial: string | null;
  readonly decidedAt: Date | null;
  /** Why it was returned. */
  readonly reason: string | null;
}

const REQUEST = `
  SELECT r.id, r.state, r.title, r.category, r.grade, r.location, r.places,
    json_build_object('from', r.pay_from, 'until', r.pay_until, 'currency', r.pay_currency) AS pay,
    r.competencies, r.duties, r.needed_from::text AS "neededFrom", r.requested_by AS "requestedBy",
    r.requested_official AS "requestedOfficial", r.requested_at AS "requestedAt",
    r.decided_official AS "decidedOfficial", r.decided_at AS "decidedAt", r.reason,
    json_build_object('id', a.id, 'code', a.code, 'name', a.name) AS agency
  FROM post_request r JOIN agency a ON a.id = r.agency_id`;

/** An agency's requests, the newest first. */
export async function postRequestsOf(tx: Tx, agencyId: string): Promise<PostRequestView[]> {
  return rows<PostRequestView>(
    tx,
    `${REQUEST} WHERE r.agency_id = $1 ORDER BY r.requested_at DESC, r.id LIMIT 200`,
    [agencyId],
  );
}

/** All requests that wait for a decision, the oldest first. */
export async function waitingPostRequests(tx: Tx): Promise<PostRequestView[]> {
  return rows<PostRequestView>(
    tx,
    `${REQUEST} WHERE r.state = 'requested' ORDER BY r.requested_at, r.id LIMIT 200`,
  );
}

export async function postRequestById(tx: Tx, id: string): Promise<PostRequestView | undefined> {
  const [request] = await rows<PostRequestView>(tx, `${REQUEST} WHERE r.id = $1`, [id]);
  return request;
}

/** As {@link postRequestById}, and nobody else changes it until this transaction ends. */
export async function lockPostRequest(tx: Tx, id: string): Promise<PostRequestView | undefined> {
  await tx.query('SELECT 1 FROM post_request WHERE id = $1 FOR NO KEY UPDATE', [id]);
  return postRequestById(tx, id);
}

/** Writes what is asked for: a new request, or one that is asked for again. */
export async function keepPostRequest(
  tx: Tx,
  request: PostWish & {
    readonly id: string;
    readonly agencyId: string;
    readonly accountId: string;
    readonly official: string;
  },
): Promise<void> {
  await tx.query(
    `INSERT INTO post_request (id, agency_id, state, title, category, grade, location, places, pay_from, pay_until,
       pay_currency, competencies, duties, needed_from, requested_by, requested_official)
     VALUES ($1, $2, 'requested', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     ON CONFLICT (id) DO UPDATE SET state = 'requested', title = EXCLUDED.title, category = EXCLUDED.category,
       grade = EXCLUDED.grade, location = EXCLUDED.location, places = EXCLUDED.places, pay_from = EXCLUDED.pay_from,
       pay_until = EXCLUDED.pay_until, pay_currency = EXCLUDED.pay_currency, competencies = EXCLUDED.competencies,
       duties = EXCLUDED.duties, needed_from = EXCLUDED.needed_from, requested_by = EXCLUDED.requested_by,
       requested_official = EXCLUDED.requested_official, requested_at = clock_timestamp(),
       decided_by = NULL, decided_official = NULL, decided_at = NULL, reason = NULL`,
    [
      request.id,
      request.agencyId,
      JSON.stringify(request.title),
      request.category,
      request.grade,
      request.location,
      request.places,
      request.pay.from,
      request.pay.until,
      request.pay.currency,
      JSON.stringify(request.competencies),
      JSON.stringify(request.duties),
      request.neededFrom,
      request.accountId,
      request.official,
    ],
  );
}
