import type { Accommodations } from './accommodations.js';

/**
 * The arithmetic of a sitting's time. Pure; all in milliseconds, moments since 1970 by PostgreSQL's clock. This file
 * also runs in the browser.
 *
 * A sitting has a deadline and, while its clock stands, what was left when it was stopped. A standstill is bounded: it
 * lasts until `deadline - pausedLeft`, after which the clock runs on by itself and reaches the same deadline. So nothing
 * has to wake up for a break's limit to hold.
 */
export interface SittingClock {
  readonly deadline: number;
  /** What was left when the clock was stopped, or null where it runs. */
  readonly pausedLeft: number | null;
}

/** How long a stop by staff may last before the clock would run on by itself. */
export const LONGEST_PAUSE = 30 * 24 * 3_600_000;

/**
 * How long a candidate may work.
 *
 * @param minutes the session's. @returns whole seconds, rounded up, in milliseconds.
 */
export function allowedMilliseconds(minutes: number, accommodations: Accommodations): number {
  const seconds = (minutes * 60 * (100 + (accommodations.extraTimePercent ?? 0))) / 100;
  return Math.ceil(seconds) * 1000;
}

/** The working time that is left at a moment, 0 where it has run out. */
export const timeLeft = ({ deadline, pausedLeft }: SittingClock, now: number): number =>
  Math.max(0, Math.min(pausedLeft ?? Infinity, deadline - now));

/** Whether the clock stands at a moment; a standstill that has lasted its time is over. */
export const stands = ({ deadline, pausedLeft }: SittingClock, now: number): boolean =>
  pausedLeft !== null && deadline - now > pausedLeft;

/** Stops the clock, for `longest` at most; where it stands already, the standstill's end is set anew. */
export function stopClock(clock: SittingClock, now: number, longest = LONGEST_PAUSE): SittingClock {
  const left = timeLeft(clock, now);
  return { deadline: now + left + longest, pausedLeft: left };
}

/** Lets the clock run with what is left. */
export const runClock = (clock: SittingClock, now: number): SittingClock => ({
  deadline: now + timeLeft(clock, now),
  pausedLeft: null,
});

/** Adds working time, or takes some away, but never more than is left: what was worked stays worked. */
export function addTime(clock: SittingClock, now: number, milliseconds: number): SittingClock {
  const left = Math.max(0, timeLeft(clock, now) + milliseconds);
  if (!stands(clock, now)) return { deadline: now + left, pausedLeft: null };
  return { deadline: clock.deadline - (clock.pausedLeft ?? 0) + left, pausedLeft: left };
}
