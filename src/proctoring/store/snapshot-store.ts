import { rows, type Tx } from '../../platform/index.js';
import type { SittingClaim } from '../../sitting/index.js';

/** How a device stands that sends a snapshot. */
export interface CameraStanding {
  readonly sessionId: string;
  /** Its time is not over. */
  readonly isOpen: boolean;
  readonly isLeaseActive: boolean;
  /** The session takes snapshots now. */
  readonly hasCamera: boolean;
  /** The candidate's last consent is to snapshots too. */
  readonly hasAgreed: boolean;
  /** Of the version that was agreed to. */
  readonly snapshotsAnHour: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export async function cameraStanding(tx: Tx, claim: SittingClaim): Promise<CameraStanding | undefined> {
  const [found] = await rows<Omit<CameraStanding, 'now'> & { now: string }>(
    tx,
    `SELECT s.session_id AS "sessionId", l.revoked_at IS NULL AS "isLeaseActive",
       s.state = 'open' AND (s.paused_left_ms IS NOT NULL OR s.deadline_at > clock_timestamp()) AS "isOpen",
       coalesce(w.camera <> 'none', false) AS "hasCamera", coalesce(c.camera, false) AS "hasAgreed",
       coalesce(p.snapshots_an_hour, 0) AS "snapshotsAnHour",
       (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS now
     FROM sitting_lease l JOIN sitting s ON s.id = l.sitting_id
     JOIN exam_session x ON x.id = s.session_id
     LEFT JOIN session_watch w ON w.session_id = x.id AND w.version = x.watch_version
     LEFT JOIN LATERAL (SELECT version, camera FROM watch_consent
       WHERE session_id = s.session_id AND person_id = s.person_id ORDER BY version DESC LIMIT 1) c ON true
     LEFT JOIN session_watch p ON p.session_id = s.session_id AND p.version = c.version
     WHERE l.sitting_id = $1 AND l.lease = $2`,
    [claim.sittingId, claim.lease],
  );
  return found && { ...found, now: Number(found.now) };
}

/** What there is of a slot: whether it is kept or still arriving; undefined for nothing. */
export async function snapshotOfSlot(
  tx: Tx,
  sittingId: string,
  slot: number,
): Promise<'arriving' | 'kept' | undefined> {
  const [found] = await rows<{ state: 'arriving' | 'kept' }>(
    tx,
    `SELECT state FROM watch_snapshot WHERE sitting_id = $1 AND slot = $2 AND state <> 'removed'`,
    [sittingId, slot],
  );
  return found?.state;
}

/** Gives up what began to arrive in a slot two minutes ago: its process or its line is gone. */
export async function giveUpStalled(tx: Tx, sittingId: string, slot: number): Promise<void> {
  await tx.query(
    `UPDATE watch_snapshot SET state = 'removed', removed_at = clock_timestamp(), removed_why = 'abandoned'
     WHERE sitting_id = $1 AND slot = $2 AND state = 'arriving' AND taken_at < clock_timestamp() - interval '2 minutes'`,
    [sittingId, slot],
  );
}

/** A snapshot takes its place before its bytes come, so that none of them is ever without a row. @returns false where the slot is taken. */
export async function insertArriving(
  tx: Tx,
  snapshot: SittingClaim & {
    readonly id: string;
    readonly sessionId: string;
    readonly slot: number;
    readonly keyId: string;
  },
): Promise<boolean> {
  const { id, sittingId, sessionId, slot, lease, keyId } = snapshot;
  const done = await rows(
    tx,
    `INSERT INTO watch_snapshot (id, sitting_id, session_id, slot, lease, key_id, state)
     VALUES ($1, $2, $3, $4, $5, $6, 'arriving')
     ON CONFLICT (sitting_id, slot) WHERE state <> 'removed' DO NOTHING RETURNING 1`,
    [id, sittingId, sessionId, slot, lease, keyId],
  );
  return done.length > 0;
}

/** Its bytes are in the store. @returns false where it was given up meanwhile. */
export async function markKept(
  tx: Tx,
  id: string,
  { bytes, sha256 }: { readonly bytes: number; readonly sha256: Buffer },
): Promise<boolean> {
  const done = await rows(
    tx,
    `UPDATE watch_snapshot SET state = 'kept', kept_at = clock_timestamp(), bytes = $2, sha256 = $3
     WHERE id = $1 AND state = 'arriving' RETURNING 1`,
    [id, bytes, sha256],
  );
  return done.length > 0;
}

/** It was no snapshot, or broke off. */
export async function markRefused(tx: Tx, id: string): Promise<void> {
  await tx.query(
    `UPDATE watch_snapshot SET state = 'removed', removed_at = clock_timestamp(), removed_why = 'refused'
     WHERE id = $1 AND removed_at IS NULL`,
    [id],
  );
}

export interface SnapshotView {
  readonly id: string;
  readonly takenAt: Date;
  readonly bytes: number;
  /** When its time was over and it was removed; null: it is there. */
  readonly removedAt: Date | null;
}

/** A sitting's snapshots that are there or were removed by the rule, in the order in which they were taken. */
export async function snapshotsOf(tx: Tx, sittingId: string): Promise<SnapshotView[]> {
  return rows<SnapshotView>(
    tx,
    `SELECT id, taken_at AS "takenAt", bytes, removed_at AS "removedAt" FROM watch_snapshot
     WHERE sitting_id = $1 AND (state = 'kept' OR removed_why = 'retention') ORDER BY taken_at, id LIMIT 2000`,
    [sittingId],
  );
}

export interface KeptSnapshot {
  readonly sessionId: string;
  readonly sittingId: string;
  readonly personId: string;
  readonly bytes: number;
}

/** A snapshot that is there, or undefined. */
export async function keptSnapshot(tx: Tx, id: string): Promise<KeptSnapshot | undefined> {
  const [found] = await rows<KeptSnapshot>(
    tx,
    `SELECT w.session_id AS "sessionId", w.sitting_id AS "sittingId", s.person_id AS "personId", w.bytes
     FROM watch_snapshot w JOIN sitting s ON s.id = w.sitting_id WHERE w.id = $1 AND w.state = 'kept'`,
    [id],
  );
  return found;
}

/** Writes down who opens a snapshot. */
export async function recordLook(tx: Tx, id: string, accountId: string, official: string): Promise<void> {
  await tx.query('INSERT INTO watch_snapshot_view (snapshot_id, account_id, official) VALUES ($1, $2, $3)', [
    id,
    accountId,
    official,
  ]);
}

/** Looks of one person within an hour. */
export interface SnapshotLook {
  readonly official: string;
  readonly snapshots: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** Who has looked at a sitting's snapshots: by hour and person, the newest first. */
export async function looksAt(tx: Tx, sittingId: string): Promise<SnapshotLook[]> {
  return rows<SnapshotLook>(
    tx,
    `SELECT v.official, count(DISTINCT v.snapshot_id)::int AS snapshots, min(v.at) AS "firstAt", max(v.at) AS "lastAt"
     FROM watch_snapshot_view v JOIN watch_snapshot w ON w.id = v.snapshot_id
     WHERE w.sitting_id = $1
     GROUP BY v.account_id, v.official, date_trunc('hour', v.at)
     ORDER BY max(v.at) DESC, v.official LIMIT 200`,
    [sittingId],
  );
}
