const FIRST = 500;
const LONGEST = 15_000;

/**
 * How long to rest before the next try, in milliseconds: growing with each failure, and spread, so that a server that
 * comes back is not met by everybody at once.
 *
 * @param failures from 1. @param retryAfter seconds that the server asked for, or null.
 */
export const backOff = (failures: number, retryAfter: number | null = null): number =>
  Math.max(Math.min(LONGEST, FIRST * 2 ** Math.min(failures, 5)), (retryAfter ?? 0) * 1000) *
  (0.75 + Math.random() / 2);
