import {
  hashArray,
  intArray,
  jsonbArray,
  uuidArray,
  type OwnConnection,
  type PreparedStatement,
} from '../../platform/index.js';
import type { EventRun } from '../domain/response-chain.js';
import { keptEvent } from '../domain/response-event.js';

/** What PostgreSQL says of a lease's time, by its own clock. */
export interface SavedTime {
  /** Milliseconds since 1970. */
  readonly serverTime: number;
  readonly deadline: number;
  /** Milliseconds that were left when the clock was stopped; null while it runs. */
  readonly pausedLeft: number | null;
}

/**
 * Session of the connection on which {@link saveBatch} runs: planned once, always in the order of the runs, so that
 * batches of two processes lock in the same order.
 */
export const SAVE_SESSION = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_mergejoin: 'off',
} as const;

/**
 * Appends runs to their response logs in one statement, and so in one commit.
 *
 * A run is kept only where it continues its lease's head, the lease is active and its deadline is ahead: all of this
 * stands in the UPDATE's own filter, so that no two processes and no closing can come between.
 *
 * @param runs unbroken chains, at most one for each lease, sorted by {@link leaseKey}.
 * @returns for each run, in order, its lease's time, or null where nothing of it was kept.
 */
export async function saveBatch(
  connection: OwnConnection,
  runs: readonly EventRun[],
): Promise<(SavedTime | null)[]> {
  const events = runs.flatMap((run) => run.events);
  const rows = await connection.run(SAVE, [
    uuidArray(runs.map((run) => run.sittingId)),
    intArray(runs.map((run) => run.lease)),
    intArray(runs.map((run) => (run.events[0]?.seq ?? 1) - 1)),
    hashArray(runs.map((run) => run.previous)),
    intArray(runs.map((run) => run.events.at(-1)?.seq ?? 0)),
    hashArray(runs.map((run) => run.events.at(-1)?.hash ?? '')),
    intArray(runs.flatMap((run, index) => run.events.map(() => index + 1))),
    intArray(events.map((event) => event.seq)),
    hashArray(events.map((event) => event.hash)),
    jsonbArray(events.map(keptEvent)),
  ]);
  const saved = new Array<SavedTime | null>(runs.length).fill(null);
  for (const [run, now, deadline, pausedLeft] of rows) {
    saved[Number(run) - 1] = {
      serverTime: Number(now),
      deadline: Number(deadline),
      pausedLeft: pausedLeft === null ? null : Number(pausedLeft),
    };
  }
  return saved;
}

const SAVE: PreparedStatement = {
  name: 'save-batch',
  text: `
    WITH run AS (
      SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], $4::bytea[], $5::int[], $6::bytea[])
        WITH ORDINALITY AS r (sitting_id, lease, base_seq, base_hash, last_seq, last_hash, number)
    ), moved AS (
      UPDATE sitting_lease l
      SET head_seq = run.last_seq, head_hash = run.last_hash, last_acknowledged_at = clock_timestamp()
      FROM run
      WHERE l.sitting_id = run.sitting_id AND l.lease = run.lease
        AND l.head_seq = run.base_seq AND l.head_hash = run.base_hash
        AND l.revoked_at IS NULL AND clock_timestamp() < l.deadline_at
      RETURNING run.number, l.sitting_id, l.lease, l.deadline_at, l.paused_left_ms
    ), kept AS (
      INSERT INTO response_event (sitting_id, lease, seq, hash, event)
      SELECT moved.sitting_id, moved.lease, e.seq, e.hash, e.event
      FROM unnest($7::int[], $8::int[], $9::bytea[], $10::jsonb[]) AS e (number, seq, hash, event)
      JOIN moved USING (number)
    )
    SELECT number, (extract(epoch FROM clock_timestamp()) * 1000)::bigint,
      (extract(epoch FROM deadline_at) * 1000)::bigint, paused_left_ms
    FROM moved`,
};
