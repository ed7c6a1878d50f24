/** How far two categories lie apart: 0 for the same one. */
export type Disagreement = (one: number, other: number) => number;

/** Twice as far is four times as bad. */
export const quadratic: Disagreement = (one, other) => (one - other) ** 2;

/**
 * Weighted kappa: 1 − what two raters disagree ÷ what they would disagree if each kept their own distribution and gave
 * it by chance. 1: always the same; 0: as by chance; undefined where neither ever differs from one value.
 *
 * Cohen 1968, "Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial credit",
 * *Psychological Bulletin* 70(4). With quadratic weights it is near an intraclass correlation (Fleiss & Cohen 1973).
 *
 * @param pairs what the first and the second rater gave each thing.
 */
export function weightedKappa(
  pairs: readonly (readonly [number, number])[],
  disagreement: Disagreement = quadratic,
): number | undefined {
  const count = pairs.length;
  const firsts = tally(pairs.map(([one]) => one));
  const seconds = tally(pairs.map(([, other]) => other));
  const observed = pairs.reduce((sum, [one, other]) => sum + disagreement(one, other), 0) / count;
  let expected = 0;
  for (const [one, ofOne] of firsts)
    for (const [other, ofOther] of seconds) expected += disagreement(one, other) * ofOne * ofOther;
  expected /= count * count;
  return expected > 0 ? 1 - observed / expected : undefined;
}

function tally(values: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
