const HOUR = 3_600_000;
const PARTS = 2 ** 32;

export interface SnapshotSlot {
  /** Counted from 1970 in pieces of an hour divided by the snapshots in it. */
  readonly slot: number;
  /** Milliseconds since 1970: when in it the snapshot is due. */
  readonly dueAt: number;
}

/**
 * When in the running slot a sitting's snapshot is due: one moment of each slot, drawn evenly by a keyed hash of sitting and
 * slot. Nobody without the key can tell it beforehand, every process of ours finds the same, and nothing has to be kept.
 *
 * @param secret a keyed hash, of 4 bytes at least. @param snapshotsAnHour 1 to 60. @param now milliseconds since 1970.
 */
export function dueSlot(
  secret: (text: string) => Buffer,
  sittingId: string,
  snapshotsAnHour: number,
  now: number,
): SnapshotSlot {
  const length = HOUR / snapshotsAnHour;
  const slot = Math.floor(now / length);
  const part = secret(`${sittingId} ${String(snapshotsAnHour)} ${String(slot)}`).readUInt32BE(0) / PARTS;
  return { slot, dueAt: Math.floor((slot + part) * length) };
}

/** The slot of which a snapshot is wanted now: its moment has come, and the device's last one is of an earlier slot. */
export function wantedSlot({ slot, dueAt }: SnapshotSlot, lastSlot: number, now: number): number | null {
  return now >= dueAt && lastSlot < slot ? slot : null;
}
