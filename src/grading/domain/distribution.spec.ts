import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { distribution } from './distribution.js';

describe('distribution', () => {
  it('puts each result into one bin, the best into the last', () => {
    const bins = distribution([0, 499, 500, 5500], 5500);
    expect(bins).toHaveLength(11);
    expect(bins.map(({ count }) => count)).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('puts what lies below nothing into the first', () => {
    expect(distribution([-150, 0], 300)[0]).toEqual({ from: 0, to: 100, count: 2 });
  });

  it('loses nobody', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -500, max: 5500 })), (points) => {
        expect(distribution(points, 5500).reduce((sum, { count }) => sum + count, 0)).toBe(points.length);
      }),
    );
  });
});
