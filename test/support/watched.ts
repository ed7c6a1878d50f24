import type { ApiClient } from '../../src/desk/round/api-client.js';
import type { Leased } from '../../src/desk/round/sit-exam.js';
import type { TestPlatform } from './platform.js';
import { staff } from './candidates.js';
import { applicant, begin, openedSession } from './sessions.js';
import { agree, OFFERED, watch } from './watching.js';

export interface WatchPlan {
  readonly camera?: 'none' | 'offered' | 'required';
  readonly snapshotsAnHour?: number;
}

/** A session in which something is watched. */
export async function watchedSession(platform: TestPlatform, plan: WatchPlan = {}): Promise<string> {
  const sessionId = await openedSession(platform);
  const { camera = 'none', snapshotsAnHour = camera === 'none' ? 0 : 60 } = plan;
  await watch(await staff(platform, 'exam'), sessionId, {
    ...OFFERED,
    camera,
    snapshotsAnHour,
    keepSnapshotDays: 30,
    keepSignalDays: 180,
  });
  return sessionId;
}

/** Somebody who has agreed and sits. */
export async function watchedSitting(
  platform: TestPlatform,
  sessionId: string,
  camera = false,
): Promise<{ client: ApiClient; leased: Leased }> {
  const { client } = await applicant(platform);
  await agree(client, sessionId, camera);
  return { client, leased: await begin(client, sessionId) };
}

export interface ReportAnswer {
  readonly acknowledged: number;
  readonly snapshot: number | null;
  readonly code?: string;
}

/** What a device reports. */
export async function report(
  base: string,
  token: string,
  more: {
    readonly signals?: readonly object[];
    readonly camera?: string;
    readonly lastSlot?: number;
    readonly first?: boolean;
  } = {},
): Promise<ReportAnswer> {
  const response = await fetch(`${base}/api/v1/watch-reports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ signals: [], camera: 'none', lastSlot: 0, ...more }),
  });
  return (await response.json()) as ReportAnswer;
}

export const leftPage = (seq: number, more: object = {}) => ({
  seq,
  kind: 'left-page',
  ago: 2000,
  lasted: 1500,
  ...more,
});

export interface KeptSignal {
  readonly number: number;
  readonly kind: string;
  readonly lastedMs: number | null;
  readonly detail: Readonly<Record<string, number>> | null;
  readonly lease: number;
}

export const signalsOf = (platform: TestPlatform, sittingId: string): Promise<KeptSignal[]> =>
  platform.api.parts.database.query<KeptSignal>(
    `SELECT number, kind, lasted_ms::int AS "lastedMs", detail, lease FROM watch_signal WHERE sitting_id = $1 ORDER BY number`,
    [sittingId],
  );

/**
 * Devices have been listened to for so long, and it was said for so long that they are: nobody is silent before that.
 *
 * @param since an interval of PostgreSQL.
 */
export const listenedFor = (platform: TestPlatform, since: string): Promise<unknown> =>
  platform.api.parts.database.query(
    `WITH said AS (UPDATE session_watch SET at = clock_timestamp() - $1::interval)
     INSERT INTO watch_listening (since) VALUES (clock_timestamp() - $1::interval)
     ON CONFLICT (one) DO UPDATE SET since = EXCLUDED.since RETURNING 1`,
    [since],
  );
