import { ok, refuse, type Result } from '../../kernel/index.js';
import { END_REASONS, type EndReason } from '../facts.js';

export interface EndWish {
  readonly reason: string;
  /** `yyyy-mm-dd`. */
  readonly endedOn: string;
}

/** Hours by which the day begins earlier in the easternmost place than in Greenwich. */
const EARLIEST_ZONE = 14;

/**
 * Can an appointment have ended like this? On a day of the calendar that has begun somewhere, and not before its own day.
 *
 * @param decidedAt when the appointment was made. @param now by PostgreSQL's clock.
 * @returns the wish, known to be right. Refusals: APPOINTMENT.END_REASON, APPOINTMENT.END_DAY,
 *   APPOINTMENT.END_BEFORE_START, APPOINTMENT.END_NOT_YET.
 */
export function mayEnd(
  { reason, endedOn }: EndWish,
  decidedAt: Date,
  now: Date,
): Result<{ reason: EndReason; endedOn: string }> {
  const known = END_REASONS.find((one) => one === reason);
  const day = dayFault(endedOn, decidedAt, now);
  if (known && day === undefined) return ok({ reason: known, endedOn });
  const fields = {
    ...(!known && { reason: 'APPOINTMENT.END_REASON' }),
    ...(day !== undefined && { endedOn: `APPOINTMENT.${day}` }),
  };
  const code = fields.reason ?? fields.endedOn ?? '';
  return refuse('invalid', code, 'The appointment cannot have ended like this.', { fields });
}

function dayFault(endedOn: string, decidedAt: Date, now: Date): string | undefined {
  if (!isDay(endedOn)) return 'END_DAY';
  if (endedOn < dayOf(decidedAt)) return 'END_BEFORE_START';
  // What has not ended yet is stated when it has.
  return endedOn > dayOf(new Date(now.getTime() + EARLIEST_ZONE * 3_600_000)) ? 'END_NOT_YET' : undefined;
}

const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

/** A day of the calendar, `yyyy-mm-dd`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && dayOf(date) === text;
}
