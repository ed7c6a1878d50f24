import { rows, type Tx } from '../../platform/index.js';
import type { SittingClaim } from '../../sitting/index.js';
import { LAST_WORDS } from '../domain/last-words.js';

/** How a device stands that reports: whether it may, and what is asked of it. */
export interface Standing {
  readonly sittingId: string;
  readonly lease: number;
  readonly sessionId: string;
  /** The sitting is open and this lease is its last. */
  readonly isActive: boolean;
  /** The sitting was closed shortly ago and this lease was its last: what it has not told yet is taken. */
  readonly mayTellLast: boolean;
  /** Something is watched, and this candidate has agreed to it. */
  readonly isWatched: boolean;
  /** 0 where none are taken: of the version that was agreed to. */
  readonly snapshotsAnHour: number;
  /** Null: nothing was heard of this sitting yet. */
  readonly knownLease: number | null;
  /** The last number of this lease's device that is on disk. */
  readonly leaseSeq: number;
  /** Milliseconds since 1970, PostgreSQL's clock. */
  readonly now: number;
}

/** SQL: {@link Standing.mayTellLast}, of `s` sitting and `l` a lease of it. */
export const MAY_TELL_LAST = `(s.state = 'closed'
  AND s.closed_at > clock_timestamp() - interval '${String(LAST_WORDS)} milliseconds'
  AND NOT EXISTS (SELECT 1 FROM sitting_lease later WHERE later.sitting_id = l.sitting_id AND later.lease > l.lease))`;

/** How devices stand, in one query by primary keys. Leases that are none are left out. */
export async function standingsOf(tx: Tx, claims: readonly SittingClaim[]): Promise<Standing[]> {
  return rows<Standing>(
    tx,
    `SELECT l.sitting_id AS "sittingId", l.lease, s.session_id AS "sessionId",
       s.state = 'open' AND l.revoked_at IS NULL AS "isActive", ${MAY_TELL_LAST} AS "mayTellLast",
       x.watch_version IS NOT NULL AND c.version IS NOT NULL AS "isWatched",
       CASE WHEN c.camera THEN p.snapshots_an_hour ELSE 0 END AS "snapshotsAnHour",
       w.lease AS "knownLease", CASE WHEN w.lease = l.lease THEN w.lease_seq ELSE 0 END AS "leaseSeq",
       (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now
     FROM unnest($1::uuid[], $2::int[]) AS k (sitting_id, lease)
     JOIN sitting_lease l ON l.sitting_id = k.sitting_id AND l.lease = k.lease
     JOIN sitting s ON s.id = l.sitting_id
     JOIN exam_session x ON x.id = s.session_id
     LEFT JOIN LATERAL (SELECT version, camera FROM watch_consent
       WHERE session_id = s.session_id AND person_id = s.person_id ORDER BY version DESC LIMIT 1) c ON true
     LEFT JOIN session_watch p ON p.session_id = s.session_id AND p.version = c.version
     LEFT JOIN watch_state w ON w.sitting_id = l.sitting_id`,
    [claims.map(({ sittingId }) => sittingId), claims.map(({ lease }) => lease)],
  );
}

/** Begins the state of sittings of which nothing was heard yet. */
export async function beginStates(
  tx: Tx,
  sittings: readonly { readonly sittingId: string; readonly sessionId: string }[],
): Promise<void> {
  await tx.query(
    `INSERT INTO watch_state (sitting_id, session_id, lease, lease_seq, signals)
     SELECT k.sitting_id, k.session_id, 0, 0, 0 FROM unnest($1::uuid[], $2::uuid[]) AS k (sitting_id, session_id)
     ORDER BY k.sitting_id ON CONFLICT DO NOTHING`,
    [sittings.map(({ sittingId }) => sittingId), sittings.map(({ sessionId }) => sessionId)],
  );
}
