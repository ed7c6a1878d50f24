import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { equipercentile, percentileOf, putOnScale, type Scale } from './scaling.js';

/** Score in points → how many have it. */
const group = (counts: Readonly<Record<number, number>>): number[] =>
  Object.entries(counts).flatMap(([score, many]) => Array.from({ length: many }, () => Number(score) * 100));

describe('a percentile in a session', () => {
  it('is 100 × those at or below ÷ those who sat, to seven decimals', () => {
    const all = group({ 1: 2, 5: 1, 9: 3, 12: 1 });
    expect(percentileOf(100, all)).toEqual({ exact: 285_714_286, points: 2857 });
    expect(percentileOf(500, all)).toEqual({ exact: 428_571_429, points: 4286 });
    expect(percentileOf(1200, all)).toEqual({ exact: 1_000_000_000, points: 10_000 });
  });

  it('rounds half up, by whole numbers', () => {
    // 1 of 16: 6.25; 1 of 8,192 is 0.01220703125.
    expect(percentileOf(0, group({ 0: 1, 1: 15 })).exact).toBe(62_500_000);
    expect(percentileOf(0, group({ 0: 1, 1: 8191 })).exact).toBe(122_070);
    expect(percentileOf(0, group({ 0: 1, 1: 63 }))).toEqual({ exact: 15_625_000, points: 156 });
  });
});

describe('equipercentile equating', () => {
  // By hand: P = .1 .35 .7 .95 of x = 0 1 2 3; G = .1 .5 .8 1.
  const x = group({ 0: 2, 1: 3, 2: 4, 3: 1 });
  const y = group({ 0: 1, 1: 4, 2: 3, 3: 2 });

  it('gives the worked case', () => {
    const to = equipercentile(x, y);
    expect([0, 100, 200, 300].map((own) => to(own).exact)).toEqual([
      5_000_000, // (.1 − .1) ÷ .4 + .5
      11_250_000, // (.35 − .1) ÷ .4 + .5
      21_666_667, // (.7 − .5) ÷ .3 + 1.5
      32_500_000, // (.95 − .8) ÷ .2 + 2.5
    ]);
    expect(to(200).points).toBe(217);
  });

  it('takes the middle where nobody in the base has the scores between', () => {
    // P(0) = .5 of two who both have 0; in the base one half has 0, the other half 4.
    expect(equipercentile(group({ 0: 2 }), group({ 0: 1, 4: 1 }))(0)).toEqual({
      exact: 20_000_000,
      points: 200,
    });
  });

  it('counts in steps of the points that there are', () => {
    // Thirds of a point: the kernel is as wide as the step.
    const thirds = [0, 33, 66, 99, 132];
    const to = equipercentile(thirds, thirds);
    expect(thirds.map((own) => to(own).points)).toEqual(thirds);
  });

  const some = fc.array(fc.integer({ min: -3, max: 30 }), { minLength: 1, maxLength: 60 });
  const points = some.map((all) => all.map((one) => one * 100));

  it('leaves a session as it is on its own scale', () => {
    fc.assert(
      fc.property(points, (all) => {
        const to = equipercentile(all, all);
        for (const own of all) expect(to(own).points).toBe(own);
      }),
    );
  });

  it('gives nobody less who has more, and moves with the base', () => {
    fc.assert(
      fc.property(points, points, (from, base) => {
        const to = equipercentile(from, base);
        const moved = equipercentile(
          from,
          base.map((one) => one + 500),
        );
        const sorted = [...from].sort((a, b) => a - b);
        for (const [index, own] of sorted.entries()) {
          expect(moved(own).points).toBe(to(own).points + 500);
          if (index > 0) expect(to(own).exact).toBeGreaterThanOrEqual(to(sorted[index - 1] ?? own).exact);
        }
      }),
    );
  });
});

describe('sessions on one scale', () => {
  const percentile: Scale = { version: 1, method: 'percentile', base: null };
  const onB: Scale = { version: 2, method: 'equipercentile', base: 'B' };
  const scaledOf = (scale: Scale, sat: Parameters<typeof putOnScale>[1]) =>
    (putOnScale(scale, sat) ?? []).map(({ scaled }) => scaled);
  const one = (session: string, points: number, parts: Record<string, number> = {}) => ({
    session,
    points,
    parts,
  });

  it('put the best of a hard form before the second of an easy one, and each part by itself', () => {
    const sat = [
      one('A', 900, { law: 400, logic: 500 }),
      one('A', 800, { law: 500, logic: 300 }),
      one('B', 300, { law: 200, logic: 100 }),
      one('B', 200, { law: 0, logic: 200 }),
    ];
    expect(scaledOf(percentile, sat)).toEqual([1e9, 5e8, 1e9, 5e8]);
    expect(putOnScale(percentile, sat)?.map(({ scaledParts }) => scaledParts)).toEqual([
      { law: 5e8, logic: 1e9 },
      { law: 1e9, logic: 5e8 },
      { law: 1e9, logic: 5e8 },
      { law: 5e8, logic: 1e9 },
    ]);
    expect(scaledOf(onB, sat)).toEqual([30_000_000, 20_000_000, 30_000_000, 20_000_000]);
  });

  it('are on no scale where the session is missing whose scale it is', () => {
    expect(putOnScale(onB, [one('A', 100)])).toBeNull();
  });

  const anySat = fc
    .array(fc.tuple(fc.constantFrom('A', 'B'), fc.integer({ min: -3, max: 30 })), {
      minLength: 1,
      maxLength: 40,
    })
    .map((all) => [one('B', 0), ...all.map(([session, points]) => one(session, points * 100))]);

  it('keep the order in each session, and do not depend on the order they come in', () => {
    fc.assert(
      fc.property(anySat, fc.constantFrom(percentile, onB), (sat, scale) => {
        const scaled = scaledOf(scale, sat);
        expect(scaledOf(scale, [...sat].reverse()).reverse()).toEqual(scaled);
        for (const [i, a] of sat.entries())
          for (const [j, b] of sat.entries())
            if (a.session === b.session && a.points >= b.points)
              expect(scaled[i] ?? NaN).toBeGreaterThanOrEqual(scaled[j] ?? NaN);
      }),
    );
  });

  it('do not move when a form is easier for all alike', () => {
    fc.assert(
      fc.property(
        anySat,
        fc.constantFrom(percentile, onB),
        fc.integer({ min: 0, max: 9 }),
        (sat, scale, by) => {
          const easier = sat.map((all) => (all.session === 'A' ? one('A', all.points + by * 100) : all));
          expect(scaledOf(scale, easier)).toEqual(scaledOf(scale, sat));
        },
      ),
    );
  });
});
