import { ApiError, type ApiClient } from '../../src/desk/round/api-client.js';
import type { Leased } from '../../src/desk/round/sit-exam.js';
import { sha256 } from '../../src/kernel/index.js';
import { eventBytes, type ChainedEvent } from '../../src/sitting/index.js';
import { newCandidate, openSession, staff } from './candidates.js';
import type { TestPlatform } from './platform.js';

/** Why a session is opened in a test although nobody goes through its checklist. */
export const NO_GO = { withoutGo: 'Nobody goes through a checklist here.' };

const HOUR = 3_600_000;

/** The code of a refusal, or `done`. */
export const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
};

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
export function answers(leased: Leased, values: readonly [number, string][]): ChainedEvent[] {
  let last = leased.rootHash;
  return values.map(([position, value], index) => {
    const event = { seq: index + 1, type: 'answer' as const, position, value, offset: index * 1000 };
    last = sha256(eventBytes(leased.sittingId, leased.lease, event, last)).toString('hex');
    return { ...event, hash: last };
  });
}

export const save = (client: ApiClient, leased: Leased, events: readonly ChainedEvent[]) =>
  client.post<{ acknowledged: number }>(
    '/api/v1/responses',
    { previous: leased.rootHash, events },
    leased.token,
  );
