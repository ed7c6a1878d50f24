import { rows, type Principal, type Tx } from '../../platform/index.js';
import type { WatchPlan } from '../domain/watch-plan.js';

/** One version of what is watched in a session, and who said so. */
export interface WatchVersion {
  readonly version: number;
  readonly plan: WatchPlan;
  readonly official: string;
  readonly at: Date;
}

interface PlanRow extends WatchPlan {
  readonly version: number;
  readonly official: string;
  readonly at: Date;
}

const PLAN = `camera, snapshots_an_hour AS "snapshotsAnHour", full_screen AS "fullScreen",
  keep_snapshot_days AS "keepSnapshotDays", keep_signal_days AS "keepSignalDays"`;

const versionOf = ({ version, official, at, ...plan }: PlanRow): WatchVersion => ({
  version,
  plan,
  official,
  at,
});

/** A version of a session's plan. @throws Error where there is none: a session names one that is kept. */
export async function watchPlanOf(tx: Tx, sessionId: string, version: number): Promise<WatchPlan> {
  const [plan] = await rows<WatchPlan>(
    tx,
    `SELECT ${PLAN} FROM session_watch WHERE session_id = $1 AND version = $2`,
    [sessionId, version],
  );
  if (!plan) throw new Error('A session names a version of its plan that is kept.');
  return plan;
}

/** Every version there was, newest first. */
export async function watchVersionsOf(tx: Tx, sessionId: string): Promise<WatchVersion[]> {
  const found = await rows<PlanRow>(
    tx,
    `SELECT version, official, at, ${PLAN} FROM session_watch WHERE session_id = $1 ORDER BY version DESC`,
    [sessionId],
  );
  return found.map(versionOf);
}

/** A new version, which holds from now; under the session's lock. Null: nothing is watched any more. @returns its number. */
export async function keepWatchPlan(
  tx: Tx,
  { accountId, official }: Pick<Principal, 'accountId' | 'official'>,
  sessionId: string,
  plan: WatchPlan | null,
): Promise<number | null> {
  const [kept] = plan
    ? await rows<{ version: number }>(
        tx,
        `INSERT INTO session_watch (session_id, version, camera, snapshots_an_hour, full_screen, keep_snapshot_days,
           keep_signal_days, account_id, official)
         SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7, $8 FROM session_watch WHERE session_id = $1
         RETURNING version`,
        [
          sessionId,
          plan.camera,
          plan.snapshotsAnHour,
          plan.fullScreen,
          plan.keepSnapshotDays,
          plan.keepSignalDays,
          accountId,
          official,
        ],
      )
    : [];
  const version = kept?.version ?? null;
  await tx.query('UPDATE exam_session SET watch_version = $2 WHERE id = $1', [sessionId, version]);
  return version;
}

/**
 * The plan of a session holds in another one too, which has none yet: as whoever set it said it. For a session that takes
 * the place of a void one, and for a rehearsal.
 */
export async function takeOverWatchPlan(tx: Tx, fromSessionId: string, toSessionId: string): Promise<void> {
  const taken = await rows(
    tx,
    `INSERT INTO session_watch (session_id, version, camera, snapshots_an_hour, full_screen, keep_snapshot_days,
       keep_signal_days, account_id, official)
     SELECT $2, 1, w.camera, w.snapshots_an_hour, w.full_screen, w.keep_snapshot_days, w.keep_signal_days, w.account_id,
       w.official
     FROM exam_session x JOIN session_watch w ON w.session_id = x.id AND w.version = x.watch_version WHERE x.id = $1
     RETURNING 1`,
    [fromSessionId, toSessionId],
  );
  if (taken.length > 0)
    await tx.query('UPDATE exam_session SET watch_version = 1 WHERE id = $1', [toSessionId]);
}

/**
 * What a rehearsal leaves of being watched is gone: before its sittings and its session are, and after its pictures are gone
 * from the store.
 */
export async function removeRehearsalWatch(tx: Tx, sessionId: string): Promise<void> {
  // A sign of life that is being written is waited for; those after it wait for the end of this, and find no sitting.
  await tx.query('LOCK TABLE watch_beat IN SHARE MODE');
  const own = 'SELECT s.id FROM sitting s JOIN exam_session x ON x.id = s.session_id AND x.rehearsal';
  for (const table of ['watch_signal', 'watch_look']) {
    await tx.query(`DELETE FROM ${table} WHERE sitting_id IN (${own} WHERE s.session_id = $1)`, [sessionId]);
  }
  await tx.query(
    `DELETE FROM watch_snapshot_view v USING watch_snapshot w, exam_session x
     WHERE w.id = v.snapshot_id AND x.id = w.session_id AND x.rehearsal AND x.id = $1`,
    [sessionId],
  );
  for (const table of [
    'watch_snapshot',
    'watch_removal',
    'watch_hand',
    'watch_viewer',
    'watch_beat',
    'watch_state',
    'watch_excuse',
    'watch_camera_change',
    'watch_consent',
    'session_watch',
  ]) {
    await tx.query(
      `DELETE FROM ${table} WHERE session_id = (SELECT id FROM exam_session WHERE id = $1 AND rehearsal)`,
      [sessionId],
    );
  }
}
