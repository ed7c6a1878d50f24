import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rankingDifference, type ComparedPlace } from './difference.js';

const at = (candidateNumber: string, points: number, place: number | null): ComparedPlace => ({
  candidateNumber,
  points,
  place,
});

describe('the difference of two rankings', () => {
  it('tells who moves, and first of all who comes among the places or falls out of them', () => {
    const before = [at('A', 300, 1), at('B', 200, 2), at('C', 100, 3), at('D', 50, null)];
    const after = [at('A', 300, 1), at('C', 250, 2), at('B', 200, 3), at('D', 150, 4)];
    expect(rankingDifference(before, after, 2)).toEqual({
      up: 2,
      down: 1,
      entered: 1,
      left: 0,
      crossedIn: 1,
      crossedOut: 1,
      changes: [
        {
          candidateNumber: 'B',
          before: { points: 200, place: 2 },
          after: { points: 200, place: 3 },
          crosses: 'out',
        },
        {
          candidateNumber: 'C',
          before: { points: 100, place: 3 },
          after: { points: 250, place: 2 },
          crosses: 'in',
        },
        {
          candidateNumber: 'D',
          before: { points: 50, place: null },
          after: { points: 150, place: 4 },
          crosses: null,
        },
      ],
    });
  });

  it('tells who is in one of them alone', () => {
    const { changes, left } = rankingDifference([at('A', 1, 1)], [], 1);
    expect(changes).toEqual([
      { candidateNumber: 'A', before: { points: 1, place: 1 }, after: null, crosses: 'out' },
    ]);
    expect(left).toBe(1);
  });

  it('of a ranking and itself is nothing, and the other way round it is the mirror', () => {
    const places = fc
      .uniqueArray(
        fc.tuple(fc.stringMatching(/^[A-F]$/), fc.nat(300), fc.option(fc.integer({ min: 1, max: 6 }))),
        {
          selector: ([number]) => number,
        },
      )
      .map((all) => all.map(([number, points, place]) => at(number, points, place)));
    fc.assert(
      fc.property(places, places, fc.integer({ min: 1, max: 5 }), (a, b, count) => {
        expect(rankingDifference(a, a, count).changes).toEqual([]);
        const [there, back] = [rankingDifference(a, b, count), rankingDifference(b, a, count)];
        expect([back.up, back.down, back.entered, back.left, back.crossedIn]).toEqual([
          there.down,
          there.up,
          there.left,
          there.entered,
          there.crossedOut,
        ]);
      }),
    );
  });
});
