/** A share of a maximum, with how much it counts. */
export interface WeighedShare {
  /** A whole number, 0 or more. */
  readonly weight: number;
  /** A whole number; below 0 where wrong answers cost more than right ones gave. */
  readonly points: number;
  /** A whole number above 0. */
  readonly maximum: number;
}

/** An exact fraction; the denominator is above 0. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * The weighted mean of shares of a maximum, Σ weight × points ÷ maximum, over Σ weight: exact, by whole numbers alone.
 *
 * @throws RangeError where no weight is above 0, or a maximum is not.
 */
export function weightedMean(shares: readonly WeighedShare[]): Fraction {
  let [numerator, denominator, weights] = [0n, 1n, 0n];
  for (const { weight, points, maximum } of shares) {
    if (maximum <= 0) throw new RangeError('A share is of something.');
    numerator = numerator * BigInt(maximum) + BigInt(weight) * BigInt(points) * denominator;
    denominator *= BigInt(maximum);
    weights += BigInt(weight);
  }
  if (weights <= 0n) throw new RangeError('A mean needs a weight.');
  return { numerator, denominator: denominator * weights };
}

/** Whether a fraction is at least `numerator` ÷ `denominator`, exactly. */
export const isAtLeast = (value: Fraction, numerator: number, denominator: number): boolean =>
  value.numerator * BigInt(denominator) >= BigInt(numerator) * value.denominator;

/** A fraction in whole parts of 1 ÷ `parts`; a half is rounded up, towards +∞. */
export function roundHalfUp({ numerator, denominator }: Fraction, parts: number): number {
  const doubled = 2n * numerator * BigInt(parts) + denominator;
  const by = 2n * denominator;
  const cut = doubled / by;
  return Number(doubled < 0n && doubled % by !== 0n ? cut - 1n : cut);
}
