import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  rankStages,
  STAGES_RANKING_CODE,
  tieLot,
  totalOf,
  type StagesContender,
  type StagesRankingRule,
} from './rank-stages.js';

const rule: StagesRankingRule = {
  code: STAGES_RANKING_CODE,
  stages: [
    { code: 'exam', weight: 60, maximum: 4000 },
    { code: 'essay', weight: 0, maximum: 1000 },
    { code: 'interview', weight: 40, maximum: 2000 },
  ],
  ties: ['interview', 'essay'],
  last: 'equal',
};
const contender = (
  candidateNumber: string,
  exam: number,
  interview: number,
  essay = 0,
  lot: string | null = null,
): StagesContender => ({ candidateNumber, parts: { exam, essay, interview }, lot });
const places = (list: readonly StagesContender[], by = rule) =>
  rankStages(list, by).map(({ candidateNumber, points, place }) => [candidateNumber, points, place]);

const anyContenders = fc.uniqueArray(
  fc.record({
    candidateNumber: fc.string({ minLength: 3, maxLength: 6 }),
    exam: fc.integer({ min: -2, max: 6 }),
    interview: fc.integer({ min: 0, max: 4 }),
    essay: fc.integer({ min: 0, max: 2 }),
    lot: fc.option(
      fc.constantFrom(...'0123456789abcdef').map((digit) => digit.repeat(4)),
      { nil: null },
    ),
  }),
  { selector: ({ candidateNumber }) => candidateNumber, maxLength: 25 },
);

describe('a ranking over stages', () => {
  it('goes by the weighted mean, then by the stages that decide, then gives equal places and skips', () => {
    expect(
      places([
        contender('E', 0, 0),
        // 60 × 0.5 + 40 × 1 = 70, three ways.
        contender('C', 2000, 2000),
        contender('B', 2000, 2000),
        contender('A', 2000, 2000, 10),
        contender('D', 4000, 500),
        contender('F', 4000, 2000),
      ]),
    ).toEqual([
      ['F', 10_000, 1],
      ['A', 7000, 2],
      ['B', 7000, 3],
      ['C', 7000, 3],
      ['D', 7000, 5],
      ['E', 0, 6],
    ]);
  });

  it('orders equals by the smaller lot where that was announced, so that nobody shares a place', () => {
    const list = [
      contender('A', 1, 1, 0, 'ff'),
      contender('B', 1, 1, 0, '0a'),
      contender('C', 1, 1, 0, '7b'),
    ];
    expect(places(list, { ...rule, last: 'lot' }).map(([number, , place]) => [number, place])).toEqual([
      ['B', 1],
      ['C', 2],
      ['A', 3],
    ]);
    expect(places(list).map(([, , place]) => place)).toEqual([1, 1, 1]);
  });

  it('rounds a total once, a half up, also below nought', () => {
    const halves: StagesRankingRule = { ...rule, stages: [{ code: 'exam', weight: 3, maximum: 20_000 }] };
    expect([1, 3, -1, -3].map((exam) => totalOf({ parts: { exam } }, halves))).toEqual([1, 2, 0, -1]);
  });

  it('does not depend on the order it is given, and a place is one more than the number of better ones', () => {
    fc.assert(
      fc.property(anyContenders, fc.constantFrom('equal' as const, 'lot' as const), (list, last) => {
        const contenders = list.map((one) =>
          contender(one.candidateNumber, one.exam, one.interview, one.essay, one.lot),
        );
        const ranked = rankStages(contenders, { ...rule, last });
        expect(rankStages([...contenders].reverse(), { ...rule, last })).toEqual(ranked);
        const keyOf = ({ points, parts, lot }: (typeof ranked)[number]) =>
          [
            -points,
            -(parts['interview'] ?? 0),
            -(parts['essay'] ?? 0),
            last === 'lot' ? (lot ?? '') : '',
          ] as const;
        for (const one of ranked) {
          const own = keyOf(one);
          const better = ranked.filter((other) => {
            const key = keyOf(other);
            const at = key.findIndex((value, index) => value !== own[index]);
            return at !== -1 && (key[at] ?? 0) < (own[at] ?? 0);
          });
          expect(one.place).toBe(better.length + 1);
        }
      }),
    );
  });

  it('never puts somebody lower for more points in a stage', () => {
    fc.assert(
      fc.property(anyContenders, fc.nat(), fc.integer({ min: 1, max: 3 }), (list, at, more) => {
        fc.pre(list.length > 0);
        const contenders = list.map((one) =>
          contender(one.candidateNumber, one.exam, one.interview, one.essay),
        );
        const chosen = contenders[at % contenders.length] as StagesContender;
        const placeOf = (of: readonly StagesContender[]) =>
          rankStages(of, rule).find((one) => one.candidateNumber === chosen.candidateNumber)?.place ?? 0;
        const better = contenders.map((one) =>
          one === chosen
            ? { ...one, parts: { ...one.parts, interview: (one.parts['interview'] ?? 0) + more } }
            : one,
        );
        expect(placeOf(better)).toBeLessThanOrEqual(placeOf(contenders));
      }),
    );
  });

  it('has a lot that another seed, session or number changes', () => {
    const seed = Buffer.alloc(32, 1);
    const lots = [
      tieLot(seed, 's1', 'A'),
      tieLot(seed, 's1', 'B'),
      tieLot(seed, 's2', 'A'),
      tieLot(Buffer.alloc(32, 2), 's1', 'A'),
    ];
    expect(new Set(lots).size).toBe(4);
    expect(lots[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});
