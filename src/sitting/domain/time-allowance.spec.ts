import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Accommodations } from './accommodations.js';
import {
  addTime,
  allowedMilliseconds,
  runClock,
  stands,
  stopClock,
  timeLeft,
  type SittingClock,
} from './time-allowance.js';

describe('allowedMilliseconds', () => {
  it.each([
    [90, {}, 5_400_000],
    [90, { extraTimePercent: 25 }, 6_750_000],
    [1, { extraTimePercent: 1 }, 61_000],
    [7, { extraTimePercent: 33 }, 559_000],
    [7, { breakMinutes: 10 }, 420_000],
  ])('%d minutes with %j', (minutes, accommodations, expected) => {
    expect(allowedMilliseconds(minutes, accommodations)).toBe(expected);
  });

  it('is whole seconds, never less than due and less than a second more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 0, max: 300 }), (minutes, percent) => {
        const allowed = allowedMilliseconds(minutes, { extraTimePercent: percent });
        const due = minutes * 600 * (100 + percent);
        expect(allowed % 1000).toBe(0);
        expect(allowed).toBeGreaterThanOrEqual(due);
        expect(allowed - due).toBeLessThan(1000);
      }),
    );
  });
});

// What may happen to a sitting's clock, each after a while.
type Act =
  | { readonly do: 'stop' }
  | { readonly do: 'run' }
  | { readonly do: 'break'; readonly longest: number }
  | { readonly do: 'extend'; readonly milliseconds: number }
  | { readonly do: 'grant'; readonly accommodations: Accommodations };

const act = fc.oneof(
  fc.constantFrom<Act>({ do: 'stop' }, { do: 'run' }),
  fc.record({ do: fc.constant('break' as const), longest: fc.integer({ min: 0, max: 900_000 }) }),
  fc.record({ do: fc.constant('extend' as const), milliseconds: fc.integer({ min: 1, max: 1_800_000 }) }),
  fc.record({
    do: fc.constant('grant' as const),
    accommodations: fc.record({ extraTimePercent: fc.integer({ min: 0, max: 100 }) }),
  }),
);
const day = fc.array(fc.tuple(fc.integer({ min: 0, max: 1_200_000 }), act), { maxLength: 25 });

const START = 1_790_000_000_000;

/**
 * Lives through a day a stretch at a time, and counts apart from the formulas how long the clock ran: a stretch counts
 * where nothing stands, and from where a break has lasted its time.
 */
function live(minutes: number, acts: readonly (readonly [number, Act])[]) {
  let clock: SittingClock = { deadline: START + allowedMilliseconds(minutes, {}), pausedLeft: null };
  let granted: Accommodations = {};
  let extended = 0;
  let now = START;
  let worked = 0;
  let standsUntil: number | null = null;
  const due = (): number => allowedMilliseconds(minutes, granted) + extended;
  const pass = (to: number): void => {
    const from = standsUntil === null ? now : Math.min(to, Math.max(now, standsUntil));
    worked += to - from;
    now = to;
    if (standsUntil !== null && standsUntil <= now) standsUntil = null;
  };
  for (const [wait, next] of acts) {
    pass(now + wait);
    if (worked > due()) break;
    if (next.do === 'run') {
      clock = runClock(clock, now);
      standsUntil = null;
    } else if (next.do === 'stop') {
      clock = stopClock(clock, now);
      standsUntil = Infinity;
    } else if (next.do === 'break') {
      clock = stopClock(clock, now, next.longest);
      standsUntil = now + next.longest;
    } else if (next.do === 'extend') {
      clock = addTime(clock, now, next.milliseconds);
      extended += next.milliseconds;
    } else {
      const before = due();
      granted = next.accommodations;
      clock = addTime(clock, now, due() - before);
      // Revoked after more was worked than is due now: over at once, nothing is taken back.
      if (due() < worked) return { clock, now, worked, due: worked };
    }
  }
  return { clock, now, worked, due: due() };
}

describe('a sitting’s clock', () => {
  it('gives nobody a millisecond more or less than is due, whatever is done to it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 180 }), day, (minutes, acts) => {
        const { clock, now, worked, due } = live(minutes, acts);
        if (worked > due) {
          expect(clock.deadline).toBe(now - (worked - due));
          return;
        }
        expect(worked + timeLeft(clock, now)).toBe(due);
        // Left alone from now on, it reaches its deadline having run for exactly what was left.
        const standstill = stands(clock, now) ? clock.deadline - (clock.pausedLeft ?? 0) - now : 0;
        expect(clock.deadline - now - standstill).toBe(due - worked);
      }),
      { numRuns: 1000 },
    );
  });

  it('stands while it is stopped, and runs on by itself when a break has lasted its time', () => {
    const started = { deadline: 60_000, pausedLeft: null };
    const onBreak = stopClock(started, 20_000, 5000);
    expect(onBreak).toEqual({ deadline: 65_000, pausedLeft: 40_000 });
    expect(stands(onBreak, 24_999)).toBe(true);
    expect(timeLeft(onBreak, 24_999)).toBe(40_000);
    expect(stands(onBreak, 25_000)).toBe(false);
    expect(timeLeft(onBreak, 30_000)).toBe(35_000);
    expect(runClock(onBreak, 22_000)).toEqual({ deadline: 62_000, pausedLeft: null });
    expect(runClock(onBreak, 30_000)).toEqual({ deadline: 65_000, pausedLeft: null });
  });

  it('takes away no more than what is left', () => {
    expect(addTime({ deadline: 60_000, pausedLeft: null }, 50_000, -20_000)).toEqual({
      deadline: 50_000,
      pausedLeft: null,
    });
    expect(addTime({ deadline: 90_000, pausedLeft: 10_000 }, 50_000, -20_000)).toEqual({
      deadline: 80_000,
      pausedLeft: 0,
    });
  });
});
