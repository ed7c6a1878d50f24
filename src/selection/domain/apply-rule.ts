import type { StageRule } from '../../competition/index.js';
import { EXACT_IN_HUNDREDTH, isAtLeast, weightedMean, type Points } from '../../kernel/index.js';

/** Somebody in a stage. */
export interface Entrant {
  /** Null: did not take part, or the stage gives none. */
  readonly points: Points | null;
  /** Ten-millionths on the scale of the stage's sessions: what counts instead, where there is one. */
  readonly scaled?: number | null;
  /** By the exam's pass rule or a decision; null where there is neither, or they did not come. */
  readonly passed: boolean | null;
  /** By the code of a stage: what counts in it, in the unit of its maximum, this one included. Needed where stages are weighed. */
  readonly byStage?: Readonly<Record<string, Points | null>>;
}

export type Outcome = 'advanced' | 'out' | 'absent';

/**
 * Who goes on from a stage by its rule: the same for everybody with the same scores, whatever the order they come in.
 *
 * Who has no points, or by `passed` no verdict, did not take part: they are absent, and count in no number. Where the best
 * so many go on, all who equal the last of them do; half is rounded up.
 *
 * @param maxima by the code of a stage: the most that could be had. @returns in the order given.
 */
export function applyRule(
  rule: StageRule,
  entrants: readonly Entrant[],
  maxima: Readonly<Record<string, Points>> = {},
): Outcome[] {
  if (rule.kind === 'passed')
    return entrants.map(({ passed }) => (passed === null ? 'absent' : passed ? 'advanced' : 'out'));
  const line = rule.kind === 'weighted' ? 0 : lineOf(rule, entrants);
  const advances = (one: Entrant): boolean =>
    rule.kind === 'weighted'
      ? isAtLeast(meanOf(rule, one, maxima), rule.least, 100)
      : (countedOf(one) ?? -Infinity) >= line;
  return entrants.map((one) => (one.points === null ? 'absent' : advances(one) ? 'advanced' : 'out'));
}

/** What counts in a stage, ten-millionths: points on its scale, or as they are. Null: took no part. */
export const countedOf = ({ points, scaled }: Pick<Entrant, 'points' | 'scaled'>): number | null =>
  scaled ?? (points === null ? null : points * EXACT_IN_HUNDREDTH);

/** The fewest ten-millionths with which somebody goes on; more than anybody has where nobody does. */
function lineOf(
  rule: Exclude<StageRule, { kind: 'passed' | 'weighted' }>,
  entrants: readonly Entrant[],
): number {
  if (rule.kind === 'cut-score') return rule.points * EXACT_IN_HUNDREDTH;
  const points = entrants.flatMap((one) => countedOf(one) ?? []).sort((a, b) => b - a);
  const count = rule.kind === 'best' ? rule.count : Math.ceil(points.length / 2);
  return points[Math.min(count, points.length) - 1] ?? Infinity;
}

function meanOf(
  rule: Extract<StageRule, { kind: 'weighted' }>,
  { byStage }: Entrant,
  maxima: Readonly<Record<string, Points>>,
) {
  return weightedMean(
    rule.stages.map(({ code, weight }) => {
      const points = byStage?.[code];
      const maximum = maxima[code];
      if (points === undefined || points === null || maximum === undefined)
        throw new Error(`The stage ${code} has no points of somebody who went on from it.`);
      return { weight, points, maximum };
    }),
  );
}
