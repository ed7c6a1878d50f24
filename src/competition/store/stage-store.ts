import { rows, type Tx } from '../../platform/index.js';
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

/**
 * The applications that may take part in a stage: at the first one all that stand, later those that the stage before let
 * go on by its newest conclusion, and that stand still. By id, which tells nothing.
 */
export async function applicationsInStage(tx: Tx, stage: StageView): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT a.id FROM application a
     WHERE a.competition_id = $1 AND a.state = 'submitted' AND ($2 = 1 OR EXISTS (
       SELECT 1 FROM competition_stage p JOIN stage_conclusion c ON c.stage_id = p.id
         JOIN stage_result r ON r.conclusion_id = c.id AND r.application_id = a.id AND r.outcome = 'advanced'
       WHERE p.competition_id = $1 AND p.position = $2 - 1 AND NOT EXISTS (
         SELECT 1 FROM stage_conclusion n WHERE n.stage_id = p.id AND n.version > c.version)))
     ORDER BY a.id`,
    [stage.competitionId, stage.position],
  );
  return found.map(({ id }) => id);
}
