import { byCodePoints, type Points } from '../../kernel/index.js';
import type { OnScale, Scale } from '../../measurement/index.js';

/** How a ranking is ordered; a change of its meaning gets a new name. */
export const RANKING_CODE = 'openmerit-rank-1';

/** The same by points on one scale, where an exam ran in several sessions and a named officer chose one. */
export const SCALED_RANKING_CODE = 'openmerit-rank-3';

export interface RankingRule {
  readonly code: typeof RANKING_CODE | typeof SCALED_RANKING_CODE;
  /** How the sessions are compared; left out where points count as they are. */
  readonly scale?: Scale;
  /** Parts of the exam, the most decisive first: compared in this order where totals are equal. */
  readonly subjectOrder: readonly string[];
}

/** The rule of an exam's ranking. */
export const rankingRule = (subjectOrder: readonly string[], scale: Scale | null): RankingRule =>
  scale ? { code: SCALED_RANKING_CODE, scale, subjectOrder } : { code: RANKING_CODE, subjectOrder };

/** With `scaled` and `scaledParts`, ten-millionths, where there is a scale: all of them then, or nobody. */
export interface Contender extends Partial<OnScale> {
  readonly candidateNumber: string;
  readonly points: Points;
  readonly parts: Readonly<Record<string, Points>>;
  readonly passed: boolean;
}

/** A contender with a place: 1 is the best; null for those who did not pass. */
export type Ranked<C extends Contender> = C & { readonly place: number | null };

/**
 * Orders by total points, those on the scale where there is one; where totals are equal, by the parts in the rule's order; where all of these are equal, the
 * same place for all of them, and the places they take are skipped after (1, 2, 2, 4). Parts count on the scale as well.
 *
 * Those who did not pass have no place, and stand after the others by total points as they are. Equal ones are listed by
 * points as they are, then by candidate number, by code points.
 */
export function rank<C extends Contender>(contenders: readonly C[], rule: RankingRule): Ranked<C>[] {
  const decide = (a: C, b: C): number => {
    const total = (b.scaled ?? b.points) - (a.scaled ?? a.points);
    if (total !== 0) return total;
    for (const part of rule.subjectOrder) {
      const difference = countedIn(b, part) - countedIn(a, part);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const listed = (a: C, b: C): number =>
    b.points - a.points || byCodePoints(a.candidateNumber, b.candidateNumber);
  const passed = contenders.filter((one) => one.passed).sort((a, b) => decide(a, b) || listed(a, b));
  // No part decides here, for there is nothing to decide: so lists were published from the first on.
  const failed = contenders.filter((one) => !one.passed).sort(listed);
  let place = 0;
  const ranked = passed.map((contender, index): Ranked<C> => {
    const before = passed[index - 1];
    if (!before || decide(before, contender) !== 0) place = index + 1;
    return { ...contender, place };
  });
  return [...ranked, ...failed.map((contender): Ranked<C> => ({ ...contender, place: null }))];
}

/** What counts in a part or stage: ten-millionths where it has a scale, otherwise hundredths. */
export const countedIn = (
  { parts, scaledParts }: Pick<Contender, 'parts' | 'scaledParts'>,
  code: string,
): number => scaledParts?.[code] ?? parts[code] ?? 0;
