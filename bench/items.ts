import { fork } from 'node:child_process';
import path from 'node:path';
import { DEMONSTRATION_PASSWORD } from '../src/setup/demonstration-password.js';
import { freePort } from '../src/platform/embedded/free-port.js';
import type { Database } from '../src/platform/index.js';
import { startBenchPlatform } from './platform.js';
import type { Figure } from './report.js';
import { wrk } from './wrk.js';

const ITEMS = 100_000;
const CONNECTIONS = 8;

/**
 * Pages of 50 out of a bank of 100,000 items, by the API as an author reads them, against a read by primary key over
 * HTTP: without a filter and deep in the bank, by each filter, by two at once, by words.
 */
export async function items(seconds: number): Promise<Figure[]> {
  const platform = await startBenchPlatform(true);
  const port = await freePort();
  const { database, config } = platform.api.parts;
  const reference = fork(path.join(import.meta.dirname, 'references', 'primary-key-read.js'), {
    env: { ...process.env, PORT: String(port), DATABASE_URL: config.databaseUrl },
  });
  await new Promise((resolve) => reference.once('message', resolve));
  try {
    const bankId = await makeItems(database);
    const cookie = await signIn(platform.base);
    const ids = await database.query<{ id: string }>(
      'SELECT id FROM item WHERE bank_id = $1 ORDER BY random() LIMIT 1000',
      [bankId],
    );
    const single = await wrk(
      `http://127.0.0.1:${String(port)}/`,
      script(ids.map(({ id }) => `/${id}`)),
      reference.pid ?? 0,
      seconds,
      CONNECTIONS,
    );
    // A server that has just started compiles its code and fills its caches: no page of a running one.
    const warm = script(
      Object.values(PAGES).flatMap((list) => list.map((one) => `/api/v1/banks/${bankId}/items?${one}`)),
      cookie,
    );
    await wrk(platform.base, warm, platform.apiPid, 2, CONNECTIONS);
    const figures: Figure[] = [];
    for (const [name, queries] of Object.entries(PAGES)) {
      const paths = queries.map((query) => `/api/v1/banks/${bankId}/items?${query}`);
      const load = await wrk(platform.base, script(paths, cookie), platform.apiPid, seconds, CONNECTIONS);
      if (load.errors > 0) throw new Error(`${String(load.errors)} pages were refused.`);
      figures.push({
        bench: 'items',
        figure: `p99 of a page of 50: ${name}`,
        value: load.p99,
        unit: 'ms',
        reference: 'read by primary key',
        referenceValue: single.p99,
      });
    }
    return figures;
  } finally {
    reference.kill('SIGTERM');
    await platform.close();
  }
}

const cursor = (code: string): string => Buffer.from(JSON.stringify([code])).toString('base64url');
const deep = (number: number): string => `cursor=${cursor(`BN-ITEM-${String(number).padStart(6, '0')}`)}`;

const PAGES: Readonly<Record<string, readonly string[]>> = {
  'no filter': ['limit=50', deep(20_000), deep(55_555), deep(99_000)],
  'one filter': [
    'state=draft',
    'state=in-review',
    'contentArea=area-3',
    'type=numeric',
    'cognitiveLevel=apply',
    'competency=skill-2',
    'unsigned=ru',
  ],
  'filters together': [
    'state=live&contentArea=area-4&type=numeric',
    'state=suspended&competency=skill-1',
    `contentArea=area-7&cognitiveLevel=apply&${deep(70_000)}`,
  ],
  'by words': ['words=invoice%2077777', 'words=BN-ITEM-0123', 'words=permit%2042'],
};

/** A bank of its own with 100,000 items of one version and two languages; each filter has common and rare values. */
async function makeItems(database: Database): Promise<string> {
  const [bank] = await database.query<{ id: string }>(
    `WITH made AS (INSERT INTO scope (id, kind, parent_id)
       SELECT gen_random_uuid(), 'bank', id FROM scope WHERE kind = 'platform' RETURNING id)
     INSERT INTO bank (id, code, title, description, source_language, languages, content_areas, competencies, content_hash)
     SELECT id, 'bench', '{}', '{}', 'en', '{en,ru}', '{}', '{}', '' FROM made RETURNING id`,
  );
  await database.query(
    `INSERT INTO item (id, bank_id, code, state, current_version, live_version, type, content_area, competency,
       cognitive_level, difficulty, plain_stem)
     SELECT gen_random_uuid(), $1, 'BN-ITEM-' || lpad(n::text, 6, '0'),
       CASE WHEN n % 500 = 0 THEN 'in-review' WHEN n % 400 = 1 THEN 'suspended' WHEN n % 10 = 2 THEN 'draft' ELSE 'live' END,
       1, 1, (ARRAY['single-choice','numeric','ordering','matching'])[1 + n % 4], 'area-' || n % 10, 'skill-' || n % 7,
       (ARRAY['remember','understand','apply','analyse','evaluate'])[1 + n % 5], 300 + n % 500,
       'What does the clerk do with ' || (ARRAY['invoice','permit','letter','appeal'])[1 + n % 4] || ' ' || n || ' of the archive?'
     FROM generate_series(1, ${String(ITEMS)}) AS n`,
    [bank?.id],
  );
  await database.query(
    `INSERT INTO item_version (id, item_id, version, type, content_area, competency, cognitive_level, difficulty,
       structure, answer_key, sources, content_hash, state)
     SELECT gen_random_uuid(), id, 1, type, content_area, competency, cognitive_level, difficulty,
       '{"options": ["a","b","c","d"], "fixedOrder": false}', '{}', '[]', '', state FROM item WHERE bank_id = $1`,
    [bank?.id],
  );
  await database.query(
    `INSERT INTO item_translation (id, item_version_id, language, revision, stem, options, rationale, state, signed_by, content_hash)
     SELECT gen_random_uuid(), v.id, l, 1, i.plain_stem, '{}', '', CASE WHEN l = 'en' OR i.difficulty % 50 > 0 THEN 'signed' ELSE 'draft' END,
       CASE WHEN l = 'en' OR i.difficulty % 50 > 0 THEN 'Reader' END, ''
     FROM item i JOIN item_version v ON v.item_id = i.id, unnest(ARRAY['en','ru']) AS l WHERE i.bank_id = $1`,
    [bank?.id],
  );
  await database.query(
    `UPDATE item SET languages = CASE WHEN difficulty % 50 > 0 THEN '{"en": "signed", "ru": "signed"}'::jsonb
       ELSE '{"en": "signed", "ru": "draft"}' END WHERE bank_id = $1`,
    [bank?.id],
  );
  // As a bank at rest: what making it left behind is cleared away now, not in the middle of a figure.
  for (const table of ['item', 'item_version', 'item_translation'])
    await database.query(`VACUUM ANALYZE ${table}`);
  return bank?.id ?? '';
}

/** @returns the cookie of a signed-in author. */
async function signIn(base: string): Promise<string> {
  const begun = await fetch(`${base}/api/v1/session`);
  const { csrfToken } = (await begun.json()) as { csrfToken: string };
  const cookieOf = (response: Response): string =>
    (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const answer = await fetch(`${base}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken, cookie: cookieOf(begun) },
    body: JSON.stringify({ signIn: 'author', password: DEMONSTRATION_PASSWORD }),
  });
  return cookieOf(answer);
}

/** Lua for wrk: the paths in turn. */
const script = (paths: readonly string[], cookie = ''): string => `
local paths = { ${paths.map((one) => `'${one}'`).join(', ')} }
local at = 0
function request()
  at = at % #paths + 1
  return wrk.format('GET', paths[at], { ['cookie'] = '${cookie}' })
end`;
