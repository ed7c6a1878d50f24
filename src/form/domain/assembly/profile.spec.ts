import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { poolItem } from '../../../../test/support/assembly-pool.js';
import { addProfiles, information, measuresOf, parametersOf, probability, profileOf } from './profile.js';

const anyItem = fc.record({
  a: fc.double({ min: 0.3, max: 2.5, noNaN: true }),
  b: fc.double({ min: -3, max: 3, noNaN: true }),
  c: fc.double({ min: 0, max: 0.35, noNaN: true }),
});

describe('the profile of items', () => {
  it('passes through the estimated proportion correct where an item is uncalibrated', () => {
    for (const difficulty of [100, 350, 500, 800]) {
      const parameters = parametersOf({ difficulty, calibration: null });
      expect(probability(parameters, 0)).toBeCloseTo(difficulty / 1000, 10);
    }
    expect(parametersOf({ difficulty: 0, calibration: null }).b).toBeLessThan(4);
  });

  it('takes the calibration where there is one, in thousandths', () => {
    const calibration = { a: 1200, b: -500, c: 200 };
    expect(parametersOf({ difficulty: 1, calibration })).toEqual({ a: 1.2, b: -0.5, c: 0.2 });
  });

  it('is worth by hand: a = 1, b = 0, c = 0 gives a half and a quarter at 0', () => {
    expect(probability({ a: 1, b: 0, c: 0 }, 0)).toBe(0.5);
    expect(information({ a: 1, b: 0, c: 0 }, 0)).toBe(0.25);
    // c = 0.2 at θ = b: P = 0.6, I = (0.4 / 0.6) · (0.4 / 0.8)².
    expect(information({ a: 1, b: 0.3, c: 0.2 }, 0.3)).toBeCloseTo((0.4 / 0.6) * 0.25, 12);
  });

  it('has the information that the slope of its curve gives: P′² ⁄ PQ', () => {
    fc.assert(
      fc.property(anyItem, fc.double({ min: -3, max: 3, noNaN: true }), (item, ability) => {
        const step = 1e-5;
        const slope = (probability(item, ability + step) - probability(item, ability - step)) / (2 * step);
        const p = probability(item, ability);
        expect(information(item, ability)).toBeCloseTo(slope ** 2 / (p * (1 - p)), 5);
      }),
    );
  });

  it('measures information only where all items are calibrated', () => {
    const calibration = { a: 1000, b: 0, c: 0 };
    expect(measuresOf([poolItem('A-1', { calibration })])).toEqual(['information', 'expectedScore']);
    expect(measuresOf([poolItem('A-1', { calibration }), poolItem('A-2')])).toEqual(['expectedScore']);
    expect(profileOf(poolItem('A-1', { calibration }), ['information', 'expectedScore'])).toEqual([
      0.1966, 0.25, 0.1966, 0.2689, 0.5, 0.7311,
    ]);
  });

  it('adds up', () => {
    expect(
      addProfiles(
        [
          [0.1, 0.2],
          [0.2, 0.3],
        ],
        2,
      ),
    ).toEqual([0.3, 0.5]);
    expect(addProfiles([], 2)).toEqual([0, 0]);
  });
});
