import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EnqueueOwed, GradeSittings, GRADE_SITTINGS } from '../../src/grading/index.js';
import type { Tx } from '../../src/platform/index.js';
import { sitSome } from '../support/candidates.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { HAS_REDIS, startRedis, type TestRedis } from '../support/redis.js';
import { until } from '../support/until.js';

const backends = HAS_REDIS ? (['redis', 'postgres'] as const) : (['postgres'] as const);

describe.each(backends)('grading with its queue on %s', (backend) => {
  let platform: TestPlatform;
  let redis: TestRedis | undefined;
  const grades = async () => {
    const [row] = await platform.api.parts.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM grade',
    );
    return row?.count ?? 0;
  };

  beforeAll(async () => {
    if (backend === 'redis') redis = await startRedis();
    platform = await startPlatform(redis ? { REDIS_URL: redis.url } : {});
  }, 120_000);
  afterAll(async () => {
    await platform.close();
    await redis?.stop();
  });

  it('does the work that a flushed queue has lost, each sitting once', async () => {
    const sittings = await sitSome(platform, 4);
    const { app, parts } = platform.api;
    // Enqueued, and lost before a worker came.
    expect(await app.get(EnqueueOwed).run()).toBe(4);
    await parts.queue.flush(GRADE_SITTINGS);
    expect(await grades()).toBe(0);

    await platform.worker();
    await until(async () => (await grades()) === 4);

    const [version] = await parts.database.query<{ id: string }>('SELECT id FROM scoring_version');
    const before = await parts.database.query('SELECT * FROM grade ORDER BY sitting_id');
    const again = await Promise.all(
      [1, 2, 3].map(() => app.get(GradeSittings).run(version?.id ?? '', sittings)),
    );
    expect(again).toEqual([0, 0, 0]);
    expect(await parts.database.query('SELECT * FROM grade ORDER BY sitting_id')).toEqual(before);
  });

  it('looks at a session once something is stirred in it, however late that is committed', async () => {
    const { app, parts } = platform.api;
    const { database } = parts;
    const stirred = () => database.query('SELECT session_id FROM grading_stirred');
    const sweep = () => app.get(EnqueueOwed).run();
    await until(async () => (await sweep()) === 0 && (await stirred()).length === 0);
    const [one, other] = await database.query<{ id: string }>(
      `SELECT id FROM sitting WHERE state = 'closed' ORDER BY id`,
    );
    const before = await grades();
    const supersede = async (tx: Tx, id = ''): Promise<void> => {
      await tx.query(
        'INSERT INTO answer_sheet (sitting_id, number, answers, hash) SELECT sitting_id, 2, answers, hash FROM answer_sheet WHERE sitting_id = $1',
        [id],
      );
      await tx.query('UPDATE sitting SET sheet = 2 WHERE id = $1', [id]);
    };

    let committed: Promise<unknown> = Promise.resolve();
    await new Promise<void>((resolve, reject) => {
      committed = database.transaction(async (tx) => {
        // What it stirs has a number before the other's, and is seen after it.
        await supersede(tx, one?.id);
        await database.transaction((beside) => supersede(beside, other?.id));
        await until(async () => (await grades()) === before + 1 && (await stirred()).length === 0);
        resolve();
      });
      committed.catch(reject);
    });
    await committed;
    await until(async () => (await grades()) === before + 2);
    await until(async () => (await stirred()).length === 0);
  });
});
