import type { StageRule } from '../../competition/index.js';
import type { Scale } from '../../measurement/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { Outcome } from '../domain/apply-rule.js';

/** Who went on from a stage, as a named officer concluded it. */
export interface ConclusionView {
  readonly id: string;
  readonly stageId: string;
  readonly version: number;
  readonly rule: StageRule;
  readonly maximum: number | null;
  /** By which points of its sessions were compared; null: as they are. */
  readonly scale: Scale | null;
  readonly reason: string | null;
  /** Hex. */
  readonly listHash: string;
  readonly official: string;
  readonly concludedAt: Date;
}

const CONCLUSION = `
  SELECT c.id, c.stage_id AS "stageId", c.version, c.rule, c.maximum, c.scale, c.reason, encode(c.list_hash, 'hex') AS "listHash",
    concat_ws(', ', a.display_name, a.position) AS official, c.concluded_at AS "concludedAt"
  FROM stage_conclusion c JOIN account a ON a.id = c.concluded_by`;

/** All conclusions of a stage, the newest first. */
export const conclusionsOf = (tx: Tx, stageId: string): Promise<ConclusionView[]> =>
  rows<ConclusionView>(tx, `${CONCLUSION} WHERE c.stage_id = $1 ORDER BY c.version DESC`, [stageId]);

/** The conclusion of a stage that holds, or undefined. */
export async function conclusionOf(tx: Tx, stageId: string): Promise<ConclusionView | undefined> {
  return (await conclusionsOf(tx, stageId))[0];
}

/** What somebody's conclusion of a stage says of them. */
export interface ResultView {
  readonly applicationId: string;
  readonly number: string;
  readonly points: number | null;
  /** Ten-millionths on the conclusion's scale. */
  readonly scaled: number | null;
  readonly passed: boolean | null;
  readonly outcome: Outcome;
  /** The rule would have them out; they stay, for they have taken part in a later stage. */
  readonly kept: boolean;
}

/** The lines of a conclusion, by number (code points). */
export const resultsOf = (tx: Tx, conclusionId: string): Promise<ResultView[]> =>
  rows<ResultView>(
    tx,
    `SELECT application_id AS "applicationId", number, points, scaled::float8 AS scaled, passed, outcome, kept FROM stage_result
     WHERE conclusion_id = $1 ORDER BY number COLLATE "C"`,
    [conclusionId],
  );

/** Whoever is in a stage: with their number in the stage before, which let them go on; null at the first one. */
export interface MemberView {
  readonly applicationId: string;
  readonly before: string | null;
}

/**
 * Whoever is in a stage. At the first one: all whose application stands, and all that an earlier conclusion of it had. Later:
 * all that the stage before let go on, also who withdrew since: nobody vanishes from a list.
 */
export const membersOf = (
  tx: Tx,
  stage: { readonly id: string; readonly competitionId: string; readonly position: number },
): Promise<MemberView[]> =>
  rows<MemberView>(
    tx,
    stage.position === 1
      ? `SELECT a.id AS "applicationId", NULL AS before FROM application a
         WHERE a.competition_id = $1 AND (a.state = 'submitted' OR EXISTS (
           SELECT 1 FROM stage_result r JOIN stage_conclusion c ON c.id = r.conclusion_id
           WHERE r.application_id = a.id AND c.stage_id = $2)) AND $3 = 1 ORDER BY a.id`
      : `SELECT r.application_id AS "applicationId", r.number AS before
         FROM competition_stage s JOIN stage_conclusion c ON c.stage_id = s.id
           JOIN stage_result r ON r.conclusion_id = c.id AND r.outcome = 'advanced'
         WHERE s.competition_id = $1 AND s.id <> $2 AND s.position = $3 - 1 AND NOT EXISTS (
           SELECT 1 FROM stage_conclusion n WHERE n.stage_id = s.id AND n.version > c.version)
         ORDER BY r.application_id`,
    [stage.competitionId, stage.id, stage.position],
  );

/** By application: the numbers that were drawn for a stage before, of who has none of a sitting. */
export async function numbersIn(tx: Tx, stageId: string): Promise<Map<string, string>> {
  const found = await rows<{ id: string; number: string }>(
    tx,
    `SELECT DISTINCT ON (r.application_id) r.application_id AS id, r.number
     FROM stage_result r JOIN stage_conclusion c ON c.id = r.conclusion_id
     WHERE c.stage_id = $1 ORDER BY r.application_id, c.version DESC`,
    [stageId],
  );
  return new Map(found.map(({ id, number }) => [id, number]));
}

export interface NewConclusion extends Omit<ConclusionView, 'official' | 'concludedAt'> {
  readonly accountId: string;
}

/** Keeps a conclusion with its lines. @returns when it was made. @throws a unique violation where the version is there. */
export async function insertConclusion(
  tx: Tx,
  one: NewConclusion,
  results: readonly ResultView[],
): Promise<Date> {
  const [made] = await rows<{ at: Date }>(
    tx,
    `INSERT INTO stage_conclusion (id, stage_id, version, rule, maximum, scale, reason, list_hash, concluded_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING concluded_at AS at`,
    [
      one.id,
      one.stageId,
      one.version,
      JSON.stringify(one.rule),
      one.maximum,
      one.scale && JSON.stringify(one.scale),
      one.reason,
      Buffer.from(one.listHash, 'hex'),
      one.accountId,
    ],
  );
  await tx.query(
    `INSERT INTO stage_result (conclusion_id, application_id, number, points, scaled, passed, outcome, kept)
     SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::int[], $5::bigint[], $6::boolean[], $7::text[], $8::boolean[])`,
    [
      one.id,
      results.map(({ applicationId }) => applicationId),
      results.map(({ number }) => number),
      results.map(({ points }) => points),
      results.map(({ scaled }) => scaled),
      results.map(({ passed }) => passed),
      results.map(({ outcome }) => outcome),
      results.map(({ kept }) => kept),
    ],
  );
  return (made as { at: Date }).at;
}
