import { releasedGrades, type GradedSitting } from '../../grading/index.js';
import { newId, sha256 } from '../../kernel/index.js';
import type { Tx } from '../../platform/index.js';
import { EXACT, equipercentile, percentileAmong, type Scaled } from '../domain/scaling.js';
import {
  comparedSessions,
  keepScaled,
  scaledVersion,
  scalingOf,
  type ScalingView,
} from '../store/scaling-store.js';

/** Where candidates of all sessions stand on one scale. */
export interface ScaledScores {
  /** The choice that holds; undefined: nobody chose, and points are compared as they are. */
  readonly scaling: ScalingView | undefined;
  /** Sitting → points on the scale: hundredths for lists, ten-millionths to compare by. */
  readonly bySitting: ReadonlyMap<string, Scaled>;
}

/**
 * The points of everybody whose session is released, on the scale that a named officer chose; by `equipercentile` only once
 * the base session is released too: until then its own sessions are left out. They are kept as an immutable version of each
 * session, which follows from the grades; other grades make another one.
 *
 * @param stageId the stage; null: the competition's one exam.
 */
export async function scaledScores(
  tx: Tx,
  competitionId: string,
  stageId: string | null,
): Promise<ScaledScores> {
  const scaling = await scalingOf(tx, competitionId, stageId);
  const sessions = new Set((await comparedSessions(tx, competitionId, stageId)).map(({ id }) => id));
  const bySession = new Map<string, GradedSitting[]>();
  for (const grade of await releasedGrades(tx, competitionId)) {
    if (!sessions.has(grade.sessionId)) continue;
    bySession.set(grade.sessionId, [...(bySession.get(grade.sessionId) ?? []), grade]);
  }
  const bySitting = new Map<string, Scaled>();
  if (!scaling || scaling.method === 'none') {
    for (const { sittingId, points } of [...bySession.values()].flat())
      bySitting.set(sittingId, { points, exact: (points * EXACT) / 100 });
    return { scaling, bySitting };
  }
  const base = scaling.baseSessionId === null ? [] : (bySession.get(scaling.baseSessionId) ?? []);
  if (scaling.method === 'equipercentile' && base.length === 0) return { scaling, bySitting };
  for (const [sessionId, grades] of bySession) {
    const basis = basisOf(scaling.method === 'equipercentile' ? [grades, base] : [grades]);
    const known = await scaledVersion(tx, scaling.id, sessionId, basis);
    const made = known ?? scale(scaling.method, grades, base);
    if (!known) await keepScaled(tx, { id: newId(), scalingId: scaling.id, sessionId, basis }, made);
    for (const { sittingId, ...scaled } of made) bySitting.set(sittingId, scaled);
  }
  return { scaling, bySitting };
}

function scale(
  method: 'percentile' | 'equipercentile',
  grades: readonly GradedSitting[],
  base: readonly GradedSitting[],
): ({ readonly sittingId: string } & Scaled)[] {
  const all = grades.map(({ points }) => points);
  const to =
    method === 'percentile'
      ? percentileAmong(all)
      : equipercentile(
          all,
          base.map(({ points }) => points),
        );
  return grades.map(({ sittingId, points }) => ({ sittingId, ...to(points) }));
}

/** Of everything that the points follow from: who has how many, session by session. */
const basisOf = (groups: readonly (readonly GradedSitting[])[]): string =>
  sha256(
    groups
      .map((group) =>
        group.map(({ candidateNumber, points }) => `${candidateNumber} ${String(points)}`).join('\n'),
      )
      .join('\n\n'),
  ).toString('hex');
