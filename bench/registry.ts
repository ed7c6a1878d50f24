import { fork } from 'node:child_process';
import path from 'node:path';
import { freePort } from '../src/platform/embedded/free-port.js';
import type { Database } from '../src/platform/index.js';
import { startBenchPlatform } from './platform.js';
import type { Figure } from './report.js';
import { wrk } from './wrk.js';

const ENTRIES = 1_000_000;
const CONNECTIONS = 8;

/**
 * The registry of a large state, as anybody reads it, against a read by primary key over HTTP: nearly all entries are
 * receipts, one in fifty is what people look for, and the newest 60,000 are the receipts of one day.
 */
export async function registry(seconds: number): Promise<Figure[]> {
  const platform = await startBenchPlatform(true);
  const port = await freePort();
  const { database, config } = platform.api.parts;
  const reference = fork(path.join(import.meta.dirname, 'references', 'primary-key-read.js'), {
    env: { ...process.env, PORT: String(port), DATABASE_URL: config.databaseUrl },
  });
  await new Promise((resolve) => reference.once('message', resolve));
  try {
    await makeEntries(database);
    const ids = await database.query<{ id: string }>('SELECT id FROM item ORDER BY random() LIMIT 100');
    const single = await wrk(
      `http://127.0.0.1:${String(port)}/`,
      script(ids.map(({ id }) => `/${id}`)),
      reference.pid ?? 0,
      seconds,
      CONNECTIONS,
    );
    // A server that has just started compiles its code and fills its caches: none of a running one.
    await wrk(platform.base, script(Object.values(PATHS).flat()), platform.apiPid, 3, CONNECTIONS);
    const figures: Figure[] = [];
    for (const [name, paths] of Object.entries(PATHS)) {
      const load = await wrk(platform.base, script(paths), platform.apiPid, seconds, CONNECTIONS);
      if (load.errors > 0) throw new Error(`${String(load.errors)} answers to "${name}" were none.`);
      figures.push({
        bench: 'registry',
        figure: `p50 of ${name}`,
        value: load.p50,
        unit: 'ms',
        reference: 'read by primary key',
        referenceValue: single.p50,
      });
    }
    return figures;
  } finally {
    reference.kill('SIGTERM');
    await platform.close();
  }
}

const api = (query: string): string => `/api/v1/registry/entries?limit=20&${query}`;

const PATHS: Readonly<Record<string, readonly string[]>> = {
  'the registry’s page': ['/registry'],
  'an entry’s page': ['/registry/entries/bench-entry-40000'],
  'the newest entries': [api('')],
  'entries of a kind': [api('type=appointment'), api('type=receipt'), api('type=result-list')],
  'a rare name': ['/registry?name=Person+40050', api('name=person+40050')],
  'a name that many have': ['/registry?name=Person', api('name=person')],
  'a name that nobody has': ['/registry?name=Nobody+at+all', api('name=nobody')],
  'an agency and a post': [api('agency=agency+17&post=post+3'), '/registry?agency=Agency+17&post=Post+3'],
  'a competition': [api('competition=BENCH-500')],
  'a month, long ago': ['/registry?from=2025-02-01&until=2025-02-28'],
  'a month, with its receipts': [api('from=2025-02-01&until=2025-02-28')],
};

/** Entries as rows: no log is made of them, because no page of these reads tiles. */
async function makeEntries(database: Database): Promise<void> {
  await database.query(
    `CREATE TABLE bench_entry AS
     SELECT n, n - 1 + (SELECT coalesce(max(seq), -1) + 1 FROM registry_entry) AS seq,
       CASE WHEN n % 50 > 0 OR n > ${String(ENTRIES - 60_000)} THEN 'receipt'
         WHEN n % 1000 = 0 THEN 'result-list' ELSE 'appointment' END AS type,
       'BENCH-' || n / 1000 AS code, timestamptz '2025-01-01T00:00:00Z' + n * interval '30 seconds' AS time
     FROM generate_series(1, ${String(ENTRIES)}) AS n`,
  );
  await database.query(
    `INSERT INTO outbox (id, type, body, taken_at) OVERRIDING SYSTEM VALUE
     SELECT 1000000 + n, type, '{}', time FROM bench_entry`,
  );
  await database.query(
    `INSERT INTO registry_entry (seq, public_id, outbox_id, type, fact, leaf_hash, content, person_name, post_title,
       agency_name, competition_code, official, occurred_at, published_at)
     SELECT seq, 'bench-entry-' || n, 1000000 + n, type,
       jsonb_build_object('v', 1, 'type', type, 'subject', 'subject-' || n, 'cause', code, 'time', to_jsonb(time),
         'official', NULL, 'contentHash', encode(sha256(n::text::bytea), 'hex'), 'commitments', '{}'::jsonb),
       sha256(n::text::bytea),
       CASE type WHEN 'receipt' THEN jsonb_build_object('shown', jsonb_build_object('session', code, 'keyId', 'receipts-bench',
           'receiptHash', encode(sha256(n::text::bytea), 'hex')), 'personal', '{}'::jsonb)
         ELSE jsonb_build_object('shown', jsonb_build_object('place', 1, 'sat', 1, 'passed', 1,
             'competition', jsonb_build_object('code', code, 'title', jsonb_build_object('en', 'Competition ' || code)),
             'agency', jsonb_build_object('code', 'agency', 'name', jsonb_build_object('en', 'Agency ' || n % 97)),
             'post', jsonb_build_object('title', jsonb_build_object('en', 'Post ' || n % 31), 'grade', 'A', 'location', 'B')),
           'personal', jsonb_build_object('personName', jsonb_build_object('value', 'Person ' || n, 'salt', ''))) END,
       CASE WHEN type = 'appointment' THEN 'Person ' || n END, CASE WHEN type = 'appointment' THEN 'Post ' || n % 31 END,
       CASE WHEN type <> 'receipt' THEN 'Agency ' || n % 97 END, CASE WHEN type <> 'receipt' THEN code END,
       NULL, time, time
     FROM bench_entry ORDER BY n`,
  );
  // As a registry at rest: what making it left behind is cleared away now, not in the middle of a figure.
  await database.query('VACUUM ANALYZE registry_entry');
}

/** Lua for wrk: the paths in turn. */
const script = (paths: readonly string[]): string => `
local paths = { ${paths.map((one) => `'${one}'`).join(', ')} }
local at = 0
function request()
  at = at % #paths + 1
  return wrk.format('GET', paths[at])
end`;
