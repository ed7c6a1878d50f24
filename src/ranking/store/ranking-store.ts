import { preparedRows, rows, type Tx } from '../../platform/index.js';
import type { AnyRankingRule } from '../domain/any-rule.js';
import type { Move } from '../domain/ranking-moves.js';

export interface RankingView {
  readonly id: string;
  readonly competitionId: string;
  readonly version: number;
  readonly state: 'proposed' | 'approved' | 'superseded';
  readonly rule: AnyRankingRule;
  /** Why there is another version than the one that was approved before. */
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly approvedAt: Date | null;
  readonly approvedBy: string | null;
  /** Hex. */
  readonly contentHash: string;
}

export interface PlaceView {
  readonly applicationId: string;
  /** Of the exam, or of the last stage that was sat; empty where nothing was. */
  readonly sittingId: string;
  readonly candidateNumber: string;
  readonly personId: string;
  readonly fullName: string;
  readonly points: number;
  readonly byPart: Readonly<Record<string, number>>;
  /** Ten-millionths on the scale by which one exam is ranked, and of its parts or of stages; null where there is none. */
  readonly scaled: number | null;
  readonly scaledParts: Readonly<Record<string, number>> | null;
  readonly passed: boolean;
  readonly place: number | null;
  /** Where equals are ordered by lot. */
  readonly lot: string | null;
}

const RANKING = `
  SELECT r.id, r.competition_id AS "competitionId", r.version, r.state, r.rule, r.reason, r.created_at AS "createdAt",
    r.approved_at AS "approvedAt", concat_ws(', ', a.display_name, a.position) AS "approvedBy",
    encode(r.content_hash, 'hex') AS "contentHash"
  FROM ranking r LEFT JOIN account a ON a.id = r.approved_by`;

/** A competition's rankings, newest first. */
export async function rankingsOf(tx: Tx, competitionId: string): Promise<RankingView[]> {
  return found(tx, 'r.competition_id = $1 ORDER BY r.version DESC', [competitionId]);
}

/** One version of a competition's ranking, or undefined. */
export async function rankingByVersion(
  tx: Tx,
  competitionId: string,
  version: number,
): Promise<RankingView | undefined> {
  const [ranking] = await found(tx, 'r.competition_id = $1 AND r.version = $2', [competitionId, version]);
  return ranking;
}

/** The ranking that was approved before this one was made, or undefined. */
export async function approvedBefore(tx: Tx, ranking: RankingView): Promise<RankingView | undefined> {
  return (await rankingsOf(tx, ranking.competitionId)).find(
    (one) => one.version < ranking.version && one.approvedAt !== null,
  );
}

/** The ranking from which appointments are made, or undefined. */
export async function approvedRanking(tx: Tx, competitionId: string): Promise<RankingView | undefined> {
  const [ranking] = await found(tx, `r.competition_id = $1 AND r.state = 'approved'`, [competitionId]);
  return ranking;
}

async function found(tx: Tx, filter: string, parameters: readonly unknown[]): Promise<RankingView[]> {
  const rankings = await preparedRows<RankingView>(tx, `${RANKING} WHERE ${filter}`, parameters);
  return rankings.map((ranking) => ({ ...ranking, approvedBy: ranking.approvedBy || null }));
}

/** Where a place stands in the order of {@link placesOf}: enough to go on after it. */
export type PlaceKey = readonly [place: number, minusPoints: number, candidateNumber: string];

/** After all who have a place: who did not pass stands last. */
export const NO_PLACE = 2_147_483_647;
/** SQL: what the index of a ranking's order begins with. */
export const PLACE_OR_LAST = `coalesce(place, ${String(NO_PLACE)})`;
// The index has exactly these, so that a page is read without those before it.
const ORDER = `${PLACE_OR_LAST}, (-p.points), p.candidate_number COLLATE "C"`;

export const placeKey = ({ place, points, candidateNumber }: PlaceView): PlaceKey => [
  place ?? NO_PLACE,
  -points,
  candidateNumber,
];

/**
 * Places in order: the ranked first, then those who did not pass; equals by candidate number (code points).
 *
 * @param page `after`: the key of the last place seen; all that come after it where there is no `limit`.
 */
export async function placesOf(
  tx: Tx,
  rankingId: string,
  page: { readonly after?: PlaceKey | null; readonly limit?: number } = {},
): Promise<PlaceView[]> {
  const after = page.after ?? null;
  return rows<PlaceView>(
    tx,
    `SELECT p.application_id AS "applicationId", coalesce(p.sitting_id::text, '') AS "sittingId", p.candidate_number AS "candidateNumber", p.person_id AS "personId",
       person.full_name AS "fullName", p.points, p.by_part AS "byPart", p.scaled::float8 AS scaled,
       p.scaled_parts AS "scaledParts", p.passed, p.place, p.lot
     FROM ranking_place p JOIN person ON person.id = p.person_id
     WHERE p.ranking_id = $1 ${after ? `AND (${ORDER}) > ($3::int, $4::int, $5::text COLLATE "C")` : ''}
     ORDER BY ${ORDER} LIMIT $2`,
    [rankingId, page.limit ?? null, ...(after ?? [])],
  );
}

/** Whom another version of a ranking places otherwise, by number (code points): how many, and the first of them. */
export async function movesBetween(
  tx: Tx,
  beforeId: string,
  afterId: string,
  limit: number,
): Promise<{ readonly moved: number; readonly moves: readonly Move[] }> {
  const found = await rows<Move & { readonly moved: number }>(
    tx,
    `SELECT candidate_number AS "candidateNumber", b.place AS "from", a.place AS "to", count(*) OVER ()::int AS moved
     FROM (SELECT candidate_number, place FROM ranking_place WHERE ranking_id = $1) b
       FULL JOIN (SELECT candidate_number, place FROM ranking_place WHERE ranking_id = $2) a USING (candidate_number)
     WHERE b.place IS DISTINCT FROM a.place ORDER BY candidate_number COLLATE "C" LIMIT $3`,
    [beforeId, afterId, limit],
  );
  return { moved: found[0]?.moved ?? 0, moves: found.map(({ moved: _, ...move }) => move) };
}
