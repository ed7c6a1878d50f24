import type { Points } from '../../kernel/index.js';

/** How a ranking is ordered; a change of its meaning gets a new name. */
export const RANKING_CODE = 'openmerit-rank-1';

export interface RankingRule {
  readonly code: typeof RANKING_CODE;
  /** Parts of the exam, the most decisive first: compared in this order where totals are equal. */
  readonly subjectOrder: readonly string[];
}

export interface Contender {
  readonly candidateNumber: string;
  readonly points: Points;
  readonly parts: Readonly<Record<string, Points>>;
  readonly passed: boolean;
}

/** A contender with a place: 1 is the best; null for those who did not pass. */
export type Ranked<C extends Contender> = C & { readonly place: number | null };

/**
 * Orders by total points; where totals are equal, by the parts in the rule's order; where all of these are equal, the
 * same place for all of them, and the places they take are skipped after (1, 2, 2, 4).
 *
 * Those who did not pass have no place, and stand after the others by total points. Equal ones are listed by candidate
 * number, by code points.
 */
export function rank<C extends Contender>(contenders: readonly C[], rule: RankingRule): Ranked<C>[] {
  const decide = (a: C, b: C): number => {
    if (a.points !== b.points) return b.points - a.points;
    for (const part of rule.subjectOrder) {
      const difference = (b.parts[part] ?? 0) - (a.parts[part] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const byNumber = (a: C, b: C): number => compareCodePoints(a.candidateNumber, b.candidateNumber);
  const passed = contenders.filter((one) => one.passed).sort((a, b) => decide(a, b) || byNumber(a, b));
  // No part decides here, for there is nothing to decide: so lists were published from the first on.
  const failed = contenders
    .filter((one) => !one.passed)
    .sort((a, b) => b.points - a.points || byNumber(a, b));
  let place = 0;
  const ranked = passed.map((contender, index): Ranked<C> => {
    const before = passed[index - 1];
    if (!before || decide(before, contender) !== 0) place = index + 1;
    return { ...contender, place };
  });
  return [...ranked, ...failed.map((contender): Ranked<C> => ({ ...contender, place: null }))];
}

/** Order by Unicode code points, which no machine's settings change. */
export function compareCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));
}
