import type { ApiClient } from '../../src/desk/round/api-client.js';
import type { Leased } from '../../src/desk/round/sit-exam.js';
import type { ChainedEvent } from '../../src/sitting/index.js';
import { newCandidate, openSession, staff } from './candidates.js';
import { chain } from './events.js';
import type { TestPlatform } from './platform.js';

/** Why a session is opened in a test although nobody goes through its checklist. */
export const NO_GO = { withoutGo: 'Nobody goes through a checklist here.' };

const HOUR = 3_600_000;

/** Plans a session of the demonstration's competition that has begun an hour ago. */
export async function planSession(
  platform: TestPlatform,
  more: Record<string, unknown> = {},
): Promise<string> {
  const { competitionId } = await openSession(platform);
  const exam = await staff(platform, 'exam');
  const { sessionId } = await exam.post<{ sessionId: string }>(
    `/api/v1/competitions/${competitionId}/sessions`,
    {
      title: { en: 'Morning', ru: 'Утро' },
      opensAt: new Date(Date.now() - HOUR).toISOString(),
      entryClosesAt: new Date(Date.now() + HOUR).toISOString(),
      releasePolicy: 'officer',
      ...more,
    },
  );
  return sessionId;
}

/** A session that is open. */
export async function openedSession(
  platform: TestPlatform,
  more: Record<string, unknown> = {},
): Promise<string> {
  const sessionId = await planSession(platform, more);
  const exam = await staff(platform, 'exam');
  await exam.post(`/api/v1/sessions/${sessionId}/opening`, { ...NO_GO, spareNumbers: 20 });
  return sessionId;
}

/** Somebody who has applied to the demonstration's competition. */
export async function applicant(
  platform: TestPlatform,
): Promise<{ client: ApiClient; applicationId: string }> {
  const { competitionId } = await openSession(platform);
  const client = await newCandidate(platform);
  const { applicationId } = await client.post<{ applicationId: string }>(
    `/api/v1/competitions/${competitionId}/applications`,
    { language: 'en' },
  );
  return { client, applicationId };
}

export const begin = (client: ApiClient, sessionId: string): Promise<Leased> =>
  client.post<Leased>(`/api/v1/sessions/${sessionId}/sittings`);

/** Answers chained from the beginning of a lease. */
export const answers = (leased: Leased, values: readonly (readonly [number, string])[]): ChainedEvent[] =>
  chain(leased, leased.rootHash, 1, values);

export const save = (client: ApiClient, leased: Leased, events: readonly ChainedEvent[]) =>
  client.post<{ acknowledged: number }>(
    '/api/v1/responses',
    { previous: leased.rootHash, events },
    leased.token,
  );
