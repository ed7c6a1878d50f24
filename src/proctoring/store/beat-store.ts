import { rows, type Tx } from '../../platform/index.js';

export const CAMERAS = ['none', 'on', 'off'] as const;
/** Of a device: none is wanted or there; it runs; it was wanted and does not run. */
export type Camera = (typeof CAMERAS)[number];

export interface Beat {
  readonly sittingId: string;
  readonly sessionId: string;
  readonly lease: number;
  /** A keyed hash. */
  readonly address: Buffer;
  readonly camera: Camera;
}

/**
 * Writes that devices were heard, now; but of a rehearsal's sitting that was removed meanwhile nothing is left.
 *
 * @param beats one for each sitting. @returns those whose device came by another address the time before.
 */
export async function writeBeats(tx: Tx, beats: readonly Beat[]): Promise<Set<string>> {
  // Sorted: two processes that write the same rows lock them in the same order.
  const sorted = beats.toSorted((a, b) => (a.sittingId < b.sittingId ? -1 : 1));
  const written = await rows<{ sittingId: string; moved: boolean }>(
    tx,
    `INSERT INTO watch_beat AS w (sitting_id, session_id, lease, seen_at, address, camera)
     SELECT b.sitting_id, b.session_id, b.lease, clock_timestamp(), b.address, b.camera
     FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::bytea[], $5::text[])
       AS b (sitting_id, session_id, lease, address, camera)
     WHERE EXISTS (SELECT 1 FROM sitting s WHERE s.id = b.sitting_id)
     ON CONFLICT (sitting_id) DO UPDATE SET lease = EXCLUDED.lease, seen_at = EXCLUDED.seen_at,
       address = EXCLUDED.address, camera = EXCLUDED.camera
     RETURNING NEW.sitting_id AS "sittingId",
       coalesce(OLD.lease = NEW.lease AND OLD.address <> NEW.address, false) AS moved`,
    [
      sorted.map(({ sittingId }) => sittingId),
      sorted.map(({ sessionId }) => sessionId),
      sorted.map(({ lease }) => lease),
      sorted.map(({ address }) => address),
      sorted.map(({ camera }) => camera),
    ],
  );
  return new Set(written.filter(({ moved }) => moved).map(({ sittingId }) => sittingId));
}
