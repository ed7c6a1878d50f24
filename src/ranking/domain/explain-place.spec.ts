import { describe, expect, it } from '@jest/globals';
import type { AnyRankingRule } from './any-rule.js';
import { explainPlace, type ExplainedPlace, type Placed } from './explain-place.js';
import { rank, RANKING_CODE, rankingRule } from './rank.js';
import { rankStages, STAGES_RANKING_CODE, stagesRule, type StagesRankingRule } from './rank-stages.js';

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
      scaled: null,
      parts: [
        { code: 'exam', points: 2000, scaled: null, maximum: 4000, weight: 60, adds: 3000 },
        { code: 'interview', points: 2000, scaled: null, maximum: 2000, weight: 40, adds: 4000 },
      ],
      above: {
        candidateNumber: 'B',
        place: 2,
        points: 7000,
        decidedBy: 'lot',
        part: null,
        onScale: false,
        own: null,
        theirs: null,
      },
      below: {
        candidateNumber: 'D',
        place: 4,
        points: 7000,
        decidedBy: 'part',
        part: 'interview',
        onScale: false,
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
      parts: [{ code: 'law', points: 1, scaled: null, maximum: null, weight: null, adds: 1 }],
      above: { candidateNumber: 'A', decidedBy: 'part', part: 'law', own: 1, theirs: 3 },
      below: null,
    });
  });

  it('tells points as they were had and on the scale, and that the scale decided', () => {
    const scale = { version: 1, method: 'percentile', base: null } as const;
    const exam = rankingRule(['law'], scale);
    const of = (candidateNumber: string, points: number, scaled: number, law: number) => ({
      candidateNumber,
      points,
      parts: { law: points },
      scaled,
      scaledParts: { law },
      passed: true,
      lot: null,
    });
    const ranked = rank([of('A', 900, 500, 1), of('B', 300, 700, 1), of('C', 400, 500, 2)], exam);
    expect(why(exam, ranked, 'C')).toMatchObject({
      place: 2,
      points: 400,
      scaled: 500,
      parts: [{ code: 'law', points: 400, scaled: 2 }],
      above: { candidateNumber: 'B', decidedBy: 'total', onScale: true, own: 500, theirs: 700 },
      below: { candidateNumber: 'A', decidedBy: 'part', onScale: true, own: 2, theirs: 1 },
    });
    const over = stagesRule(
      [
        { code: 'exam', weight: 1, maximum: 10_000, scale },
        { code: 'interview', weight: 1, maximum: 1000, scale: null },
      ],
      { ties: ['exam'], last: 'equal' },
    );
    const both = rankStages(
      [
        // 25 of 100 on the scale and 10 of 10; then 75 and 5, which is as much.
        {
          candidateNumber: 'X',
          parts: { exam: 300, interview: 1000 },
          scaledParts: { exam: 250_000_000 },
          lot: null,
        },
        {
          candidateNumber: 'Y',
          parts: { exam: 200, interview: 500 },
          scaledParts: { exam: 750_000_000 },
          lot: null,
        },
      ],
      over,
    );
    expect(why(over, both, 'Y')).toMatchObject({
      place: 1,
      points: 6250,
      scaled: null,
      parts: [
        { code: 'exam', points: 200, scaled: 750_000_000, maximum: 10_000, adds: 3750 },
        { code: 'interview', points: 500, scaled: null, maximum: 1000, adds: 2500 },
      ],
      below: { candidateNumber: 'X', points: 6250, decidedBy: 'part', part: 'exam', onScale: true },
    });
  });
});
