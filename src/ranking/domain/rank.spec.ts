import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rank, RANKING_CODE, rankingRule, type Contender, type RankingRule } from './rank.js';

const rule: RankingRule = { code: RANKING_CODE, subjectOrder: ['service', 'law'] };

const contender = (candidateNumber: string, law: number, service: number, passed = true): Contender => ({
  candidateNumber,
  points: law + service,
  parts: { law, service },
  passed,
});

const anyContenders = fc.uniqueArray(
  fc.record({
    candidateNumber: fc.string({ minLength: 3, maxLength: 6 }),
    law: fc.integer({ min: 0, max: 4 }),
    service: fc.integer({ min: 0, max: 4 }),
    passed: fc.boolean(),
  }),
  { selector: ({ candidateNumber }) => candidateNumber, maxLength: 30 },
);

describe('rank', () => {
  it('orders by total, then by the subjects in their order, then gives equal places and skips', () => {
    const places = rank(
      [
        contender('D', 10, 10),
        contender('A', 12, 10),
        contender('C', 10, 10),
        contender('B', 8, 12),
        contender('E', 1, 1),
      ],
      rule,
    ).map(({ candidateNumber, place }) => [candidateNumber, place]);
    expect(places).toEqual([
      ['A', 1],
      ['B', 2],
      ['C', 3],
      ['D', 3],
      ['E', 5],
    ]);
  });

  it('gives no place to those who did not pass, however many points they have', () => {
    const [first, second] = rank([contender('A', 90, 0, false), contender('B', 20, 20)], rule);
    expect(first).toMatchObject({ candidateNumber: 'B', place: 1 });
    expect(second).toMatchObject({ candidateNumber: 'A', place: null });
  });

  it('lists those without a place as the published list does: by total, then by number, whatever their parts', () => {
    const list = [contender('C', 3, 1, false), contender('B', 1, 3, false), contender('A', 2, 2, false)];
    expect(rank(list, rule).map(({ candidateNumber }) => candidateNumber)).toEqual(['A', 'B', 'C']);
  });

  it('does not depend on the order it is given, and a place is one more than the number of better ones', () => {
    fc.assert(
      fc.property(anyContenders, (list) => {
        const contenders = list.map((one) =>
          contender(one.candidateNumber, one.law, one.service, one.passed),
        );
        const ranked = rank(contenders, rule);
        expect(rank([...contenders].reverse(), rule)).toEqual(ranked);
        for (const { place, points, parts } of ranked.filter((one) => one.place !== null)) {
          const better = ranked.filter(
            (other) =>
              other.passed &&
              (other.points > points ||
                (other.points === points && (other.parts['service'] ?? 0) > (parts['service'] ?? 0))),
          );
          expect(place).toBe(better.length + 1);
        }
      }),
    );
  });

  it('goes by points on a scale where there is one, parts as well, and by none of those as they are', () => {
    const on = (number: string, points: number, scaled: number, law: number, passed = true): Contender => ({
      ...contender(number, points, 0, passed),
      scaled,
      scaledParts: { law, service: 0 },
    });
    const list = [
      on('A', 900, 500, 3),
      on('B', 300, 900, 1),
      on('C', 800, 500, 4),
      on('D', 400, 500, 3),
      on('E', 950, 999, 9, false),
    ];
    const scale = { version: 1, method: 'percentile', base: null } as const;
    expect(
      rank(list, rankingRule(['service', 'law'], scale)).map((one) => [one.candidateNumber, one.place]),
    ).toEqual([
      ['B', 1],
      ['C', 2],
      ['A', 3],
      ['D', 3],
      ['E', null],
    ]);
  });
});
