import { createHmac, randomBytes } from 'node:crypto';
import pg from 'pg';
import { formSize, type Blueprint } from '../../src/form/index.js';
import { sha256 } from '../../src/kernel/index.js';
import { KeyRing } from '../../src/platform/index.js';
import { ApiClient, ApiError } from '../../src/desk/round/api-client.js';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import type { Seat } from './candidate.js';

export interface ExamHall {
  readonly sessionId: string;
  readonly competitionId: string;
  /** Places in each form. */
  readonly items: number;
  readonly seats: readonly Seat[];
}

/** Of a running demonstration platform. */
export interface HallPlan {
  readonly base: string;
  readonly databaseUrl: string;
  readonly keysDir: string;
  readonly candidates: number;
}

/**
 * An exam that can begin: announced and opened by the demonstration's officers through the API, with its roster and
 * the candidates' web sessions made by one statement each. All of them share a password's hash and a CSRF secret.
 */
export async function prepareExam(plan: HallPlan): Promise<ExamHall> {
  const hr = await new ApiClient(plan.base).signIn('hr', DEMONSTRATION_PASSWORD);
  const officer = await new ApiClient(plan.base).signIn('exam', DEMONSTRATION_PASSWORD);
  const code = `EXAM-${randomBytes(4).toString('hex').toUpperCase()}`;
  const competitionId = await announce(hr, code);
  const { sessionId } = await officer.post<{ sessionId: string }>(
    `/api/v1/competitions/${competitionId}/sessions`,
    {
      title: { en: 'Session', ru: 'Сессия' },
      opensAt: new Date(Date.now() - 3_600_000).toISOString(),
      entryClosesAt: new Date(Date.now() + 86_400_000).toISOString(),
      releasePolicy: 'officer',
    },
  );
  const people = await signedIn(plan, code, competitionId);
  await open(officer, sessionId);
  return {
    sessionId,
    competitionId,
    items: await placesInForm(plan.databaseUrl, competitionId),
    seats: people.map((person) => ({ sessionId, ...person })),
  };
}

/** The first try makes the draw; then the worker seals the forms. */
async function open(officer: ApiClient, sessionId: string): Promise<void> {
  for (;;) {
    try {
      await officer.post(`/api/v1/sessions/${sessionId}/opening`, {});
      return;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'SESSION.NOT_SEALED') throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function announce(hr: ApiClient, code: string): Promise<string> {
  const { items: agencies } = await hr.get<{ items: { id: string; code: string }[] }>('/api/v1/agencies');
  const { items: programmes } = await hr.get<{ items: { id: string }[] }>('/api/v1/programmes');
  const agency = agencies.find((one) => one.code === 'MDS');
  const [programme] = programmes;
  if (!agency || !programme) throw new Error('The demonstration’s agency or exam programme is missing.');
  const { competitionId } = await hr.post<{ competitionId: string }>(
    `/api/v1/agencies/${agency.id}/competitions`,
    {
      code,
      title: { en: code, ru: code },
      description: { en: 'Made for a load.', ru: 'Для нагрузки.' },
      programmeId: programme.id,
      applyFrom: new Date(Date.now() - 3_600_000).toISOString(),
      applyUntil: new Date(Date.now() + 86_400_000).toISOString(),
      posts: [{ title: { en: 'Specialist', ru: 'Специалист' }, places: 1, grade: 'B-4', location: 'Baku' }],
    },
  );
  await hr.post(`/api/v1/competitions/${competitionId}/announcement`);
  return competitionId;
}

async function placesInForm(databaseUrl: string, competitionId: string): Promise<number> {
  const [programme] = await query<{ body: Blueprint }>(
    databaseUrl,
    'SELECT p.body FROM programme p JOIN competition c ON c.programme_id = p.id WHERE c.id = $1',
    [competitionId],
  );
  return programme ? formSize(programme.body) : 0;
}

/** Rows of one statement on a connection of its own. */
async function query<T extends object>(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** One candidate registers and signs in by the API; the others are made in its likeness. */
async function signedIn(
  { base, databaseUrl, keysDir, candidates }: HallPlan,
  code: string,
  competitionId: string,
): Promise<{ cookie: string; csrfToken: string }[]> {
  const model = await new ApiClient(base).begin();
  const email = `${code.toLowerCase()}@example.org`;
  const password = `password of ${code}`;
  await model.post('/api/v1/candidates', {
    fullName: 'Model Candidate',
    nationalId: `${code}-MODEL`,
    email,
    password,
    language: 'en',
  });
  await model.signIn(email, password);
  const { csrfToken } = await model.get<{ csrfToken: string }>('/api/v1/session');
  const ids = Array.from({ length: candidates }, () => randomBytes(24).toString('base64url'));
  const made = await query(databaseUrl, MAKE_CANDIDATES, [
    email,
    competitionId,
    ids.map((id) => sha256(id).toString('hex')),
    code,
  ]);
  if (made.length !== candidates) throw new Error('The candidates could not be made.');
  await query(databaseUrl, 'ANALYZE person, account, application, web_session');
  const secret = KeyRing.open(keysDir, false).derive('web-sessions', 'cookie').toString('hex');
  return ids.map((id) => ({ cookie: `openmerit=${signedCookie(id, secret)}`, csrfToken }));
}

// As @fastify/cookie signs: HMAC-SHA-256, base64 without padding.
const signedCookie = (id: string, secret: string): string =>
  encodeURIComponent(`${id}.${createHmac('sha256', secret).update(id).digest('base64').replaceAll('=', '')}`);

const MAKE_CANDIDATES = `
  WITH wanted AS (
    SELECT n, key, gen_random_uuid() AS person_id, gen_random_uuid() AS account_id
    FROM unnest($3::text[]) WITH ORDINALITY AS t (key, n)
  ), model AS (
    SELECT a.password_hash, w.data FROM account a JOIN web_session w ON w.account_id = a.id WHERE a.sign_in = $1
  ), people AS (
    INSERT INTO person (id, national_id_hash, national_id_ciphertext, national_id_key, full_name)
    SELECT person_id, sha256(convert_to($4 || n, 'UTF8')), '', '', 'Candidate ' || n FROM wanted RETURNING id
  ), accounts AS (
    INSERT INTO account (id, person_id, sign_in, display_name, password_hash)
    SELECT account_id, person_id, lower($4) || '-' || n || '@example.org', 'Candidate ' || n, model.password_hash
    FROM wanted, model RETURNING id
  ), applied AS (
    INSERT INTO application (id, competition_id, person_id, language, state)
    SELECT gen_random_uuid(), $2, person_id, 'en', 'submitted' FROM wanted RETURNING id
  )
  INSERT INTO web_session (id, data, account_id, expires_at)
  SELECT key, jsonb_set(model.data, '{accountId}', to_jsonb(account_id::text)), account_id,
    clock_timestamp() + interval '12 hours'
  FROM wanted, model
  RETURNING id`;
