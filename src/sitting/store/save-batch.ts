import { rows, type Tx } from '../../platform/index.js';
import type { EventRun } from '../domain/response-chain.js';

/** A run whose chain was checked, with its last hash. */
export interface CheckedRun extends EventRun {
  readonly lastHash: string;
}

/**
 * Appends runs to their response logs in one statement, and so in one commit.
 *
 * A run is kept only where it continues its lease's head, the lease is active and its deadline is ahead: all of this
 * stands in the UPDATE's own filter, so that no two processes and no closing can come between. At most one run for
 * each lease; runs are sorted by key so that concurrent batches lock in the same order.
 *
 * @returns keys (`sitting lease`) of the runs that are on disk, with the deadline in milliseconds since 1970.
 */
export async function saveBatch(tx: Tx, runs: readonly CheckedRun[]): Promise<Map<string, Saved>> {
  const sorted = [...runs].sort((a, b) => (runKey(a) < runKey(b) ? -1 : 1));
  const events = sorted.flatMap((run) =>
    run.events.map(({ hash, ...event }) => ({ sittingId: run.sittingId, lease: run.lease, hash, event })),
  );
  const saved = await rows<{ sitting_id: string; lease: number; now: string; deadline: string }>(tx, SAVE, [
    sorted.map((run) => run.sittingId),
    sorted.map((run) => run.lease),
    sorted.map((run) => (run.events[0]?.seq ?? 1) - 1),
    sorted.map((run) => bytea(run.previous)),
    sorted.map((run) => run.events.at(-1)?.seq ?? 0),
    sorted.map((run) => bytea(run.lastHash)),
    events.map((entry) => entry.sittingId),
    events.map((entry) => entry.lease),
    events.map((entry) => entry.event.seq),
    events.map((entry) => bytea(entry.hash)),
    events.map((entry) => JSON.stringify(entry.event)),
  ]);
  return new Map(
    saved.map((row) => [
      runKey({ sittingId: row.sitting_id, lease: row.lease }),
      { serverTime: Number(row.now), deadline: Number(row.deadline) },
    ]),
  );
}

/** Milliseconds since 1970 by PostgreSQL's clock. */
export interface Saved {
  readonly serverTime: number;
  readonly deadline: number;
}

export const runKey = (run: { readonly sittingId: string; readonly lease: number }): string =>
  `${run.sittingId} ${String(run.lease)}`;

const bytea = (hex: string): string => `\\x${hex}`;

const SAVE = `
  WITH run AS (
    SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], $4::bytea[], $5::int[], $6::bytea[])
      AS r (sitting_id, lease, base_seq, base_hash, last_seq, last_hash)
  ), moved AS (
    UPDATE sitting_lease l
    SET head_seq = run.last_seq, head_hash = run.last_hash, last_acknowledged_at = clock_timestamp()
    FROM run
    WHERE l.sitting_id = run.sitting_id AND l.lease = run.lease
      AND l.head_seq = run.base_seq AND l.head_hash = run.base_hash
      AND l.revoked_at IS NULL AND clock_timestamp() < l.deadline_at
    RETURNING l.sitting_id, l.lease, l.deadline_at
  ), kept AS (
    INSERT INTO response_event (sitting_id, lease, seq, hash, event)
    SELECT e.sitting_id, e.lease, e.seq, e.hash, e.event
    FROM unnest($7::uuid[], $8::int[], $9::int[], $10::bytea[], $11::jsonb[])
      AS e (sitting_id, lease, seq, hash, event)
    JOIN moved USING (sitting_id, lease)
  )
  SELECT sitting_id, lease,
    (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS now,
    (extract(epoch FROM deadline_at) * 1000)::bigint::text AS deadline
  FROM moved`;
