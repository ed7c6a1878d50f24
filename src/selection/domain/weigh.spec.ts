import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fallenOut, newcomers, weigh, withKept, type ToWeigh } from './weigh.js';

const score = (
  applicationId: string,
  points: number | null,
  number: string | null = `n-${applicationId}`,
) => ({
  applicationId,
  number,
  points,
  passed: null,
});
const EXAM: ToWeigh = {
  stage: { code: 'exam', rule: { kind: 'best', count: 1 } },
  most: 1000,
  members: ['a', 'b', 'c'].map((applicationId) => ({ applicationId, before: null })),
  scores: [score('a', 700), score('b', 600)],
  drawn: new Map([['c', 'drawn']]),
  before: [],
};

describe('a stage that is weighed', () => {
  it('has everybody who is in it, by the number of their sitting or one that was drawn', () => {
    expect(weigh(EXAM).map(({ number, points, outcome }) => [number, points, outcome])).toEqual([
      ['n-a', 700, 'advanced'],
      ['n-b', 600, 'out'],
      ['drawn', null, 'absent'],
    ]);
  });

  it('weighs what counted in the stages before', () => {
    const rule = {
      kind: 'weighted' as const,
      least: 60,
      stages: [
        { code: 'exam', weight: 1 },
        { code: 'interview', weight: 1 },
      ],
    };
    const after = (points: number) =>
      weigh({
        stage: { code: 'interview', rule },
        most: 100,
        members: [{ applicationId: 'a', before: 'n-a' }],
        scores: [score('a', 50)],
        drawn: new Map(),
        before: [{ code: 'exam', most: 1000, results: [{ applicationId: 'a', points, scaled: null }] }],
      })[0]?.outcome;
    expect([after(699), after(700)]).toEqual(['out', 'advanced']);
  });
});

describe('another version of a conclusion', () => {
  const lines = (outcomes: readonly ('advanced' | 'out')[]) =>
    outcomes.map((outcome, index) => ({ applicationId: String(index), outcome }));
  const outcomes = fc.array(fc.constantFrom('advanced' as const, 'out' as const), { maxLength: 8 });

  it('lets nobody fall out who stays', () => {
    fc.assert(
      fc.property(outcomes, outcomes, (before, after) => {
        const was = lines(before).slice(0, after.length);
        const now = lines(after);
        const fallen = fallenOut(was, now);
        const kept = withKept(now, new Set(fallen));
        expect(fallenOut(was, kept)).toEqual([]);
        expect(kept.filter((one) => one.kept).map(({ applicationId }) => applicationId)).toEqual(fallen);
      }),
    );
  });

  it('has newcomers where somebody new took no part or has no number, and nowhere else', () => {
    const was = [{ applicationId: 'a', outcome: 'out' as const }];
    const one = (applicationId: string, points: number | null, number: string | null) =>
      weigh({
        ...EXAM,
        members: [{ applicationId, before: 'x' }],
        scores: [score(applicationId, points, number)],
        drawn: new Map(),
      });
    expect(newcomers(was, one('a', null, null))).toEqual([]);
    expect(newcomers(was, one('b', 700, 'n'))).toEqual([]);
    expect(newcomers(was, one('b', 700, null))).toHaveLength(1);
    expect(newcomers(was, one('b', null, 'n'))).toHaveLength(1);
    expect(newcomers(was, weigh(EXAM))).toEqual([]);
  });
});
