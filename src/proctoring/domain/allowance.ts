/** What a client has left, and when that was so, in milliseconds of a monotonic clock. */
export interface Allowance {
  readonly left: number;
  readonly at: number;
}

/** A bucket of so many that refills at a rate (a token bucket: Turner, IEEE Communications 24(10), 1986). */
export interface Rate {
  readonly most: number;
  readonly perSecond: number;
}

/**
 * Takes one. @param before of an earlier take; undefined: the bucket is full.
 * @returns what is left, or null where nothing was.
 */
export function take(rate: Rate, before: Allowance | undefined, now: number): Allowance | null {
  const refilled = before ? before.left + (Math.max(0, now - before.at) / 1000) * rate.perSecond : rate.most;
  const left = Math.min(rate.most, refilled) - 1;
  return left < 0 ? null : { left, at: now };
}
