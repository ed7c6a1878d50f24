import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { waitingState, type WaitingFacts } from './waiting-state.js';

const READY: WaitingFacts = {
  session: 'open',
  isPaused: false,
  now: 1500,
  opensAt: 1000,
  startAt: 1400,
  entryClosesAt: 9000,
  admitted: true,
  sitting: null,
};

describe('waitingState', () => {
  it.each<[string, Partial<WaitingFacts>]>([
    ['may-start', {}],
    ['early', { now: 999 }],
    ['early', { now: 999, isPaused: true, session: 'scheduled' }],
    ['waiting', { now: 1399 }],
    ['waiting', { session: 'scheduled' }],
    ['waiting', { admitted: false }],
    ['paused', { isPaused: true }],
    ['paused', { isPaused: true, admitted: false }],
    ['entry-closed', { now: 9000 }],
    ['closed', { session: 'closed', now: 9000 }],
    ['void', { session: 'void', now: 9000 }],
    ['void', { sitting: 'void' }],
    ['sitting', { sitting: 'open', isPaused: true, now: 9001 }],
    ['handed-in', { sitting: 'closed', session: 'closed' }],
  ])('is %s for %j', (state, facts) => {
    expect(waitingState({ ...READY, ...facts })).toBe(state);
  });

  it('says that somebody may start only where nothing stands against it', () => {
    const facts = fc.record({
      session: fc.constantFrom<WaitingFacts['session']>('scheduled', 'open', 'closed', 'void'),
      isPaused: fc.boolean(),
      now: fc.integer({ min: 0, max: 100 }),
      opensAt: fc.integer({ min: 0, max: 50 }),
      startAt: fc.integer({ min: 0, max: 60 }),
      entryClosesAt: fc.integer({ min: 51, max: 100 }),
      admitted: fc.boolean(),
      sitting: fc.constantFrom<WaitingFacts['sitting']>(null, 'open', 'closed', 'void'),
    });
    fc.assert(
      fc.property(facts, (one) => {
        const may =
          one.session === 'open' &&
          !one.isPaused &&
          one.admitted &&
          one.sitting === null &&
          one.now >= Math.max(one.opensAt, one.startAt) &&
          one.now < one.entryClosesAt;
        expect(waitingState(one) === 'may-start').toBe(may);
      }),
    );
  });
});
