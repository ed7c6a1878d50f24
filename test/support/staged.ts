import {
  ScoresByStage,
  type StageScore,
  type StageScores,
  type StageView,
} from '../../src/competition/index.js';
import { EXAM_AND_INTERVIEW } from '../../src/competition/examples/exam-and-interview.js';
import { YOUTH_RESERVE } from '../../src/competition/examples/youth-reserve.js';
import { ApiClient } from '../../src/desk/round/api-client.js';
import { bankKnowledge, type Knowledge } from '../../src/desk/round/knowledge.js';
import { sitExam, type Leased } from '../../src/desk/round/sit-exam.js';
import { seededGenerator, sha256 } from '../../src/kernel/index.js';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { staff } from './candidates.js';
import type { TestPlatform } from './platform.js';
import { NO_GO } from './sessions.js';
import { until } from './until.js';

const HOUR = 3_600_000;

/** A drafted competition of the demonstration's agency. */
export async function draftCompetition(platform: TestPlatform, code: string): Promise<string> {
  const hr = await staff(platform, 'hr');
  const { items: agencies } = await hr.get<{ items: { id: string; code: string }[] }>('/api/v1/agencies');
  const { items: programmes } = await hr.get<{ items: { id: string }[] }>('/api/v1/programmes');
  const agencyId = agencies.find((one) => one.code === 'MDS')?.id ?? '';
  const { competitionId } = await hr.post<{ competitionId: string }>(
    `/api/v1/agencies/${agencyId}/competitions`,
    {
      code,
      title: { en: `Staged ${code}`, ru: `По этапам ${code}` },
      description: { en: 'With stages.', ru: 'С этапами.' },
      programmeId: programmes[0]?.id,
      applyFrom: new Date(Date.now() - HOUR).toISOString(),
      applyUntil: new Date(Date.now() + HOUR).toISOString(),
      posts: [{ title: { en: 'Specialist', ru: 'Специалист' }, places: 2, grade: 'B-4', location: 'Baku' }],
    },
  );
  return competitionId;
}

/** A session of a stage that is open. */
export async function stageSession(
  platform: TestPlatform,
  competitionId: string,
  stageId?: string,
): Promise<string> {
  const exam = await staff(platform, 'exam');
  const { sessionId } = await exam.post<{ sessionId: string }>(
    `/api/v1/competitions/${competitionId}/sessions`,
    {
      title: { en: 'A stage', ru: 'Этап' },
      opensAt: new Date(Date.now() - HOUR).toISOString(),
      entryClosesAt: new Date(Date.now() + HOUR).toISOString(),
      releasePolicy: 'officer',
      ...(stageId !== undefined && { stageId }),
    },
  );
  await exam.post(`/api/v1/sessions/${sessionId}/opening`, { ...NO_GO, spareNumbers: 20 });
  return sessionId;
}

/** Somebody sits a session, knowing so many of a hundred answers. */
export async function sit(
  platform: TestPlatform,
  client: ApiClient,
  sessionId: string,
  ability: number,
): Promise<void> {
  const leased = await client.post<Leased>(`/api/v1/sessions/${sessionId}/sittings`);
  const generator = seededGenerator(sha256(`staged ${String(ability)}`));
  await sitExam(client, leased, generator, bankKnowledge(platform.config.banksDir), ability);
}

/** Somebody sits a session and answers all rightly but so many questions of one right answer, which they leave out. */
export async function sitAllBut(
  platform: TestPlatform,
  client: ApiClient,
  sessionId: string,
  leftOut: number,
): Promise<string> {
  const leased = await client.post<Leased>(`/api/v1/sessions/${sessionId}/sittings`);
  const known = bankKnowledge(platform.config.banksDir);
  let left = leftOut;
  const answerTo: Knowledge['answerTo'] = (item) => {
    if (item.type !== 'single-choice' || left === 0) return known.answerTo(item);
    left -= 1;
    return null;
  };
  await sitExam(client, leased, seededGenerator(sha256('all but')), { answerTo }, 100);
  return leased.sittingId;
}

/** Closes a session, waits for its grades and releases them. */
export async function release(platform: TestPlatform, sessionId: string, sat: number): Promise<void> {
  const exam = await staff(platform, 'exam');
  await exam.post(`/api/v1/sessions/${sessionId}/closing`);
  await until(async () => {
    const { graded } = await exam.get<{ graded: number }>(`/api/v1/sessions/${sessionId}/grading`);
    return graded === sat;
  });
  await exam.post(`/api/v1/sessions/${sessionId}/release`);
}

/** Scores of interviews as a test gives them: by application, out of 20 points. */
export function giveInterviews(platform: TestPlatform, points: Map<string, number>): void {
  const scores: StageScores = {
    kinds: ['interview'],
    maximumOf: () => Promise.resolve(2000),
    scoresOf: (_tx: unknown, _stage: StageView): Promise<StageScore[]> =>
      Promise.resolve(
        [...points].map(([applicationId, one]) => ({
          applicationId,
          number: null,
          points: one,
          passed: null,
        })),
      ),
    owedOf: () => Promise.resolve([]),
  };
  for (const context of [platform.api.app, ...platform.workers.map((worker) => worker.context)])
    context.get(ScoresByStage).register(scores);
}

/** Competitions with stages as pages show them: drafts with none and with an example's, and one that is played to two rankings. */
export interface StagedInHand {
  readonly empty: string;
  readonly draft: string;
  readonly played: string;
  /** Who went through all of it. */
  readonly winner: { readonly signIn: string; readonly number: string };
}

/** Needs a worker. */
export async function stagedInHand(platform: TestPlatform): Promise<StagedInHand> {
  const hr = await staff(platform, 'hr');
  const [empty, draft, played] = [
    await draftCompetition(platform, 'STAGES-NONE'),
    await draftCompetition(platform, 'STAGES-SIX'),
    await draftCompetition(platform, 'STAGES-PLAYED'),
  ];
  await hr.put(`/api/v1/competitions/${draft}/stages`, YOUTH_RESERVE.plan);
  const here = `/api/v1/competitions/${played}`;
  await hr.put(`${here}/stages`, EXAM_AND_INTERVIEW.plan);
  await hr.post(`${here}/announcement`);
  const people: { client: ApiClient; signIn: string; applicationId: string }[] = [];
  for (const signIn of ['first@staged.example', 'second@staged.example', 'third@staged.example']) {
    const client = await new ApiClient(platform.base).begin();
    await client.post('/api/v1/candidates', {
      fullName: `Staged ${signIn}`,
      nationalId: `STAGED-${signIn}`,
      email: signIn,
      password: DEMONSTRATION_PASSWORD,
      language: 'en',
    });
    await client.signIn(signIn, DEMONSTRATION_PASSWORD);
    const { applicationId } = await client.post<{ applicationId: string }>(`${here}/applications`, {
      language: 'en',
    });
    people.push({ client, signIn, applicationId });
  }
  await hr.post(`${here}/closing`);
  const sessionId = await stageSession(platform, played);
  for (const [index, { client }] of people.entries())
    await sit(platform, client, sessionId, [100, 95, 0][index] ?? 0);
  await release(platform, sessionId, people.length);
  const interviews = new Map(people.map(({ applicationId }, index) => [applicationId, 1500 + 100 * index]));
  giveInterviews(platform, interviews);
  for (const stage of ['exam', 'interview']) await hr.post(`${here}/stages/${stage}/conclusions`, {});
  await hr.post(`${here}/rankings`);
  await hr.post(`${here}/rankings/1/approval`);
  interviews.set(people[1]?.applicationId ?? '', 2000);
  const reason = 'A protocol was read wrongly.';
  await hr.post(`${here}/stages/interview/conclusions`, { reason });
  await hr.post(`${here}/rankings`, { reason });
  const { items } = await hr.get<{ items: { candidateNumber: string; applicationId: string }[] }>(
    `${here}/rankings/1`,
  );
  const winner = people.find(({ applicationId }) => applicationId === items[0]?.applicationId);
  return {
    empty,
    draft,
    played,
    winner: { signIn: winner?.signIn ?? '', number: items[0]?.candidateNumber ?? '' },
  };
}
