import { ok, refuse, type Result } from '../../kernel/index.js';

const DAY = 86_400_000;
/** Days for which something can be handed over at most: a year. */
export const LONGEST = 366;
/** Characters: a reason is a sentence. */
export const MIN_REASON = 10;

export interface DelegationWish {
  readonly role: string;
  readonly scopeId: string;
  /** Sign-in name. */
  readonly to: string;
  /** The first and the last day, `yyyy-mm-dd`, in UTC. */
  readonly from: string;
  readonly until: string;
  readonly reason: string;
}

/**
 * From when until when something is handed over: both days belong to it, and what began before now begins now.
 *
 * @param now by PostgreSQL's clock. Refusals: DELEGATION.DATES, DELEGATION.REASON.
 */
export function delegationTimes(
  { from, until, reason }: Pick<DelegationWish, 'from' | 'until' | 'reason'>,
  now: Date,
): Result<{ startsAt: Date; endsAt: Date }> {
  const first = dayOf(from);
  const last = dayOf(until);
  const endsAt = last + DAY;
  const startsAt = Math.max(first, now.getTime());
  // Not a number is neither more nor less.
  const fits = startsAt < endsAt && endsAt - startsAt <= LONGEST * DAY && first <= last;
  const fields = {
    ...(!fits && { until: 'DELEGATION.DATES' }),
    ...(reason.trim().length < MIN_REASON && { reason: 'DELEGATION.REASON' }),
  };
  const [code] = Object.values(fields);
  if (code !== undefined) return refuse('invalid', code, 'It cannot be handed over like this.', { fields });
  return ok({ startsAt: new Date(startsAt), endsAt: new Date(endsAt) });
}

/** Not a number where it is no day of the calendar. */
function dayOf(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return NaN;
  const time = Date.parse(`${text}T00:00:00Z`);
  return new Date(time || 0).toISOString().slice(0, 10) === text ? time : NaN;
}
