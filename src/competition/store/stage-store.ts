import { rows, type Tx } from '../../platform/index.js';
import type { LastResort, StagePlan } from '../domain/stage-plan.js';
import type { StageKind, StageRule } from '../domain/stage.js';
import type { Texts } from './competition-store.js';

export interface StageView {
  readonly id: string;
  readonly competitionId: string;
  /** From 1, in the order in which candidates pass them. */
  readonly position: number;
  /** Within its competition; public and lasting. */
  readonly code: string;
  readonly kind: StageKind;
  readonly title: Texts;
  readonly rule: StageRule;
  /** Of its points in the ranking; 0: it only sieves. */
  readonly weight: number;
  /** Null: the competition's own, or none. */
  readonly programmeId: string | null;
}

const STAGE = `
  SELECT s.id, s.competition_id AS "competitionId", s.position, s.code, s.kind, s.title, s.rule, s.weight,
    s.programme_id AS "programmeId"
  FROM competition_stage s`;

/** A competition's stages in their order; none where it has one exam and nothing else. */
export async function stagesOf(tx: Tx, competitionId: string): Promise<StageView[]> {
  return rows<StageView>(tx, `${STAGE} WHERE s.competition_id = $1 ORDER BY s.position`, [competitionId]);
}

/** One stage, or undefined. */
export async function stageById(tx: Tx, id: string): Promise<StageView | undefined> {
  const [stage] = await rows<StageView>(tx, `${STAGE} WHERE s.id = $1`, [id]);
  return stage;
}

/** How equals of a competition's ranking are parted: by these stages, then together or by lot. */
export async function tieRuleOf(
  tx: Tx,
  competitionId: string,
): Promise<{ readonly ties: readonly string[]; readonly last: LastResort }> {
  const [rule] = await rows<{ ties: string[]; last: LastResort }>(
    tx,
    'SELECT tie_stages AS ties, tie_last AS last FROM competition WHERE id = $1',
    [competitionId],
  );
  return rule ?? { ties: [], last: 'equal' };
}

/** What a drafted competition has by way of stages, as it was planned. */
export async function stagePlanOf(tx: Tx, competitionId: string): Promise<StagePlan> {
  const stages = await stagesOf(tx, competitionId);
  return {
    stages: stages.map(({ code, kind, title, rule, weight, programmeId }) => ({
      code,
      kind,
      title,
      rule,
      weight,
      programmeId,
    })),
    ...(await tieRuleOf(tx, competitionId)),
  };
}

/** Makes a plan the competition's: a stage whose code stays is the same stage, changed or moved. */
export async function keepStagePlan(tx: Tx, competitionId: string, plan: StagePlan): Promise<void> {
  const codes = plan.stages.map(({ code }) => code);
  await tx.query('DELETE FROM competition_stage WHERE competition_id = $1 AND code <> ALL($2::text[])', [
    competitionId,
    codes,
  ]);
  const columns = [
    competitionId,
    codes,
    plan.stages.map(({ kind }) => kind),
    plan.stages.map(({ title }) => JSON.stringify(title)),
    plan.stages.map(({ rule }) => JSON.stringify(rule)),
    plan.stages.map(({ weight }) => weight),
    plan.stages.map(({ programmeId }) => programmeId),
  ];
  const NEW = `unnest($2::text[], $3::text[], $4::jsonb[], $5::jsonb[], $6::int[], $7::uuid[]) WITH ORDINALITY
      AS n (code, kind, title, rule, weight, programme_id, place)`;
  await tx.query(
    `UPDATE competition_stage s SET position = n.place, kind = n.kind, title = n.title, rule = n.rule,
       weight = n.weight, programme_id = n.programme_id
     FROM ${NEW} WHERE s.competition_id = $1 AND s.code = n.code`,
    columns,
  );
  await tx.query(
    `INSERT INTO competition_stage (id, competition_id, position, code, kind, title, rule, weight, programme_id)
     SELECT gen_random_uuid(), $1, n.place, n.code, n.kind, n.title, n.rule, n.weight, n.programme_id FROM ${NEW}
     WHERE NOT EXISTS (SELECT 1 FROM competition_stage s WHERE s.competition_id = $1 AND s.code = n.code)`,
    columns,
  );
  await tx.query('UPDATE competition SET tie_stages = $2, tie_last = $3 WHERE id = $1', [
    competitionId,
    plan.ties,
    plan.last,
  ]);
}

/**
 * SQL: whether an application, which stands, may take part in a stage; true where there is no stage, for nothing. This is
 * the one place that says who is in a stage: at the first one everybody, later whom the stage before let go on by its
 * newest conclusion.
 *
 * @param stage an expression, the stage's id or null. @param application an expression, the application's id.
 */
export const takesPart = (stage: string, application: string): string => `
  (${stage} IS NULL OR EXISTS (
    SELECT 1 FROM competition_stage ts WHERE ts.id = ${stage} AND (ts.position = 1 OR EXISTS (
      SELECT 1 FROM competition_stage tp JOIN stage_conclusion tc ON tc.stage_id = tp.id
        JOIN stage_result tr ON tr.conclusion_id = tc.id AND tr.application_id = ${application}
          AND tr.outcome = 'advanced'
      WHERE tp.competition_id = ts.competition_id AND tp.position = ts.position - 1 AND NOT EXISTS (
        SELECT 1 FROM stage_conclusion tn WHERE tn.stage_id = tp.id AND tn.version > tc.version)))))`;

/** The applications that may take part in a stage, and that stand still. By id, which tells nothing. */
export async function applicationsInStage(
  tx: Tx,
  stage: Pick<StageView, 'id' | 'competitionId'>,
): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT a.id FROM application a
     WHERE a.competition_id = $1 AND a.state = 'submitted' AND ${takesPart('$2::uuid', 'a.id')}
     ORDER BY a.id`,
    [stage.competitionId, stage.id],
  );
  return found.map(({ id }) => id);
}

/** Whether somebody may take part in a stage. No query where there is none. */
export async function isInStage(tx: Tx, stageId: string | null, applicationId: string): Promise<boolean> {
  if (stageId === null) return true;
  const found = await rows(tx, `SELECT 1 WHERE ${takesPart('$1::uuid', '$2::uuid')}`, [
    stageId,
    applicationId,
  ]);
  return found.length > 0;
}
