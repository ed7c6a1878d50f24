import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  afterEvent,
  INCIDENT_KINDS,
  lapsed,
  nextStep,
  outcomesOf,
  type IncidentEvent,
  type IncidentFacts,
} from './incident-state.js';

const facts = (more: Partial<IncidentFacts> = {}): IncidentFacts => ({
  state: 'open',
  witnesses: ['opener'],
  decider: null,
  isTakenDown: false,
  isAnswerOver: false,
  isContestOver: false,
  ...more,
});
const codeOf = (result: ReturnType<typeof afterEvent>) => (result.ok ? result.value : result.refusal.code);

describe('an incident', () => {
  it.each<[string, Partial<IncidentFacts>, Exclude<IncidentEvent, 'lapse'>, string, string]>([
    ['waits for an answer', {}, 'find', 'second', 'INCIDENT.WAITS'],
    ['is decided once it is answered', { state: 'answered' }, 'find', 'second', 'found'],
    ['is decided when the time is over', { isAnswerOver: true }, 'clear', 'second', 'cleared'],
    [
      'waits where an answer was only taken down',
      { state: 'answered', isTakenDown: true },
      'find',
      'second',
      'INCIDENT.WAITS',
    ],
    [
      'hears the candidate beside what was taken down',
      { state: 'answered', isTakenDown: true },
      'answer',
      'candidate',
      'answered',
    ],
    [
      'is decided on what was taken down once the time is over',
      { state: 'answered', isTakenDown: true, isAnswerOver: true },
      'clear',
      'second',
      'cleared',
    ],
    [
      'hears the candidate beside what was taken down, late as well',
      { state: 'answered', isTakenDown: true, isAnswerOver: true },
      'answer',
      'candidate',
      'answered',
    ],
    [
      'hears nobody beside what was taken down once it is decided',
      { state: 'found', isTakenDown: true, isAnswerOver: true },
      'answer',
      'candidate',
      'INCIDENT.STATE',
    ],
    ['hears a late answer', { isAnswerOver: true }, 'answer', 'candidate', 'answered'],
    ['hears no second answer', { state: 'answered' }, 'answer', 'candidate', 'INCIDENT.STATE'],
    ['is not decided by its opener', { state: 'answered' }, 'find', 'opener', 'INCIDENT.TOOK_PART'],
    ['is contested in time', { state: 'found', decider: 'second' }, 'contest', 'candidate', 'contested'],
    [
      'is not contested afterwards',
      { state: 'found', decider: 'second', isContestOver: true },
      'contest',
      'candidate',
      'INCIDENT.CONTEST_OVER',
    ],
    ['is contested once', { state: 'final', decider: 'second' }, 'contest', 'candidate', 'INCIDENT.STATE'],
    [
      'is not reviewed by its decider',
      { state: 'contested', decider: 'second' },
      'uphold',
      'second',
      'INCIDENT.TOOK_PART',
    ],
    [
      'is not reviewed by its opener',
      { state: 'contested', decider: 'second' },
      'overturn',
      'opener',
      'INCIDENT.TOOK_PART',
    ],
    ['is reviewed by a third', { state: 'contested', decider: 'second' }, 'overturn', 'third', 'cleared'],
    ['is not settled while it can be contested', { state: 'found' }, 'settle', 'nobody', 'INCIDENT.STATE'],
    ['is settled after that', { state: 'found', isContestOver: true }, 'settle', 'nobody', 'settled'],
    ['is settled once', { state: 'settled' }, 'settle', 'nobody', 'INCIDENT.STATE'],
  ])('%s', (_, more, event, by, after) => {
    expect(codeOf(afterEvent(facts(more), event, [by]))).toBe(after);
  });

  it('counts in whose place somebody acts', () => {
    expect(codeOf(afterEvent(facts({ state: 'answered' }), 'find', ['deputy', 'opener']))).toBe(
      'INCIDENT.TOOK_PART',
    );
  });

  it('says who is next', () => {
    expect(nextStep(facts())).toBe('answer');
    expect(nextStep(facts({ isAnswerOver: true }))).toBe('decide');
    expect(nextStep(facts({ state: 'found' }))).toBe('contest');
    expect(nextStep(facts({ state: 'found', isContestOver: true }))).toBe('time');
  });

  it('can always end with nothing, and a technical one never with misconduct', () => {
    for (const kind of INCIDENT_KINDS) expect(outcomesOf(kind)).toContain('none');
    expect(outcomesOf('technical')).not.toContain('void-misconduct');
    expect(outcomesOf('other-person')).not.toContain('void-failure');
  });

  it('has no consequence without an answer or its time, without a second person, or before it can be contested', () => {
    const EVENTS = [
      'answer',
      'clear',
      'find',
      'contest',
      'accept',
      'uphold',
      'overturn',
      'settle',
      'answer-over',
      'contest-over',
    ] as const;
    const act = fc.record({
      event: fc.constantFrom(...EVENTS),
      by: fc.constantFrom('opener', 'witness', 'second', 'third'),
    });
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 30 }), (acts) => {
        let now = facts({ witnesses: ['opener', 'witness'] });
        const done: string[] = [];
        let decider = '';
        let reviewer = '';
        for (const { event, by } of acts) {
          if (event === 'answer-over' || event === 'contest-over') {
            now = {
              ...now,
              ...(event === 'answer-over'
                ? { isAnswerOver: true }
                : now.state === 'found' && { isContestOver: true }),
            };
            done.push(event);
            continue;
          }
          const was = lapsed(now);
          const next = afterEvent(now, event, [by]);
          if (!next.ok) continue;
          now = { ...now, state: next.value };
          done.push(event);
          if (event === 'clear' || event === 'find') {
            decider = by;
            now = { ...now, decider: by };
          }
          if (event === 'uphold' || event === 'overturn') reviewer = by;
          if (event !== 'settle') continue;
          expect(done.some((one) => one === 'answer' || one === 'answer-over')).toBe(true);
          expect(['second', 'third']).toContain(decider);
          if (was === 'final')
            expect(done.some((one) => ['accept', 'contest-over', 'uphold'].includes(one))).toBe(true);
          if (reviewer !== '') {
            expect(['second', 'third']).toContain(reviewer);
            expect(reviewer).not.toBe(decider);
          }
          expect(done.includes('overturn') && was === 'final').toBe(false);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
