import { fork } from 'node:child_process';
import path from 'node:path';
import { ApiClient } from '../src/desk/round/api-client.js';
import { newId } from '../src/kernel/index.js';
import { freePort } from '../src/platform/embedded/free-port.js';
import { encodeCursor, type Database } from '../src/platform/index.js';
import { DEMONSTRATION_PASSWORD } from '../src/setup/demonstration-password.js';
import { startBenchPlatform } from './platform.js';
import type { Figure } from './report.js';
import { wrk } from './wrk.js';

// One reader: on two cores, several measure the queue before the page.
const CONNECTIONS = 1;
const THREADS = 1;

/**
 * A page of a ranking of 1,000,000 candidates (with `--quick` 50,000) as an HR officer reads it over HTTP, from anywhere
 * in it, against a read by primary key over HTTP: by a bare server, and by the platform's own for the same reader.
 */
export async function ranking(seconds: number): Promise<Figure[]> {
  const candidates = seconds >= 5 ? 1_000_000 : 50_000;
  const time = Math.max(3, seconds);
  const platform = await startBenchPlatform(true);
  const port = await freePort();
  const { database, config } = platform.api.parts;
  const reference = fork(path.join(import.meta.dirname, 'references', 'primary-key-read.js'), {
    env: { ...process.env, PORT: String(port), DATABASE_URL: config.databaseUrl },
  });
  await new Promise((resolve) => reference.once('message', resolve));
  try {
    const competitionId = await makeRanking(database, candidates);
    const cursors = await somewhere(database);
    const ids = await database.query<{ id: string }>('SELECT id FROM item ORDER BY random() LIMIT 100');
    const { cookie } = await new ApiClient(platform.base).signIn('hr', DEMONSTRATION_PASSWORD);
    const api = `/api/v1/competitions/${competitionId}/rankings/1?limit=20`;
    const page = `/manage/competitions/${competitionId}/rankings/1`;
    const kinds: Readonly<Record<string, readonly string[]>> = {
      'a page of places (JSON, 20)': [api, ...cursors.map((cursor) => `${api}&cursor=${cursor}`)],
      'a page of places (HTML, 50)': [page, ...cursors.map((cursor) => `${page}?cursor=${cursor}`)],
    };
    const primaryKeys = script(
      ids.map(({ id }) => `/${id}`),
      '',
    );
    const read = (window: number) =>
      wrk(`http://127.0.0.1:${String(port)}/`, primaryKeys, reference.pid ?? 0, window, CONNECTIONS, THREADS);
    await read(3);
    await wrk(
      platform.base,
      script(Object.values(kinds).flat(), cookie),
      platform.apiPid,
      3,
      CONNECTIONS,
      THREADS,
    );
    const figures: Figure[] = [];
    const load = (paths: readonly string[]) =>
      wrk(platform.base, script(paths, cookie), platform.apiPid, time, CONNECTIONS, THREADS);
    for (const [name, paths] of Object.entries(kinds)) {
      const bare = await read(time);
      const own = await load([`/api/v1/competitions/${competitionId}`]);
      const page = await load(paths);
      if (page.errors + own.errors > 0) throw new Error(`Some answers to "${name}" were none.`);
      for (const at of ['p50', 'p99'] as const) {
        const figure = {
          bench: 'ranking',
          figure: `${at} of ${name}, out of ${String(candidates)}`,
          value: page[at],
          unit: 'ms',
        };
        figures.push(
          { ...figure, reference: `${at} of a read by primary key, bare`, referenceValue: bare[at] },
          {
            ...figure,
            reference: `${at} of a competition by its id, signed in`,
            referenceValue: own[at],
          },
        );
      }
    }
    return figures;
  } finally {
    reference.kill('SIGTERM');
    await platform.close();
  }
}

/** A ranking as rows: ties, and one in ten who did not pass. @returns its competition. */
async function makeRanking(database: Database, candidates: number): Promise<string> {
  const [session] = await database.query<{ id: string; competitionId: string }>(
    `SELECT id, competition_id AS "competitionId" FROM exam_session WHERE state = 'open'`,
  );
  if (!session) throw new Error('The demonstration has an open session.');
  const rankingId = newId();
  await database.query(
    `INSERT INTO ranking (id, competition_id, version, scoring_version_ids, rule, state, content_hash, created_by)
     SELECT $1, $2, 1, '{}', '{"code": "openmerit-rank-1", "subjectOrder": ["a"]}', 'proposed', '', id
     FROM account WHERE sign_in = 'hr'`,
    [rankingId, session.competitionId],
  );
  await database.query(
    `CREATE TABLE bench_candidate AS SELECT n, gen_random_uuid() AS person, gen_random_uuid() AS application,
       gen_random_uuid() AS sitting, upper(substr(md5('rank ' || n), 1, 12)) AS number
     FROM generate_series(1, $1::int) AS n`,
    [candidates],
  );
  await database.query(
    `INSERT INTO person (id, national_id_hash, national_id_ciphertext, national_id_key, full_name)
     SELECT person, decode(md5(person::text), 'hex'), '', '', 'Candidate ' || n FROM bench_candidate`,
  );
  await database.query(
    `INSERT INTO application (id, competition_id, person_id, language, state)
     SELECT application, $1, person, 'en', 'submitted' FROM bench_candidate`,
    [session.competitionId],
  );
  await database.query(
    `INSERT INTO sitting (id, session_id, application_id, person_id, candidate_number, language, state, deadline_at,
       closed_at, closed_by)
     SELECT sitting, $1, application, person, number, 'en', 'closed', clock_timestamp(), clock_timestamp(), 'clock'
     FROM bench_candidate`,
    [session.id],
  );
  await database.query(
    `INSERT INTO ranking_place (ranking_id, application_id, sitting_id, candidate_number, person_id, points, by_part, passed, place)
     SELECT $1, application, sitting, number, person, 10000 - n / 200, json_build_object('a', 10000 - n / 200), n <= $2,
       CASE WHEN n <= $2 THEN n - n % 3 + 1 END
     FROM bench_candidate`,
    [rankingId, Math.round(candidates * 0.9)],
  );
  await database.query('DROP TABLE bench_candidate');
  // As tables at rest: what making them left behind is cleared away now, not in the middle of a figure.
  for (const table of ['ranking_place', 'person', 'application', 'sitting'])
    await database.query(`VACUUM ANALYZE ${table}`);
  await database.query('CHECKPOINT');
  return session.competitionId;
}

/** Cursors from all over the ranking. */
async function somewhere(database: Database): Promise<string[]> {
  const found = await database.query<{ place: number; points: number; number: string }>(
    `SELECT coalesce(place, 2147483647) AS place, -points AS points, candidate_number AS number
     FROM ranking_place ORDER BY random() LIMIT 200`,
  );
  return found.map(({ place, points, number }) => encodeCursor([place, points, number]));
}

/** Lua for wrk: the paths in turn, signed in. */
const script = (paths: readonly string[], cookie: string): string => `
local paths = { ${paths.map((one) => `'${one}'`).join(', ')} }
local headers = { cookie = '${cookie}' }
local at = 0
function request()
  at = at % #paths + 1
  return wrk.format('GET', paths[at], headers)
end`;
