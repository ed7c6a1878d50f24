import type { Tx } from '../src/platform/index.js';
import { rows } from '../src/platform/index.js';
import { sha256 } from '../src/kernel/index.js';
import { eventBytes, leaseRoot, signToken } from '../src/sitting/index.js';

/** A sitting that is open, with its first lease: what a player knows of it. */
export interface BenchSitting {
  readonly sittingId: string;
  readonly lease: number;
  readonly token: string;
  /** Hex: where the lease's chain begins. */
  readonly rootHash: string;
}

/**
 * Makes open sittings in the open session, each with its first lease: set-based, so that ten thousand take seconds.
 * They have no form: a save asks for none.
 *
 * @param mac signs tokens as the api does.
 */
export async function makeSittings(
  tx: Tx,
  count: number,
  mac: (data: string) => Buffer,
): Promise<BenchSitting[]> {
  const made = await rows<{ id: string }>(
    tx,
    `WITH session AS (SELECT id, competition_id FROM exam_session WHERE state = 'open' LIMIT 1),
     made AS MATERIALIZED (
       SELECT gen_random_uuid() AS person, gen_random_uuid() AS application, gen_random_uuid() AS sitting
       FROM generate_series(1, $1)
     ), persons AS (
       INSERT INTO person (id, national_id_hash, national_id_ciphertext, national_id_key, full_name)
       SELECT person, decode(md5(person::text), 'hex'), '', '', 'Bench' FROM made
     ), applications AS (
       INSERT INTO application (id, competition_id, person_id, language, state)
       SELECT application, competition_id, person, 'en', 'submitted' FROM made, session
     )
     INSERT INTO sitting (id, session_id, application_id, person_id, candidate_number, language, state, deadline_at)
     SELECT sitting, session.id, application, person, 'bench-' || sitting, 'en', 'open',
       clock_timestamp() + interval '1 hour'
     FROM made, session RETURNING id`,
    [count],
  );
  const sittings = made.map(({ id: sittingId }) => ({
    sittingId,
    lease: 1,
    token: signToken({ sittingId, lease: 1 }, mac),
    rootHash: sha256(leaseRoot(sittingId, 1, [])).toString('hex'),
  }));
  await tx.query(
    `INSERT INTO sitting_lease (sitting_id, lease, parent_heads, head_hash, deadline_at)
     SELECT id, 1, '[]', decode(root, 'hex'), clock_timestamp() + interval '1 hour'
     FROM unnest($1::uuid[], $2::text[]) AS made (id, root)`,
    [sittings.map(({ sittingId }) => sittingId), sittings.map(({ rootHash }) => rootHash)],
  );
  return sittings;
}

/** How far a sitting's chain has come. */
export interface ChainHead {
  readonly sitting: BenchSitting;
  seq: number;
  hash: string;
}

export const beginChain = (sitting: BenchSitting): ChainHead => ({ sitting, seq: 0, hash: sitting.rootHash });

/** The body of the sitting's next save, one answer; the head moves on. */
export function nextSave(head: ChainHead): string {
  const { sitting, seq, hash: previous } = head;
  const event = {
    seq: seq + 1,
    type: 'answer' as const,
    position: (seq % 55) + 1,
    value: '2',
    offset: seq * 1000,
  };
  head.hash = sha256(eventBytes(sitting.sittingId, sitting.lease, event, previous)).toString('hex');
  head.seq += 1;
  return JSON.stringify({ previous, events: [{ ...event, hash: head.hash }] });
}
