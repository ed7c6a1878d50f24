import {
  intArray,
  jsonbArray,
  uuidArray,
  type OwnConnection,
  type PreparedStatement,
} from '../../platform/index.js';

import { MAY_TELL_LAST } from './standing-store.js';

/** A signal as it is kept; `seq` is the device's own number, 0 for what the server saw. */
export interface SignalToKeep {
  readonly seq: number;
  readonly kind: string;
  /** Milliseconds since it began. */
  readonly ago: number;
  readonly lasted: number | null;
  readonly detail: Readonly<Record<string, number>> | null;
}

/** What one lease's device has to tell; its own numbers follow each other. */
export interface SignalRun {
  readonly sittingId: string;
  readonly lease: number;
  readonly signals: readonly SignalToKeep[];
}

/** What became of a run. */
export interface KeptRun {
  /** The last number of this device that is on disk, or dropped. */
  readonly acknowledged: number;
  /** The sitting is not over. */
  readonly isOpen: boolean;
}

/** Session of the connection: planned once, always in the order of the runs (sitting/store/save-batch.ts). */
export const SIGNAL_SESSION = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_mergejoin: 'off',
} as const;

/**
 * Keeps signals in one statement, and so in one commit. Each sitting's row is locked by whoever numbers its signals, so the
 * numbers have no gaps; what a device sends again is known by its own number and dropped.
 *
 * After the end only what a device tells is taken, for a while ({@link MAY_TELL_LAST}).
 *
 * @param runs at most one for each sitting, sorted by sitting. @param most where a sitting has so many, what its devices tell is
 *   dropped, though acknowledged; what the server saw is kept.
 * @returns for each run, in order, what became of it, or null where nothing of it was taken: there is no state yet, or the lease
 *   is none or over.
 */
export async function signalBatch(
  connection: OwnConnection,
  runs: readonly SignalRun[],
  most: number,
): Promise<(KeptRun | null)[]> {
  const own = runs.map(({ signals }) => signals.filter(({ seq }) => seq > 0));
  const all = runs.flatMap(({ signals }, index) =>
    signals.map((signal) => ({ ...signal, number: index + 1 })),
  );
  const found = await connection.run(KEEP, [
    uuidArray(runs.map(({ sittingId }) => sittingId)),
    intArray(runs.map(({ lease }) => lease)),
    intArray(own.map((signals) => signals.at(-1)?.seq ?? 0)),
    intArray(own.map(({ length }) => length)),
    intArray(runs.map(({ signals }, index) => signals.length - (own[index]?.length ?? 0))),
    intArray(all.map(({ number }) => number)),
    intArray(all.map(({ seq }) => seq)),
    jsonbArray(all.map(({ kind, ago, lasted, detail }) => JSON.stringify({ kind, ago, lasted, detail }))),
    intArray([most]),
  ]);
  const kept = new Array<KeptRun | null>(runs.length).fill(null);
  for (const [number, leaseSeq, isOpen] of found)
    kept[Number(number) - 1] = { acknowledged: Number(leaseSeq), isOpen: isOpen === 'true' };
  return kept;
}

/**
 * SQL: whether a run's lease is of another device than the lease of which the last was heard; a device that needed a new lease
 * itself is the same.
 */
const otherDevice = (heard: string): string => `EXISTS (SELECT 1 FROM sitting_lease o
          WHERE o.sitting_id = run.sitting_id AND o.lease > greatest(${heard}, 1) AND o.lease <= run.lease
            AND NOT o.follows_own)`;

const KEEP: PreparedStatement = {
  name: 'keep-signals',
  text: `
    WITH run AS (
      SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::int[])
        WITH ORDINALITY AS r (sitting_id, lease, last_seq, own, made, number)
    ), moved AS (
      UPDATE watch_state w
      SET lease = run.lease,
        lease_seq = CASE WHEN run.lease > w.lease THEN run.last_seq ELSE greatest(w.lease_seq, run.last_seq) END,
        signals = w.signals + run.made + (${otherDevice('w.lease')})::int
          + CASE WHEN w.signals >= ($9::int[])[1] THEN 0 WHEN run.lease > w.lease THEN run.own
              ELSE greatest(0, least(run.own, run.last_seq - w.lease_seq)) END
      FROM run JOIN sitting_lease l ON l.sitting_id = run.sitting_id AND l.lease = run.lease
        JOIN sitting s ON s.id = run.sitting_id
      WHERE w.sitting_id = run.sitting_id AND run.lease >= w.lease
        AND (l.revoked_at IS NULL OR run.own > 0 AND ${MAY_TELL_LAST})
      RETURNING run.number, NEW.sitting_id, NEW.lease, NEW.lease_seq, OLD.signals AS before,
        OLD.signals >= ($9::int[])[1] AS is_full, s.state = 'open' AS is_open,
        ${otherDevice('OLD.lease')} AS other_device,
        CASE WHEN run.lease > OLD.lease THEN 0 ELSE OLD.lease_seq END AS known_seq
    ), told AS (
      SELECT moved.sitting_id, moved.lease, moved.before, e.seq, e.body
      FROM unnest($6::int[], $7::int[], $8::jsonb[]) AS e (number, seq, body) JOIN moved USING (number)
      WHERE e.seq = 0 OR e.seq > moved.known_seq AND NOT moved.is_full
      UNION ALL
      SELECT sitting_id, lease, before, -1, '{"kind": "device-changed", "ago": 0}'::jsonb FROM moved WHERE other_device
    ), kept AS (
      INSERT INTO watch_signal (sitting_id, number, kind, at, lasted_ms, detail, lease)
      SELECT sitting_id, before + row_number() OVER (PARTITION BY sitting_id ORDER BY seq), body ->> 'kind',
        clock_timestamp() - make_interval(secs => (body ->> 'ago')::float8 / 1000), (body ->> 'lasted')::bigint,
        nullif(body -> 'detail', 'null'::jsonb), lease
      FROM told
    )
    SELECT number, lease_seq, is_open::text FROM moved`,
};
