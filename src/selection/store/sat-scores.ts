import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  competitionById,
  ScoresByStage,
  type StageOwed,
  type StageScore,
  type StageScores,
  type StageView,
} from '../../competition/index.js';
import { formSize } from '../../form/index.js';
import { releasedGrades, type GradedSitting } from '../../grading/index.js';
import { POINT } from '../../kernel/index.js';
import { putOnScale, scaleOf } from '../../measurement/index.js';
import { heldInReleased } from '../../proctoring/index.js';
import { rows, type Tx } from '../../platform/index.js';
import { programmeOf } from '../../session/index.js';

/** The sessions of a stage that count. */
export const sessionsOfStage = (
  tx: Tx,
  stageId: string,
): Promise<{ readonly id: string; readonly isReleased: boolean }[]> =>
  rows<{ id: string; isReleased: boolean }>(
    tx,
    `SELECT id, released_at IS NOT NULL AS "isReleased" FROM exam_session
     WHERE stage_id = $1 AND NOT rehearsal AND state <> 'void' ORDER BY id`,
    [stageId],
  );

/** What some grades of released sessions give in a stage: those of its sessions, on its scale where it has one. */
export async function satScores(
  tx: Tx,
  stage: StageView,
  grades: readonly GradedSitting[],
): Promise<readonly StageScore[]> {
  const sessions = new Set((await sessionsOfStage(tx, stage.id)).map(({ id }) => id));
  const own = grades.filter(({ sessionId }) => sessions.has(sessionId));
  const scale = await scaleOf(tx, stage.competitionId, stage.id);
  const scaled =
    scale &&
    putOnScale(
      scale,
      own.map(({ sessionId, points }) => ({ session: sessionId, points, parts: {} })),
    );
  return own.map(({ applicationId, candidateNumber, points, passed }, index) => {
    const on = scaled?.[index];
    return { applicationId, number: candidateNumber, points, passed, ...(on && { scaled: on.scaled }) };
  });
}

/**
 * Scores of an exam, an essay or a case: the released grades of its sessions, in points of the paper, and on their scale where a
 * named officer chose one (docs/adr/0038).
 */
@Injectable()
export class SatScores implements StageScores, OnModuleInit {
  readonly kinds = ['exam', 'essay', 'case'] as const;

  constructor(private readonly byStage: ScoresByStage) {}

  onModuleInit(): void {
    this.byStage.register(this);
  }

  async maximumOf(tx: Tx, stage: StageView): Promise<number | null> {
    const competition = await competitionById(tx, stage.competitionId);
    const programme = competition && (await programmeOf(tx, competition, stage));
    return programme ? formSize(programme.body) * POINT : null;
  }

  async scoresOf(tx: Tx, stage: StageView): Promise<readonly StageScore[]> {
    return satScores(tx, stage, await releasedGrades(tx, stage.competitionId));
  }

  async owedOf(tx: Tx, stage: StageView): Promise<readonly StageOwed[]> {
    const sessions = await sessionsOfStage(tx, stage.id);
    const waiting = sessions.filter(({ isReleased }) => !isReleased).length;
    const [twice] = await rows<{ count: number }>(
      tx,
      `SELECT count(*)::int AS count FROM (
         SELECT 1 FROM sitting s JOIN exam_session x ON x.id = s.session_id
         WHERE x.stage_id = $1 AND NOT x.rehearsal AND x.state <> 'void' AND s.state <> 'void'
         GROUP BY s.application_id HAVING count(*) > 1) several`,
      [stage.id],
    );
    const held = await heldInReleased(tx, stage.competitionId, stage.id);
    const scale = await scaleOf(tx, stage.competitionId, stage.id);
    const lacksBase = scale !== null && scale.base !== null && !sessions.some(({ id }) => id === scale.base);
    return [
      ...(lacksBase ? [{ code: 'SELECTION.SCALE_BASE', count: 1 }] : []),
      ...(sessions.length === 0 ? [{ code: 'SELECTION.NO_SESSION', count: 1 }] : []),
      ...(waiting > 0 ? [{ code: 'SELECTION.NOT_RELEASED', count: waiting }] : []),
      ...(held > 0 ? [{ code: 'SELECTION.HELD', count: held }] : []),
      ...(twice && twice.count > 0 ? [{ code: 'SELECTION.SAT_TWICE', count: twice.count }] : []),
    ];
  }
}
