import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fetchMoment, startMoment } from './own-moment.js';

const OPENS = Date.UTC(2026, 5, 1, 9);

describe('the moment of one’s own', () => {
  it('lies at the opening or after it, before the spread is over, and is the same each time', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 0, max: 600 }), (who, spread) => {
        const moment = startMoment(OPENS, spread, who);
        expect(Number.isInteger(moment)).toBe(true);
        expect(moment).toBeGreaterThanOrEqual(OPENS);
        expect(moment - OPENS).toBeLessThan(Math.max(1, spread * 1000));
        expect(startMoment(OPENS, spread, who)).toBe(moment);
        // A later opening moves it as it is.
        expect(startMoment(OPENS + 5000, spread, who)).toBe(moment + 5000);
      }),
    );
  });

  it('to fetch lies in the ten minutes before the opening, and not in the last one', () => {
    fc.assert(
      fc.property(fc.uuid(), (who) => {
        const before = OPENS - fetchMoment(OPENS, who);
        expect(before).toBeGreaterThan(60_000);
        expect(before).toBeLessThanOrEqual(600_000);
      }),
    );
  });

  it('is spread evenly: each tenth of the time has about a tenth of ten thousand', () => {
    const people = Array.from({ length: 10_000 }, (_, index) => `person ${String(index)}`);
    const tenths = (moments: readonly number[], from: number, length: number) => {
      const counts = Array.from({ length: 10 }, () => 0);
      for (const moment of moments) {
        const tenth = Math.floor(((moment - from) * 10) / length);
        counts[tenth] = (counts[tenth] ?? 0) + 1;
      }
      return counts;
    };
    const starts = people.map((who) => startMoment(OPENS, 45, who));
    const fetches = people.map((who) => fetchMoment(OPENS, who));
    for (const counts of [tenths(starts, OPENS, 45_000), tenths(fetches, OPENS - 600_000, 540_000)]) {
      // Five standard deviations of a binomial count.
      for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
    }
    // Who fetches early does not start early by that.
    const both = people.filter(
      (_, index) =>
        (starts[index] ?? 0) < OPENS + 22_500 && (fetches[index] ?? 0) < OPENS - 600_000 + 270_000,
    );
    expect(Math.abs(both.length - 2500)).toBeLessThan(220);
  });
});
