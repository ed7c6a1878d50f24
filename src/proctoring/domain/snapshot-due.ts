import type { SnapshotSlot } from './snapshot-moment.js';

const HOUR = 3_600_000;
/** A poor line takes its time; whoever comes later than this was not asked. */
const GRACE = 60_000;
/** Processes ask by their own clocks, which may be ahead of the record's. */
const SKEW = 5_000;

/** A moment of a slot. @returns milliseconds since 1970. */
export const momentOf = (slot: number, snapshotsAnHour: number): number =>
  ((slot + 0.5) * HOUR) / snapshotsAnHour;

/** Whether a snapshot of a slot is taken now: its moment has come, and the slot ended a minute ago at most. */
export const isDue = ({ slot, dueAt }: SnapshotSlot, snapshotsAnHour: number, now: number): boolean =>
  dueAt <= now + SKEW && ((slot + 1) * HOUR) / snapshotsAnHour + GRACE > now;
