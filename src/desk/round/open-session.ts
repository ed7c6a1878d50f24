import type { ApiClient } from './api-client.js';

const HOUR = 3_600_000;

export interface SessionWish {
  /** Numbers for those who apply once it is open. */
  readonly spareNumbers: number;
  /** Left out: the first stage that is sat. */
  readonly stageId?: string;
  readonly review?: 'own-answers' | 'answers-and-keys';
}

/** Schedules a session that has begun, and opens it. @returns its id. */
export async function openSession(
  exam: ApiClient,
  competitionId: string,
  { spareNumbers, ...more }: SessionWish,
): Promise<string> {
  const { sessionId } = await exam.post<{ sessionId: string }>(
    `/api/v1/competitions/${competitionId}/sessions`,
    {
      title: { en: 'Session', ru: 'Сессия' },
      opensAt: new Date(Date.now() - HOUR).toISOString(),
      entryClosesAt: new Date(Date.now() + 24 * HOUR).toISOString(),
      releasePolicy: 'officer',
      ...more,
    },
  );
  await exam.post(`/api/v1/sessions/${sessionId}/opening`, {
    spareNumbers,
    withoutGo: 'A played round: nobody goes through its checklist.',
  });
  return sessionId;
}
