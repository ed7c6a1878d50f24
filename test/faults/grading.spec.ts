import { describe, expect, it } from '@jest/globals';
import { closedCopies } from '../../bench/load/closed-copies.js';
import { HttpClient } from '../../bench/load/http.js';
import { prepareExam } from '../../bench/load/exam-hall.js';
import { PROJECT_DIR } from '../../src/app.js';
import { GradeSittings } from '../../src/grading/index.js';
import { hashJson, newId, seededGenerator, sha256, type Json } from '../../src/kernel/index.js';
import { openDatabase } from '../../src/platform/index.js';
import { HAS_REDIS } from '../support/redis.js';
import { until } from '../support/until.js';
import { Cluster, PATIENCE } from './support/cluster.js';

const LONG = process.env['OPENMERIT_LONG'] === '1';
const KILLS = LONG ? 50 : 5;
const SITTINGS = LONG ? 4000 : 1500;
// Room for all versions of all grades, and in the end for a copy of them.
const DISK_MEBIBYTES = LONG ? 2048 : 512;
const SEED = process.env['OPENMERIT_FAULTS_SEED'] ?? '1';
const BACKENDS = HAS_REDIS ? (['redis', 'postgres'] as const) : (['postgres'] as const);

type Kill = readonly [name: string, happen: (cluster: Cluster) => Promise<void>];
const KINDS: readonly Kill[] = [
  [
    'both workers',
    async ({ workers }) => {
      await Promise.all(workers.map((worker) => worker.kill()));
      await Promise.all(workers.map((worker) => worker.start()));
    },
  ],
  [
    'PostgreSQL',
    async (cluster) => {
      await cluster.killPostgres(true);
      await cluster.startPostgres();
    },
  ],
  [
    'Redis, with all that is queued',
    async ({ redis }) => {
      await redis?.kill();
      await redis?.start();
    },
  ],
  [
    'one worker',
    async ({ workers: [one] }) => {
      await one?.kill();
      await one?.start();
    },
  ],
  ['a backend of PostgreSQL', (cluster) => cluster.killBackend()],
];

// What is done to grades, seen from beside: a grade that is written twice, changed or taken back shows.
const WATCH = [
  `CREATE TABLE grade_watch (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, what text, sitting_id uuid, version_id uuid)`,
  `CREATE FUNCTION watch_grade() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO grade_watch (what, sitting_id, version_id)
    SELECT TG_OP, coalesce(NEW.sitting_id, OLD.sitting_id), coalesce(NEW.scoring_version_id, OLD.scoring_version_id);
    RETURN NULL; END $$`,
  `CREATE TRIGGER watch_grade AFTER INSERT OR UPDATE OR DELETE ON grade FOR EACH ROW EXECUTE FUNCTION watch_grade()`,
];

describe.each(BACKENDS)('grading while everything fails, with its queue on %s', (backend) => {
  it(`grades each sitting once under each scoring version, in ${String(KILLS)} kills`, async () => {
    const generator = seededGenerator(sha256(`grading ${backend} ${SEED}`));
    const kinds = KINDS.filter(([name]) => backend === 'redis' || !name.startsWith('Redis'));
    const faults: string[] = [];
    const happened: string[] = [];
    const cluster = await Cluster.start(
      PROJECT_DIR,
      (fault) => faults.push(fault),
      2,
      backend === 'redis',
      DISK_MEBIBYTES,
    );
    try {
      const { sessionId, annullable } = await session(cluster);
      const graded = async (version: string): Promise<number> => {
        const [row] = await cluster.query<{ count: number }>(
          'SELECT count(*)::int AS count FROM grade WHERE scoring_version_id = $1',
          [version],
        );
        return row?.count ?? 0;
      };
      const all = async (version: string): Promise<void> => {
        await until(async () => (await graded(version)) >= SITTINGS, PATIENCE);
      };
      // The first is done in peace: its jobs and its first version are made by the sweeper alone.
      const versions = [await newVersion(cluster, sessionId, [])];
      await all(versions[0] as string);
      for (let kill = 0; kill < KILLS; kill += 1) {
        const [name, happen] = kinds[kill < kinds.length ? kill : generator.below(kinds.length)] as Kill;
        // A new version owes each sitting a grade again; the kill comes somewhere in the middle of that.
        const version = await newVersion(cluster, sessionId, annullable.slice(0, kill + 1));
        versions.push(version);
        const when = generator.below(Math.round(SITTINGS * 0.8));
        await until(async () => (await graded(version)) >= when, PATIENCE);
        happened.push(`${name}, after ${String(await graded(version))}`);
        await happen(cluster);
        await all(version);
      }
      expect({ SEED, happened, faults, ...(await findings(cluster, versions)) }).toEqual({
        SEED,
        happened,
        faults: [],
        graded: versions.map(() => SITTINGS),
        changed: [],
        twice: 0,
        failed: [],
        different: [],
      });
    } catch (error) {
      // What had happened by then, and what the processes say of it.
      throw new Error([String(error), ...happened, ...faults, ...cluster.said].join('\n'), { cause: error });
    } finally {
      await cluster.close();
    }
  }, 1_800_000);
});

/** A session with closed sittings in it, which the workers do not grade yet; and items that can be annulled. */
async function session(cluster: Cluster): Promise<{ sessionId: string; annullable: string[] }> {
  const { sessionId, items, seats } = await prepareExam({
    base: cluster.proxy.base,
    databaseUrl: cluster.databaseUrl,
    keysDir: cluster.keysDir,
    candidates: 1,
  });
  const [seat] = seats;
  if (!seat) throw new Error('One candidate was asked for.');
  const started = await new HttpClient(cluster.proxy.base).post(
    `/api/v1/sessions/${sessionId}/sittings`,
    {},
    { cookie: seat.cookie, 'x-csrf-token': seat.csrfToken },
  );
  if (started.status !== 201) throw new Error(`The model did not begin: ${String(started.status)}.`);
  const [form] = await cluster.query<{ items: { itemVersionId: string }[] }>(
    'SELECT items FROM form LIMIT 1',
  );
  for (const statement of WATCH) await cluster.query(statement);
  await closedCopies((sql, values) => cluster.query(sql, values ?? []), {
    sessionId,
    count: SITTINGS,
    forms: [form?.items],
    items,
  });
  return { sessionId, annullable: (form?.items ?? []).map(({ itemVersionId }) => itemVersionId) };
}

/** The newest scoring version of a session from now on: as the one before it, with these items annulled. */
async function newVersion(cluster: Cluster, sessionId: string, annulled: readonly string[]): Promise<string> {
  const before = await until(async () => {
    const [found] = await cluster.query<{ number: number; rules: object }>(
      'SELECT number, rules FROM scoring_version WHERE session_id = $1 ORDER BY number DESC LIMIT 1',
      [sessionId],
    );
    return found;
  }, PATIENCE);
  const id = newId();
  const rules = { ...before.rules, annulled };
  await cluster.query(
    'INSERT INTO scoring_version (id, session_id, number, rules, content_hash) VALUES ($1, $2, $3, $4, $5)',
    [id, sessionId, before.number + 1, JSON.stringify(rules), hashJson(rules as unknown as Json)],
  );
  return id;
}

/** What the record says in the end, and where it differs from a recomputation in peace. */
async function findings(cluster: Cluster, versions: readonly string[]) {
  const [changed, [twice], failed, counts] = [
    await cluster.query(`SELECT what FROM grade_watch WHERE what <> 'INSERT'`),
    await cluster.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (
         SELECT 1 FROM grade_watch GROUP BY sitting_id, version_id HAVING count(*) > 1) AS repeated`,
    ),
    await cluster.query(`SELECT subject, state, code FROM failed_job WHERE state <> 'done'`),
    await cluster.query<{ id: string; count: number }>(
      'SELECT scoring_version_id AS id, count(*)::int AS count FROM grade GROUP BY 1',
    ),
  ];
  const graded = versions.map((version) => counts.find(({ id }) => id === version)?.count);
  return { graded, changed, twice: twice?.count, failed, different: await recomputed(cluster, versions) };
}

/** All grades are set beside, made anew from the answer sheets, and compared. @returns those that differ. */
async function recomputed(cluster: Cluster, versions: readonly string[]): Promise<unknown[]> {
  for (const worker of cluster.workers) await worker.stop();
  await cluster.query('DROP TRIGGER watch_grade ON grade');
  await cluster.query('CREATE TABLE grade_before AS SELECT * FROM grade');
  await cluster.query('TRUNCATE grade');
  const database = await openDatabase(cluster.databaseUrl, [], 4);
  try {
    const ids = (await database.query<{ id: string }>(`SELECT id FROM sitting WHERE state = 'closed'`)).map(
      ({ id }) => id,
    );
    const grades = new GradeSittings(database);
    for (const version of versions) {
      for (let from = 0; from < ids.length; from += 500)
        await grades.run(version, ids.slice(from, from + 500));
    }
    return await database.query(
      `SELECT sitting_id, scoring_version_id, sheet, points, by_part::jsonb, by_item::jsonb, passed FROM grade_before
         WHERE scoring_version_id = ANY($1::uuid[])
       EXCEPT SELECT sitting_id, scoring_version_id, sheet, points, by_part::jsonb, by_item::jsonb, passed FROM grade LIMIT 3`,
      [versions],
    );
  } finally {
    await database.close();
  }
}
