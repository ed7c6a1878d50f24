import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { standardError, withinError } from './standard-error.js';

const part = (points: number, items: number) => ({ points: points * 100, maximum: items * 100 });

describe('the standard error of a score', () => {
  it('is the binomial model’s', () => {
    // √(25 · 25 / 49) = 3.571…
    expect(standardError([part(25, 50)])).toBe(357);
    // √(30 · 10 / 39) = 2.773…
    expect(standardError([part(30, 40)])).toBe(277);
  });

  it('adds up over the parts by their variances', () => {
    // √(10 · 10 / 19 + 6 · 4 / 9) = √(5.263… + 2.666…) = 2.816…
    expect(standardError([part(10, 20), part(6, 10)])).toBe(282);
  });

  it('is nothing where nothing, everything, or one item is all there is', () => {
    expect(standardError([part(0, 20)])).toBe(0);
    expect(standardError([part(20, 20)])).toBe(0);
    expect(standardError([part(0.5, 1)])).toBe(0);
    expect(standardError([part(-3, 20)])).toBe(0);
  });

  it('is as large for so many right as for so many wrong, and never larger than half of the items allow', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }), fc.nat(), (items, seed) => {
        const right = seed % (items + 1);
        const error = standardError([part(right, items)]);
        expect(error).toBe(standardError([part(items - right, items)]));
        expect(error).toBeLessThanOrEqual(Math.round((items / 2 / Math.sqrt(items - 1)) * 100));
        const { from, to } = withinError(right * 100, error, items * 100);
        expect(from <= right * 100 && right * 100 <= to && from >= 0 && to <= items * 100).toBe(true);
      }),
    );
  });
});
