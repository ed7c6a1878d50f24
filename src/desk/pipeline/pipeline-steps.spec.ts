import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { furthest, hasReached, standingOf, stepsOf, type Reached } from './pipeline-steps.js';

const nobody: Reached = {
  screening: 'waiting',
  hasSat: false,
  hasPassed: false,
  stages: {},
  place: null,
  offer: null,
  postId: null,
};
const stages = [
  { code: 'exam', title: { en: 'Exam' } },
  { code: 'interview', title: { en: 'Interview' } },
];
const ids = (isScreened: boolean, with_ = stages): string[] => stepsOf(with_, isScreened).map(({ id }) => id);

describe('where candidates stand', () => {
  it('goes through the stages, or through the one exam', () => {
    expect(ids(true)).toEqual([
      'applied',
      'eligible',
      'sat',
      'stage:exam',
      'stage:interview',
      'ranked',
      'offered',
      'accepted',
      'appointed',
    ]);
    expect(ids(false, [])).toEqual([
      'applied',
      'sat',
      'passed',
      'ranked',
      'offered',
      'accepted',
      'appointed',
    ]);
  });

  it.each<[Partial<Reached>, string, string]>([
    [{}, 'applied', 'in'],
    [{ screening: 'not-eligible' }, 'applied', 'out'],
    [{ screening: 'eligible' }, 'eligible', 'in'],
    [{ screening: 'eligible', hasSat: true, stages: { exam: 'out' } }, 'sat', 'out'],
    [{ hasSat: true, stages: { exam: 'advanced' } }, 'stage:exam', 'in'],
    [{ hasSat: true, stages: { exam: 'advanced', interview: 'absent' } }, 'stage:exam', 'out'],
    [{ hasSat: true, stages: { exam: 'advanced', interview: 'advanced' }, place: 3 }, 'ranked', 'in'],
    [{ hasSat: true, place: 1, offer: 'offered' }, 'offered', 'in'],
    [{ hasSat: true, place: 1, offer: 'accepted' }, 'accepted', 'in'],
    [{ hasSat: true, place: 1, postId: 'p' }, 'appointed', 'appointed'],
  ])('%j', (more, step, standing) => {
    const one = { ...nobody, ...more };
    expect(furthest(one, stepsOf(stages, true))?.id).toBe(step);
    expect(standingOf(one)).toBe(standing);
  });

  it('has a furthest step for everybody, and none beyond it', () => {
    const any = fc.record({
      screening: fc.constantFrom('waiting', 'eligible', 'not-eligible', 'more'),
      hasSat: fc.boolean(),
      hasPassed: fc.boolean(),
      stages: fc.dictionary(
        fc.constantFrom('exam', 'interview'),
        fc.constantFrom('advanced', 'out', 'absent'),
      ),
      place: fc.option(fc.nat(100)),
      offer: fc.constantFrom('offered' as const, 'accepted' as const, null),
      postId: fc.option(fc.constant('p')),
    });
    fc.assert(
      fc.property(any, fc.boolean(), (one, isScreened) => {
        const steps = stepsOf(stages, isScreened);
        const last = furthest(one, steps);
        const after = steps.slice(steps.findIndex(({ id }) => id === last?.id) + 1);
        expect(last).toBeDefined();
        expect(after.some(({ id }) => hasReached(one, id))).toBe(false);
      }),
    );
  });
});
