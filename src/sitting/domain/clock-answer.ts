import type { ClosedBy } from './receipt.js';
import { stands, type SittingClock } from './time-allowance.js';

/** A sitting's time as its device is told. Milliseconds; moments since 1970 by PostgreSQL's clock. */
export interface ClockAnswer extends SittingClock {
  readonly serverTime: number;
  readonly state: 'open' | 'closed' | 'void';
  /** False once another device goes on. */
  readonly leaseActive: boolean;
  /** The clock stands for a break; where it stands without, staff have stopped it. */
  readonly onBreak: boolean;
  /** What is left of the granted breaks, null where none were granted. */
  readonly breakLeft: number | null;
  /** Who closed it: an official only where they ended it before its time. Null while it is open. */
  readonly closedBy: ClosedBy | null;
  /** The number of the newest message for this sitting, 0 where there is none. */
  readonly messages: number;
}

/** What a device is told of a clock as the record has it: a standstill that has lasted its time is none. */
export const clockAnswer = (clock: ClockAnswer): ClockAnswer => ({
  serverTime: clock.serverTime,
  deadline: clock.deadline,
  pausedLeft: stands(clock, clock.serverTime) ? clock.pausedLeft : null,
  state: clock.state,
  leaseActive: clock.leaseActive,
  onBreak: clock.onBreak,
  breakLeft: clock.breakLeft,
  closedBy: clock.closedBy,
  messages: clock.messages,
});
