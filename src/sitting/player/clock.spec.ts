import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Clock } from './clock.js';

const MINUTE = 60_000;

/** A device whose clocks are moved by hand. */
function device() {
  const clocks = { now: 1_000_000, wallNow: 5_000_000 };
  return {
    monotonic: () => clocks.now,
    wall: () => clocks.wallNow,
    pass: (milliseconds: number) => {
      clocks.now += milliseconds;
      clocks.wallNow += milliseconds;
    },
    sleep: (milliseconds: number) => {
      clocks.wallNow += milliseconds;
    },
    setWall: (milliseconds: number) => {
      clocks.wallNow += milliseconds;
    },
  };
}

const TEN_MINUTES = { serverTime: 1000, deadline: 1000 + 10 * MINUTE, pausedLeft: null };

describe('the clock of the exam', () => {
  it('runs by the device between two words of the server', () => {
    const hand = device();
    const clock = new Clock(hand);
    clock.set(TEN_MINUTES);
    hand.pass(MINUTE);
    expect(clock.left).toBe(9 * MINUTE);
    expect(clock.hasJumped).toBe(false);
  });

  it('counts the time of a closed lid, in which the monotonic clock stood still', () => {
    const hand = device();
    const clock = new Clock(hand);
    clock.set(TEN_MINUTES);
    hand.sleep(4 * MINUTE);
    expect(clock.left).toBe(6 * MINUTE);
    expect(clock.hasJumped).toBe(true);
  });

  it('gains nothing by a wall clock that is set back, and loses nothing for good by one set forward', () => {
    const hand = device();
    const clock = new Clock(hand);
    clock.set(TEN_MINUTES);
    hand.setWall(-60 * MINUTE);
    hand.pass(MINUTE);
    expect(clock.left).toBe(9 * MINUTE);
    hand.setWall(120 * MINUTE);
    expect(clock.left).toBe(0);
    clock.set({ ...TEN_MINUTES, serverTime: TEN_MINUTES.serverTime + MINUTE });
    expect(clock.left).toBe(9 * MINUTE);
  });

  it('goes on after a reload by the wall clock, and never back', () => {
    const hand = device();
    const clock = new Clock(hand);
    clock.set(TEN_MINUTES);
    hand.pass(2 * MINUTE);
    const kept = clock.keep();
    const later = device();
    later.setWall(3 * MINUTE);
    const reloaded = new Clock(later);
    reloaded.restore(kept);
    expect(reloaded.left).toBe(7 * MINUTE);
    const back = device();
    back.setWall(-30 * MINUTE);
    const cheated = new Clock(back);
    cheated.restore(kept);
    expect(cheated.left).toBe(8 * MINUTE);
  });

  it('stands while it is stopped', () => {
    const hand = device();
    const clock = new Clock(hand);
    clock.set({ serverTime: 1000, deadline: 1000 + 600 * MINUTE, pausedLeft: 10 * MINUTE });
    hand.pass(5 * MINUTE);
    expect(clock.stands).toBe(true);
    expect(clock.left).toBe(10 * MINUTE);
  });

  it('never gains, whatever the wall clock does and however often the page is loaded', () => {
    const step = fc.record({
      passes: fc.nat({ max: 5 * MINUTE }),
      jumps: fc.integer({ min: -60 * MINUTE, max: 60 * MINUTE }),
      reload: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const hand = device();
        let clock = new Clock(hand);
        clock.set(TEN_MINUTES);
        let worked = 0;
        for (const { passes, jumps, reload } of steps) {
          hand.pass(passes);
          worked += passes;
          hand.setWall(jumps);
          expect(clock.left).toBeLessThanOrEqual(Math.max(0, 10 * MINUTE - worked));
          if (!reload) continue;
          const kept = clock.keep();
          clock = new Clock(hand);
          clock.restore(kept);
        }
      }),
    );
  });
});
