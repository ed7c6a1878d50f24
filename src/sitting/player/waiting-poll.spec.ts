import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { waitingPoll } from './waiting-poll.js';

describe('the questions of the waiting room', () => {
  it('are seldom far from the start, and more often near it or where staff must do something', () => {
    expect(waitingPoll(3_600_000, false, 0.5)).toBe(60_000);
    expect(waitingPoll(120_000, false, 0.5)).toBe(30_000);
    expect(waitingPoll(0, false, 0.5)).toBe(15_000);
    expect(waitingPoll(3_600_000, true, 0.5)).toBe(8000);
  });

  it('are never closer than six seconds, and never all at once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e7, max: 1e8 }),
        fc.boolean(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (until, held, chance) => {
          const rest = waitingPoll(until, held, chance);
          expect(rest).toBeGreaterThanOrEqual(6000);
          expect(rest).toBeLessThanOrEqual(75_000);
          expect(waitingPoll(until, held, 1) - waitingPoll(until, held, 0)).toBeGreaterThan(3000);
        },
      ),
    );
  });
});
