import { rows, type Tx } from '../../platform/index.js';
import type { AnyRankingRule } from '../domain/any-rule.js';

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
  const found = await rows<RankingView>(
    tx,
    `${RANKING} WHERE r.competition_id = $1 ORDER BY r.version DESC`,
    [competitionId],
  );
  return found.map((ranking) => ({ ...ranking, approvedBy: ranking.approvedBy || null }));
}

/** One version of a competition's ranking, or undefined. */
export async function rankingByVersion(
  tx: Tx,
  competitionId: string,
  version: number,
): Promise<RankingView | undefined> {
  return (await rankingsOf(tx, competitionId)).find((ranking) => ranking.version === version);
}

/** The ranking that was approved before this one was made, or undefined. */
export async function approvedBefore(tx: Tx, ranking: RankingView): Promise<RankingView | undefined> {
  return (await rankingsOf(tx, ranking.competitionId)).find(
    (one) => one.version < ranking.version && one.approvedAt !== null,
  );
}

/** The ranking from which appointments are made, or undefined. */
export async function approvedRanking(tx: Tx, competitionId: string): Promise<RankingView | undefined> {
  return (await rankingsOf(tx, competitionId)).find((ranking) => ranking.state === 'approved');
}

/** Places in order: the ranked first, then those who did not pass; equals by candidate number (code points). */
export async function placesOf(
  tx: Tx,
  rankingId: string,
  page: { readonly offset: number; readonly limit: number } = { offset: 0, limit: 100_000 },
): Promise<PlaceView[]> {
  return rows<PlaceView>(
    tx,
    `SELECT p.application_id AS "applicationId", coalesce(p.sitting_id::text, '') AS "sittingId", p.candidate_number AS "candidateNumber", p.person_id AS "personId",
       person.full_name AS "fullName", p.points, p.by_part AS "byPart", p.passed, p.place, p.lot
     FROM ranking_place p JOIN person ON person.id = p.person_id
     WHERE p.ranking_id = $1
     ORDER BY p.place NULLS LAST, p.points DESC, p.candidate_number COLLATE "C" OFFSET $2 LIMIT $3`,
    [rankingId, page.offset, page.limit],
  );
}
