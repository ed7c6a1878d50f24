import { describe, expect, it } from '@jest/globals';
import type { AnyRankingRule } from './any-rule.js';
import { explainPlace, type ExplainedPlace, type Placed } from './explain-place.js';
import { rank, RANKING_CODE } from './rank.js';
import { rankStages, STAGES_RANKING_CODE, type StagesRankingRule } from './rank-stages.js';

const rule: StagesRankingRule = {
  code: STAGES_RANKING_CODE,
  stages: [
    { code: 'exam', weight: 60, maximum: 4000 },
    { code: 'interview', weight: 40, maximum: 2000 },
  ],
  ties: ['interview'],
  last: 'lot',
};
const places = rankStages(
  [
    { candidateNumber: 'A', parts: { exam: 4000, interview: 2000 }, lot: '1' },
    { candidateNumber: 'B', parts: { exam: 2000, interview: 2000 }, lot: '2' },
    { candidateNumber: 'C', parts: { exam: 2000, interview: 2000 }, lot: '3' },
    { candidateNumber: 'D', parts: { exam: 4000, interview: 500 }, lot: '0' },
  ],
  rule,
);

const why = (by: AnyRankingRule, all: readonly ExplainedPlace[], number: string) => {
  const placed = all.filter((one): one is Placed => one.place !== null);
  const own = placed.find((one) => one.candidateNumber === number) as Placed;
  return explainPlace(by, {
    own,
    above: placed.findLast(({ place }) => place < own.place) ?? null,
    below: placed.find(({ place }) => place > own.place) ?? null,
    ranked: placed.length,
    sharedWith: placed.filter(({ place }) => place === own.place).length - 1,
  });
};

describe('why somebody has their place', () => {
  it('says what each stage adds, and what decided against the next above and below', () => {
    expect(why(rule, places, 'C')).toEqual({
      candidateNumber: 'C',
      place: 3,
      ranked: 4,
      sharedWith: 0,
      points: 7000,
      parts: [
        { code: 'exam', points: 2000, maximum: 4000, weight: 60, adds: 3000 },
        { code: 'interview', points: 2000, maximum: 2000, weight: 40, adds: 4000 },
      ],
      above: {
        candidateNumber: 'B',
        place: 2,
        points: 7000,
        decidedBy: 'lot',
        part: null,
        own: null,
        theirs: null,
      },
      below: {
        candidateNumber: 'D',
        place: 4,
        points: 7000,
        decidedBy: 'part',
        part: 'interview',
        own: 2000,
        theirs: 500,
      },
    });
    expect(why(rule, places, 'A')).toMatchObject({
      above: null,
      below: { candidateNumber: 'B', decidedBy: 'total', own: 10_000, theirs: 7000 },
    });
  });

  it('knows a ranking of one exam, with places that are shared and those who have none', () => {
    const exam = { code: RANKING_CODE, subjectOrder: ['law'] } as const;
    const of = (candidateNumber: string, law: number, logic: number, passed = true) => ({
      candidateNumber,
      points: law + logic,
      parts: { law, logic },
      passed,
      lot: null,
    });
    const ranked = rank([of('A', 3, 1), of('B', 1, 3), of('C', 1, 3), of('D', 0, 0, false)], exam);
    expect(why(exam, ranked, 'B')).toMatchObject({
      place: 2,
      ranked: 3,
      sharedWith: 1,
      parts: [{ code: 'law', points: 1, maximum: null, weight: null, adds: 1 }],
      above: { candidateNumber: 'A', decidedBy: 'part', part: 'law', own: 1, theirs: 3 },
      below: null,
    });
  });
});
