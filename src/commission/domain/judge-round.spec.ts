import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeRound, maximumPoints, meanOf, medianOf } from './judge-round.js';

const CODES = ['a', 'b'];
const entry = (a: number, b: number) => ({ a, b });

const anyLevels = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 15 });

describe('judging a round', () => {
  it('has the mean over members for each competency, and their sum', () => {
    const judged = judgeRound(1, [entry(3, 5), entry(4, 5), entry(4, 4)], CODES, 3);
    // 11/3 = 3.666… and 14/3 = 4.666…
    expect(judged.competencies.map(({ points }) => points)).toEqual([367, 467]);
    expect(judged).toMatchObject({ verdict: 'stands', points: 834 });
  });

  it('rounds half a hundredth up, and nothing else', () => {
    // 1/8 of a level is 12.5 hundredths.
    expect(meanOf([1, 1, 1, 1, 1, 1, 1, 2])).toBe(113);
    expect(meanOf([1, 1, 2])).toBe(133);
    expect(meanOf([1, 2, 2])).toBe(167);
  });

  it('lets a gap as large as the rule stand, and voids a larger one', () => {
    expect(judgeRound(1, [entry(1, 3), entry(4, 3)], CODES, 3).verdict).toBe('stands');
    expect(judgeRound(1, [entry(1, 3), entry(5, 3)], CODES, 3).verdict).toBe('void');
    expect(judgeRound(1, [entry(1, 3), entry(4, 3)], CODES, 2).verdict).toBe('void');
  });

  it('takes the median after the second round, and only where the gap is', () => {
    const judged = judgeRound(2, [entry(1, 3), entry(5, 4), entry(5, 4)], CODES, 3);
    expect(judged).toEqual({
      verdict: 'median',
      competencies: [
        { code: 'a', points: 500, gap: 4, by: 'median' },
        { code: 'b', points: 367, gap: 1, by: 'mean' },
      ],
      points: 867,
    });
    expect(medianOf([1, 2, 5, 5])).toBe(350);
  });

  it('does not depend on the order of members, and stays between the lowest and the highest', () => {
    fc.assert(
      fc.property(anyLevels, fc.integer({ min: 1, max: 4 }), fc.constantFrom(1, 2), (levels, gap, round) => {
        const entries = levels.map((level) => ({ a: level }));
        const judged = judgeRound(round, entries, ['a'], gap);
        expect(judgeRound(round, [...entries].reverse(), ['a'], gap)).toEqual(judged);
        expect(judged.points).toBeGreaterThanOrEqual(Math.min(...levels) * 100);
        expect(judged.points).toBeLessThanOrEqual(Math.max(...levels) * 100);
        expect(Number.isInteger(judged.points)).toBe(true);
        expect(judged.verdict === 'stands').toBe(Math.max(...levels) - Math.min(...levels) <= gap);
      }),
    );
  });

  it('is the exact mean, rounded: never further off than half a hundredth', () => {
    fc.assert(
      fc.property(anyLevels, (levels) => {
        const sum = levels.reduce((total, level) => total + level, 0);
        // |points/100 − sum/n| ≤ 1/200, without a float.
        const off = 2 * Math.abs(meanOf(levels) * levels.length - 100 * sum);
        expect(off).toBeLessThanOrEqual(levels.length);
        expect(meanOf(levels) * levels.length * 2 - 200 * sum).toBeGreaterThan(-levels.length);
      }),
    );
  });

  it('is at most the maximum', () => {
    expect(maximumPoints(4, 5)).toBe(2000);
    expect(judgeRound(1, [entry(5, 5), entry(5, 5)], CODES, 3).points).toBe(maximumPoints(2, 5));
  });
});
