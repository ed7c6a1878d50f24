import type { ApiClient } from '../../src/desk/round/api-client.js';
import type { DrillSignal } from '../../src/session/index.js';
import type { TestPlatform } from './platform.js';
import { listenedFor } from './watched.js';
import { planSession } from './sessions.js';
import { staff } from './candidates.js';
import { OFFERED, watch } from './watching.js';

/** A rehearsal as the API tells it. */
export interface Drill {
  readonly id: string;
  readonly state: string;
  readonly rehearsalSessionId: string | null;
  readonly passed: boolean | null;
  readonly failure: string | null;
  readonly started: number;
  readonly report: {
    readonly way: string;
    readonly errors: Readonly<Record<string, number>>;
    readonly faults: readonly string[];
    readonly handedIn: number;
    readonly drill: readonly DrillSignal[];
  } | null;
}

/** A session that is planned, in which all is watched that can be. */
export async function sessionToTrainOn(platform: TestPlatform): Promise<string> {
  const sessionId = await planSession(platform);
  await watch(await staff(platform, 'exam'), sessionId, { ...OFFERED, snapshotsAnHour: 60 });
  return sessionId;
}

/** A training of seconds instead of minutes, which nobody can ask for. @returns its id. */
export async function shortDrill(
  platform: TestPlatform,
  sessionId: string,
  wish: { readonly candidates: number; readonly milliseconds: number },
): Promise<string> {
  const [row] = await platform.api.parts.database.query<{ id: string }>(
    `INSERT INTO rehearsal (id, session_id, candidates, time_limit_seconds, drill_ms, state, requested_by, official)
     SELECT gen_random_uuid(), $1, $2, 180, $3, 'requested', id, 'Test' FROM account WHERE sign_in = 'exam' RETURNING id`,
    [sessionId, wish.candidates, wish.milliseconds],
  );
  return row?.id ?? '';
}

export const drillOf = async (exam: ApiClient, sessionId: string, id: string): Promise<Drill | undefined> =>
  (await exam.get<{ items: Drill[] }>(`/api/v1/sessions/${sessionId}/rehearsals`)).items.find(
    (one) => one.id === id,
  );

/** Who has said nothing for some seconds has been silent for minutes: so that silence need not be waited for. */
export async function passSilence(platform: TestPlatform, rehearsalId: string): Promise<void> {
  await listenedFor(platform, '1 hour');
  await platform.api.parts.database.query(
    `WITH quiet AS (
       SELECT s.id FROM rehearsal r JOIN sitting s ON s.session_id = r.rehearsal_session_id AND s.state = 'open'
       JOIN sitting_lease l ON l.sitting_id = s.id AND l.revoked_at IS NULL
       LEFT JOIN watch_beat b ON b.sitting_id = s.id
       WHERE r.id = $1
         AND greatest(s.started_at, l.issued_at, l.last_acknowledged_at, b.seen_at) BETWEEN
           clock_timestamp() - interval '30 seconds' AND clock_timestamp() - interval '4 seconds'
     ), beats AS (
       UPDATE watch_beat b SET seen_at = seen_at - interval '1 minute' FROM quiet q WHERE b.sitting_id = q.id
     ), leases AS (
       UPDATE sitting_lease l SET issued_at = issued_at - interval '1 minute',
         last_acknowledged_at = last_acknowledged_at - interval '1 minute'
       FROM quiet q WHERE l.sitting_id = q.id AND l.revoked_at IS NULL
     ) UPDATE sitting s SET started_at = started_at - interval '1 minute' FROM quiet q WHERE s.id = q.id`,
    [rehearsalId],
  );
}
