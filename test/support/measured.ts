import { seededGenerator, sha256 } from '../../src/kernel/index.js';
import { bankKnowledge } from '../../src/desk/round/knowledge.js';
import { sitExam, type Leased } from '../../src/desk/round/sit-exam.js';
import { newCandidate, staff } from './candidates.js';
import type { TestPlatform } from './platform.js';
import { NO_GO } from './sessions.js';
import { until } from './until.js';

const HOUR = 3_600_000;

export interface Measured {
  readonly code: string;
  readonly competitionId: string;
  readonly sessions: readonly string[];
}

/** A competition of its own with open sessions whose results an officer releases. */
export async function measuredCompetition(
  platform: TestPlatform,
  code: string,
  sessions = 1,
  more: Record<string, unknown> = {},
): Promise<Measured> {
  const hr = await staff(platform, 'hr');
  const exam = await staff(platform, 'exam');
  const { items: agencies } = await hr.get<{ items: { id: string; code: string }[] }>('/api/v1/agencies');
  const { items: programmes } = await hr.get<{ items: { id: string; code: string }[] }>('/api/v1/programmes');
  const agency = agencies.find((one) => one.code === 'MDS');
  const programme = programmes.find((one) => one.code === 'civil-service-general');
  const { competitionId } = await hr.post<{ competitionId: string }>(
    `/api/v1/agencies/${agency?.id ?? ''}/competitions`,
    {
      code,
      title: { en: `Measured ${code}`, ru: `Измерение ${code}` },
      description: { en: 'Measured.', ru: 'Измерено.' },
      programmeId: programme?.id,
      applyFrom: new Date(Date.now() - HOUR).toISOString(),
      applyUntil: new Date(Date.now() + 24 * HOUR).toISOString(),
      posts: [{ title: { en: 'Clerk', ru: 'Служащий' }, places: 2, grade: 'B-4', location: 'Baku' }],
      ...more,
    },
  );
  await hr.post(`/api/v1/competitions/${competitionId}/announcement`);
  const made: string[] = [];
  for (let index = 0; index < sessions; index += 1) {
    const { sessionId } = await exam.post<{ sessionId: string }>(
      `/api/v1/competitions/${competitionId}/sessions`,
      {
        title: { en: `Session ${String(index + 1)}`, ru: `Сессия ${String(index + 1)}` },
        opensAt: new Date(Date.now() - HOUR).toISOString(),
        entryClosesAt: new Date(Date.now() + 24 * HOUR).toISOString(),
        releasePolicy: 'officer',
      },
    );
    await exam.post(`/api/v1/sessions/${sessionId}/opening`, { ...NO_GO, spareNumbers: 60 });
    made.push(sessionId);
  }
  return { code, competitionId, sessions: made };
}

/**
 * So many candidates sit a session, then it is closed.
 *
 * @param know of a hundred answers: so many the first of them, and the last one.
 */
export async function satBy(
  platform: TestPlatform,
  { competitionId, code }: Measured,
  sessionId: string,
  count: number,
  [least, most]: readonly [number, number] = [25, 95],
): Promise<void> {
  const knowledge = bankKnowledge(platform.config.banksDir);
  for (let index = 0; index < count; index += 1) {
    const client = await newCandidate(platform);
    await client.post(`/api/v1/competitions/${competitionId}/applications`, { language: 'en' });
    const leased = await client.post<Leased>(`/api/v1/sessions/${sessionId}/sittings`);
    const generator = seededGenerator(sha256(`${code} ${sessionId} ${String(index)}`));
    await sitExam(
      client,
      leased,
      generator,
      knowledge,
      least + Math.floor(((most - least) * index) / Math.max(1, count - 1)),
    );
  }
  await (await staff(platform, 'exam')).post(`/api/v1/sessions/${sessionId}/closing`);
}

/** Waits until the worker has graded all of a session under its newest scoring version. */
export async function gradedAll(platform: TestPlatform, sessionId: string): Promise<void> {
  const exam = await staff(platform, 'exam');
  await until(async () => {
    const { closed, graded } = await exam.get<{ closed: number; graded: number }>(
      `/api/v1/sessions/${sessionId}/grading`,
    );
    return closed > 0 && graded === closed;
  });
}
