import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { advice, type Rating } from './angoff.js';

const items = (strata: readonly (readonly [part: string, rated: number, items: number])[]) =>
  strata.flatMap(([part, rated, stratumItems], stratum) =>
    Array.from({ length: rated }, (_, index) => ({
      position: stratum * 100 + index,
      part,
      stratum,
      stratumItems,
    })),
  );
const ratings = (judge: number, of: ReturnType<typeof items>, percents: readonly number[]): Rating[] =>
  of.map(({ position }, index) => ({ judge, position, percent: percents[index] ?? 0 }));

describe('the advice of an Angoff panel', () => {
  // By hand: judges' cuts 2.00, 2.30 and 1.70 of three items; mean 2, deviation .3, standard error .3 ÷ √3.
  it('is the mean of the judges’ cuts, with its standard error', () => {
    const of = items([['a', 3, 3]]);
    const all = [
      ...ratings(1, of, [50, 70, 80]),
      ...ratings(2, of, [60, 80, 90]),
      ...ratings(3, of, [40, 60, 70]),
    ];
    expect(advice(of, all)).toMatchObject({
      cut: 2,
      deviation: 0.3,
      standardError: 0.1732,
      judges: [
        { judge: 1, cut: 2 },
        { judge: 2, cut: 2.3 },
        { judge: 3, cut: 1.7 },
      ],
      byItem: [{ mean: 50, lowest: 40, highest: 60 }, { mean: 70 }, { mean: 80 }],
    });
  });

  it('lets rated items stand for all items of their line of the blueprint', () => {
    const of = items([
      ['a', 2, 10],
      ['b', 1, 4],
    ]);
    const made = advice(of, [...ratings(1, of, [50, 70, 25]), ...ratings(2, of, [50, 70, 75])]);
    expect(made).toMatchObject({
      cut: 8,
      byPart: [
        { part: 'a', cut: 6, items: 10 },
        { part: 'b', cut: 2, items: 4 },
      ],
    });
  });

  it('counts those alone who rated every item, and is none with fewer than two of them', () => {
    const of = items([['a', 2, 2]]);
    const half = { judge: 9, position: 0, percent: 100 };
    expect(advice(of, [...ratings(1, of, [50, 50]), half])).toBeUndefined();
    expect(advice(of, [...ratings(1, of, [50, 50]), ...ratings(2, of, [70, 70]), half])).toMatchObject({
      cut: 1.2,
      judges: [{ judge: 1 }, { judge: 2 }],
    });
  });

  it('lies between the lowest and the highest judge, whatever the order of the ratings', () => {
    const of = items([
      ['a', 2, 7],
      ['b', 3, 3],
    ]);
    const percents = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(percents, { minLength: 2, maxLength: 6 }), (judges) => {
        const all = judges.flatMap((one, judge) => ratings(judge + 1, of, one));
        const made = advice(of, all);
        const cuts = made?.judges.map(({ cut }) => cut) ?? [];
        expect(made?.cut).toBeGreaterThanOrEqual(Math.min(...cuts) - 0.0001);
        expect(made?.cut).toBeLessThanOrEqual(Math.max(...cuts) + 0.0001);
        expect(advice(of, [...all].reverse())).toEqual(made);
      }),
    );
  });
});
