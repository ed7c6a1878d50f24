import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { needsThird, settleMark } from './settle-mark.js';

const points = fc.integer({ min: 0, max: 100 });

describe('settleMark', () => {
  it('takes the mean of two, half a hundredth rounded up', () => {
    expect(settleMark([60, 80], 20)).toEqual({ kind: 'marked', points: 70 });
    expect(settleMark([60, 61], 20)).toEqual({ kind: 'marked', points: 61 });
    expect(settleMark([0, 0], 0)).toEqual({ kind: 'marked', points: 0 });
  });

  it('waits for the second, and for a third only where the two differ by more than is allowed', () => {
    expect(settleMark([60], 20)).toBeUndefined();
    expect(settleMark([60, 81], 20)).toBeUndefined();
    expect(settleMark([60, 81, 35], 20)).toEqual({ kind: 'adjudicated', points: 35 });
    expect(needsThird(60, 80, 20)).toBe(false);
    expect(needsThird(60, 81, 20)).toBe(true);
  });

  it('does not depend on who was first, and lies between the two', () => {
    fc.assert(
      fc.property(points, points, points, (one, other, tolerance) => {
        const settled = settleMark([one, other], tolerance);
        expect(settleMark([other, one], tolerance)).toEqual(settled);
        expect(settled === undefined).toBe(Math.abs(one - other) > tolerance);
        if (!settled) return;
        expect(Number.isInteger(settled.points)).toBe(true);
        expect(2 * settled.points - (one + other)).toBeGreaterThanOrEqual(0);
        expect(2 * settled.points - (one + other)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
