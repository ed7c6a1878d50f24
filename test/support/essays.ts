import { GradeSittings, scoringVersionOf } from '../../src/grading/index.js';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { begin, answers, NO_GO, save } from './sessions.js';
import { newCandidate, staff } from './candidates.js';
import type { TestPlatform } from './platform.js';

const HOUR = 3_600_000;
let made = 0;

export interface EssayExam {
  readonly competitionId: string;
  readonly sessionId: string;
}

export interface Writer {
  readonly client: ApiClient;
  readonly sittingId: string;
  readonly candidateNumber: string;
}

/** A competition whose exam are two written tasks, with a session that is open. */
export async function essayExam(platform: TestPlatform): Promise<EssayExam> {
  const hr = await staff(platform, 'hr');
  const exam = await staff(platform, 'exam');
  const { items: agencies } = await hr.get<{ items: { id: string; code: string }[] }>('/api/v1/agencies');
  const { items: programmes } = await hr.get<{ items: { id: string; code: string }[] }>('/api/v1/programmes');
  made += 1;
  const { competitionId } = await hr.post<{ competitionId: string }>(
    `/api/v1/agencies/${agencies.find(({ code }) => code === 'MDS')?.id ?? ''}/competitions`,
    {
      code: `ESSAY-${String(made)}`,
      title: { en: 'Writers wanted', ru: 'Нужны пишущие' },
      description: { en: 'Two written tasks.', ru: 'Две письменные работы.' },
      programmeId: programmes.find(({ code }) => code === 'essay')?.id,
      disclosure: 'auditor',
      applyFrom: new Date(Date.now() - HOUR).toISOString(),
      applyUntil: new Date(Date.now() + 24 * HOUR).toISOString(),
      posts: [{ title: { en: 'Writer', ru: 'Редактор' }, places: 1, grade: 'B-3', location: 'Baku' }],
    },
  );
  await hr.post(`/api/v1/competitions/${competitionId}/announcement`);
  const { sessionId } = await exam.post<{ sessionId: string }>(
    `/api/v1/competitions/${competitionId}/sessions`,
    {
      title: { en: 'Written morning', ru: 'Письменное утро' },
      opensAt: new Date(Date.now() - HOUR).toISOString(),
      entryClosesAt: new Date(Date.now() + HOUR).toISOString(),
      releasePolicy: 'officer',
    },
  );
  await exam.post(`/api/v1/sessions/${sessionId}/opening`, { ...NO_GO, spareNumbers: 40 });
  return { competitionId, sessionId };
}

/** A new candidate who writes these texts, position by position, and hands in. */
export async function write(
  platform: TestPlatform,
  { competitionId, sessionId }: EssayExam,
  texts: readonly string[],
): Promise<Writer> {
  const client = await newCandidate(platform);
  await client.post(`/api/v1/competitions/${competitionId}/applications`, { language: 'ru' });
  const leased = await begin(client, sessionId);
  await save(
    client,
    leased,
    answers(
      leased,
      texts.map((text, index) => [index + 1, text] as const),
    ),
  );
  await client.post(`/api/v1/sittings/${leased.sittingId}/submission`);
  const [row] = await platform.api.parts.database.query<{ number: string }>(
    'SELECT candidate_number AS number FROM sitting WHERE id = $1',
    [leased.sittingId],
  );
  return { client, sittingId: leased.sittingId, candidateNumber: row?.number ?? '' };
}

/** Grades what is owed, as the worker would. @returns how many grades were new. */
export async function gradeOwed(platform: TestPlatform, sessionId: string): Promise<number> {
  const { database } = platform.api.parts;
  const version = await database.transaction((tx) => scoringVersionOf(tx, sessionId));
  const closed = await database.query<{ id: string }>(
    `SELECT id FROM sitting WHERE session_id = $1 AND state = 'closed'`,
    [sessionId],
  );
  return platform.api.app.get(GradeSittings).run(
    version.id,
    closed.map(({ id }) => id),
  );
}

export interface TaskText {
  readonly textId: string;
  readonly text: string;
  readonly tasks: readonly {
    readonly language: string;
    readonly stem: string;
    readonly rubric: readonly {
      readonly criterion: string;
      readonly points: number;
      readonly levels: readonly { readonly points: number; readonly looks: string }[];
    }[];
  }[];
  readonly own: { readonly number: number; readonly points: number } | null;
  readonly canChange: boolean;
}

/** Markers of the demonstration, named for a session: marker, marker2, marker3 … */
export async function namedMarkers(
  platform: TestPlatform,
  sessionId: string,
  signIns: readonly string[],
): Promise<ApiClient[]> {
  const exam = await staff(platform, 'exam');
  const accounts = await platform.api.parts.database.query<{ id: string; signIn: string }>(
    `SELECT id, sign_in AS "signIn" FROM account WHERE sign_in = ANY($1::text[])`,
    [signIns],
  );
  for (const { id } of accounts)
    await exam.post(`/api/v1/sessions/${sessionId}/marking/markers`, { accountId: id });
  return Promise.all(signIns.map((signIn) => staff(platform, signIn)));
}

/** Points for each criterion of a text's rubric that add up to `total`. */
export function criteriaFor({ tasks }: TaskText, total: number): Record<string, number> {
  let left = total;
  return Object.fromEntries(
    (tasks[0]?.rubric ?? []).map(({ criterion, points }) => {
      const given = Math.min(points, left);
      left -= given;
      return [criterion, given];
    }),
  );
}
