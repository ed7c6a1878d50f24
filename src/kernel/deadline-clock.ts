const DAY = 86_400_000;
/** Officers are warned when so little is left. */
export const WARN_DAYS = 2;

export type ClockState = 'runs' | 'soon' | 'over';

export interface Clock {
  readonly until: Date;
  readonly state: ClockState;
  /** Whole days that are left, begun ones too; 0 once it is over. */
  readonly daysLeft: number;
}

/**
 * How a deadline stands. A day is 24 hours: a window of n days ends at the same time of day as it began.
 *
 * @param now by PostgreSQL.
 */
export function clockOf(until: Date, now: Date): Clock {
  const left = until.getTime() - now.getTime();
  const state = left <= 0 ? 'over' : left <= WARN_DAYS * DAY ? 'soon' : 'runs';
  return { until, state, daysLeft: Math.max(0, Math.ceil(left / DAY)) };
}
