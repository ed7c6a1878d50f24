import { rows, type Tx } from '../../platform/index.js';
import type { Scale, ScalingMethod } from '../domain/scaling.js';

export interface ScalingView {
  readonly id: string;
  readonly competitionId: string;
  readonly stageId: string | null;
  readonly version: number;
  readonly method: ScalingMethod;
  readonly baseSessionId: string | null;
  readonly reason: string;
  readonly chosenBy: string;
  readonly chosenAt: Date;
}

const SCALING = `
  SELECT id, competition_id AS "competitionId", stage_id AS "stageId", version, method,
    base_session_id AS "baseSessionId", reason, chosen_official AS "chosenBy", chosen_at AS "chosenAt"
  FROM scaling`;

/** All choices of a competition, newest first. */
export async function scalingsOf(tx: Tx, competitionId: string): Promise<ScalingView[]> {
  return rows<ScalingView>(tx, `${SCALING} WHERE competition_id = $1 ORDER BY version DESC`, [competitionId]);
}

/** The choice that holds for a stage, or for the one exam of a competition that has no stages. */
export async function scalingOf(
  tx: Tx,
  competitionId: string,
  stageId: string | null,
): Promise<ScalingView | undefined> {
  const [found] = await rows<ScalingView>(
    tx,
    `${SCALING} WHERE competition_id = $1 AND stage_id IS NOT DISTINCT FROM $2 ORDER BY version DESC LIMIT 1`,
    [competitionId, stageId],
  );
  return found;
}

/** The scale by which a stage, or the one exam of a competition without stages, goes; null where points count as they are. */
export async function scaleOf(tx: Tx, competitionId: string, stageId: string | null): Promise<Scale | null> {
  const holds = await scalingOf(tx, competitionId, stageId);
  return !holds || holds.method === 'none'
    ? null
    : { version: holds.version, method: holds.method, base: holds.baseSessionId };
}

/** The sessions of a stage whose results are compared, by the time they opened. */
export async function comparedSessions(
  tx: Tx,
  competitionId: string,
  stageId: string | null,
): Promise<
  {
    readonly id: string;
    readonly title: Readonly<Record<string, string>>;
    readonly releasedAt: Date | null;
  }[]
> {
  return rows(
    tx,
    `SELECT id, title, released_at AS "releasedAt" FROM exam_session
     WHERE competition_id = $1 AND stage_id IS NOT DISTINCT FROM $2 AND NOT rehearsal AND state <> 'void'
     ORDER BY opens_at, id`,
    [competitionId, stageId],
  );
}

/**
 * Whether the session on whose scale a stage's others are put was declared void: nobody of them can be compared then until
 * another scale is chosen.
 */
export async function isBaseLost(tx: Tx, competitionId: string, stageId: string | null): Promise<boolean> {
  const holds = await scalingOf(tx, competitionId, stageId);
  if (!holds?.baseSessionId) return false;
  const lost = await rows(tx, `SELECT 1 FROM exam_session WHERE id = $1 AND state = 'void'`, [
    holds.baseSessionId,
  ]);
  return lost.length > 0;
}

/** Whether a candidate may have seen a result of these sessions. */
export async function areStageResultsOut(tx: Tx, competitionId: string): Promise<boolean> {
  const found = await rows(
    tx,
    `SELECT 1 FROM exam_session x WHERE x.competition_id = $1 AND NOT x.rehearsal
       AND (x.released_at IS NOT NULL OR x.release_policy = 'on-grading' AND EXISTS (
         SELECT 1 FROM sitting s WHERE s.session_id = x.id AND s.state = 'closed')) LIMIT 1`,
    [competitionId],
  );
  return found.length > 0;
}
