import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isAtLeast, roundHalfUp, weightedMean, type WeighedShare } from './weighted-mean.js';

const share = fc.record({
  weight: fc.integer({ min: 1, max: 1000 }),
  points: fc.integer({ min: -10_000, max: 10_000 }),
  maximum: fc.integer({ min: 1, max: 10_000 }),
});

describe('a weighted mean', () => {
  it('is exact', () => {
    const third: WeighedShare[] = [
      { weight: 1, points: 1, maximum: 3 },
      { weight: 2, points: 1, maximum: 3 },
    ];
    expect(isAtLeast(weightedMean(third), 1, 3)).toBe(true);
    expect(isAtLeast(weightedMean(third), 334, 1000)).toBe(false);
  });

  it.each([
    [1, 8, 12.5, 13],
    [-1, 8, -12.5, -12],
    [-3, 8, -37.5, -37],
    [1, 3, 33.3, 33],
    [-1, 3, -33.3, -33],
    [2, 3, 66.7, 67],
    [0, 5, 0, 0],
  ])('of %d out of %d is %d hundredths, rounded to %d', (points, maximum, _, rounded) => {
    expect(roundHalfUp(weightedMean([{ weight: 7, points, maximum }]), 100)).toBe(rounded);
  });

  it('needs a weight, and something to be a share of', () => {
    expect(() => weightedMean([])).toThrow(RangeError);
    expect(() => weightedMean([{ weight: 0, points: 1, maximum: 1 }])).toThrow(RangeError);
    expect(() => weightedMean([{ weight: 1, points: 1, maximum: 0 }])).toThrow(RangeError);
  });

  it('does not depend on the order, nor on what has no weight, and stays between the least and the greatest share', () => {
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 6 }), share, (shares, none) => {
        const mean = roundHalfUp(weightedMean(shares), 10_000);
        expect(roundHalfUp(weightedMean([...shares].reverse()), 10_000)).toBe(mean);
        expect(roundHalfUp(weightedMean([...shares, { ...none, weight: 0 }]), 10_000)).toBe(mean);
        const ends = shares.map((one) => roundHalfUp(weightedMean([one]), 10_000));
        expect(mean).toBeGreaterThanOrEqual(Math.min(...ends));
        expect(mean).toBeLessThanOrEqual(Math.max(...ends));
      }),
    );
  });
});
