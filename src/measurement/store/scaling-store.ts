import { rows, type Tx } from '../../platform/index.js';
import type { ScalingMethod } from '../domain/scaling.js';

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

export interface ScaledRow {
  readonly sittingId: string;
  readonly points: number;
  readonly exact: number;
}

/** The scaled points of a version; undefined where it is not made yet. */
export async function scaledVersion(
  tx: Tx,
  scalingId: string,
  sessionId: string,
  basis: string,
): Promise<ScaledRow[] | undefined> {
  const [version] = await rows<{ id: string }>(
    tx,
    'SELECT id FROM scaled_version WHERE scaling_id = $1 AND session_id = $2 AND basis = $3',
    [scalingId, sessionId, basis],
  );
  if (!version) return undefined;
  const found = await rows<{ sittingId: string; points: number; exact: string }>(
    tx,
    'SELECT sitting_id AS "sittingId", points, exact FROM scaled_point WHERE version_id = $1 ORDER BY sitting_id',
    [version.id],
  );
  return found.map((row) => ({ ...row, exact: Number(row.exact) }));
}

/** Keeps a version, for ever; where somebody else was first, theirs is the same. */
export async function keepScaled(
  tx: Tx,
  version: {
    readonly id: string;
    readonly scalingId: string;
    readonly sessionId: string;
    readonly basis: string;
  },
  points: readonly ScaledRow[],
): Promise<void> {
  const made = await rows(
    tx,
    `INSERT INTO scaled_version (id, scaling_id, session_id, basis) VALUES ($1, $2, $3, $4)
     ON CONFLICT (scaling_id, session_id, basis) DO NOTHING RETURNING 1`,
    [version.id, version.scalingId, version.sessionId, version.basis],
  );
  if (made.length === 0) return;
  await tx.query(
    `INSERT INTO scaled_point (version_id, sitting_id, points, exact)
     SELECT $1, p.sitting, p.points, p.exact FROM unnest($2::uuid[], $3::int[], $4::bigint[]) AS p (sitting, points, exact)`,
    [
      version.id,
      points.map(({ sittingId }) => sittingId),
      points.map((one) => one.points),
      points.map(({ exact }) => exact),
    ],
  );
}
