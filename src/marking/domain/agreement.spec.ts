import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agreementOf, type DoubleMark } from './agreement.js';

const double = (a: string, one: number, b: string, other: number): DoubleMark => ({
  first: { marker: a, points: one },
  second: { marker: b, points: other },
});

const anyDouble = fc
  .record({
    pair: fc.constantFrom(['ann', 'ben'] as const, ['ben', 'cem'] as const, ['cem', 'ann'] as const),
    one: fc.integer({ min: 0, max: 100 }),
    other: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ pair: [a, b], one, other }) => double(a, one, b, other));

describe('agreementOf', () => {
  it('says who is stricter, how far two marks lie apart, and where a third is needed', () => {
    const found = agreementOf([double('ann', 50, 'ben', 60), double('ben', 90, 'ann', 60)], 20);
    expect(found).toMatchObject({ texts: 2, few: true, meanGap: 20, apart: 1 });
    expect(found.markers).toEqual([
      { marker: 'ann', texts: 2, difference: -20, few: true },
      { marker: 'ben', texts: 2, difference: 20, few: true },
    ]);
    expect(found.gaps.flatMap(({ from, count }) => (count > 0 ? [[from, count]] : []))).toEqual([
      [10, 1],
      [30, 1],
    ]);
  });

  it('has nothing to say of nothing', () => {
    expect(agreementOf([], 20)).toMatchObject({
      texts: 0,
      few: true,
      kappa: null,
      meanGap: null,
      markers: [],
    });
  });

  it('counts each text once, and no marker is strict where nobody is mild', () => {
    fc.assert(
      fc.property(fc.array(anyDouble, { maxLength: 40 }), (marks) => {
        const found = agreementOf(marks, 20);
        expect(found.gaps.reduce((sum, { count }) => sum + count, 0)).toBe(marks.length);
        expect(found.markers.reduce((sum, { texts }) => sum + texts, 0)).toBe(2 * marks.length);
        const total = found.markers.reduce((sum, { texts, difference }) => sum + texts * difference, 0);
        // Rounded to a tenth each.
        expect(Math.abs(total)).toBeLessThanOrEqual(0.05 * 2 * marks.length + 1e-6);
      }),
    );
  });
});
