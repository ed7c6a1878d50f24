import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { weightedKappa } from './kappa.js';

/** A table of counts as pairs: row and column are the categories 0, 1, 2 … */
const pairsOf = (table: readonly (readonly number[])[]): [number, number][] =>
  table.flatMap((row, one) =>
    row.flatMap((count, other) => Array.from({ length: count }, (): [number, number] => [one, other])),
  );

// Cohen 1968, table 1: 200 diagnoses by two psychiatrists (personality disorder, neurosis, psychosis).
const DIAGNOSES = pairsOf([
  [88, 14, 18],
  [10, 40, 10],
  [2, 6, 12],
]);
const SERIOUSNESS = [
  [0, 1, 3],
  [1, 0, 6],
  [3, 6, 0],
];

const pair = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }));

describe('weightedKappa', () => {
  it('gives what Cohen’s worked example gives: 0.492 without weights, 0.348 with them', () => {
    const nominal = weightedKappa(DIAGNOSES, (one, other) => Number(one !== other));
    expect(nominal?.toFixed(3)).toBe('0.492');
    const weighted = weightedKappa(DIAGNOSES, (one, other) => SERIOUSNESS[one]?.[other] ?? 0);
    expect(weighted?.toFixed(3)).toBe('0.348');
  });

  it('is 1 where two always agree, 0 where they agree as by chance, −1 where they are opposite', () => {
    expect(
      weightedKappa([
        [10, 10],
        [80, 80],
      ]),
    ).toBe(1);
    expect(
      weightedKappa([
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ]),
    ).toBe(0);
    expect(
      weightedKappa([
        [0, 100],
        [100, 0],
      ]),
    ).toBe(-1);
  });

  it('is undefined without marks, and where nobody ever differs', () => {
    expect(weightedKappa([])).toBeUndefined();
    expect(
      weightedKappa([
        [50, 50],
        [50, 50],
      ]),
    ).toBeUndefined();
  });

  it('with quadratic weights depends neither on the order, nor on who is first, nor on where the scale begins', () => {
    fc.assert(
      fc.property(fc.array(pair, { minLength: 2, maxLength: 30 }), (pairs) => {
        const kappa = weightedKappa(pairs);
        if (kappa === undefined) return;
        expect(weightedKappa([...pairs].reverse())).toBeCloseTo(kappa, 10);
        expect(weightedKappa(pairs.map(([one, other]) => [other, one] as const))).toBeCloseTo(kappa, 10);
        expect(weightedKappa(pairs.map(([one, other]) => [one * 2 + 7, other * 2 + 7] as const))).toBeCloseTo(
          kappa,
          10,
        );
        expect(kappa).toBeLessThanOrEqual(1);
      }),
    );
  });
});
