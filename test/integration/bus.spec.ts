import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { Bus, openDatabase, type Database, type Hint } from '../../src/platform/index.js';
import { cloneDatabase, type TestDatabase } from '../support/postgres.js';
import { HAS_REDIS, startRedis, type TestRedis } from '../support/redis.js';
import { until } from '../support/until.js';

const backends = HAS_REDIS ? (['redis', 'postgres'] as const) : (['postgres'] as const);

// The same contract on both backends.
describe.each(backends)('the bus on %s', (backend) => {
  let database: TestDatabase;
  let pool: Database;
  let redis: TestRedis | undefined;
  const open: Bus[] = [];
  const errors: Error[] = [];

  const bus = (): Bus => {
    const made = new Bus(
      {
        redisUrl: redis?.url,
        databaseUrl: database.url,
        query: (sql, parameters) => pool.query(sql, parameters),
      },
      (error) => errors.push(error),
    );
    open.push(made);
    return made;
  };
  /** A process that listens; returned once its subscription stands. */
  const listener = async (channel: string) => {
    const heard: (Hint | null)[] = [];
    const own = bus();
    const stop = own.subscribe(channel, (hint) => heard.push(hint));
    await until(() => Promise.resolve(heard.includes(null)));
    heard.length = 0;
    return { heard, stop, own };
  };

  beforeAll(async () => {
    database = await cloneDatabase('migrated');
    pool = await openDatabase(database.url, []);
    if (backend === 'redis') redis = await startRedis();
  }, 60_000);
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });
  afterAll(async () => {
    await pool.close();
    await redis?.stop();
    await database.drop();
  });

  it('tells a message to every process that listens to its channel, in order, and to no other', async () => {
    const [a, b, other] = await Promise.all([listener('room'), listener('room'), listener('hall')]);
    const sender = bus();
    for (const id of ['1', '2', '3']) await sender.publish('room', { id });
    await sender.publish('hall', { id: 'last' });
    await until(() =>
      Promise.resolve(other.heard.length > 0 && b.heard.length === 3 && a.heard.length === 3),
    );
    expect(a.heard).toEqual([{ id: '1' }, { id: '2' }, { id: '3' }]);
    expect(b.heard).toEqual(a.heard);
    expect(other.heard).toEqual([{ id: 'last' }]);
  });

  it('tells the process that published too, and nobody who has unsubscribed', async () => {
    const { heard, stop, own } = await listener('room');
    await own.publish('room', { id: 'mine' });
    await until(() => Promise.resolve(heard.length === 1));
    const second: (Hint | null)[] = [];
    own.subscribe('room', (hint) => second.push(hint));
    stop();
    await own.publish('room', { id: 'later' });
    await until(() => Promise.resolve(second.length === 1));
    expect(heard).toEqual([{ id: 'mine' }]);
  });

  it('says when hints may be missing after a lost connection, and hears again', async () => {
    const { heard, own } = await listener('room');
    if (redis) {
      const admin = new Redis(redis.url);
      await admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      admin.disconnect();
    } else {
      const [cut] = await pool.query<{ count: number }>(
        `SELECT count(pg_terminate_backend(pid))::int AS count FROM pg_stat_activity
         WHERE application_name = 'openmerit-bus' AND datname = current_database()`,
      );
      expect(cut?.count).toBe(1);
    }
    await until(() => Promise.resolve(heard.includes(null)));
    await own.publish('room', { id: 'after' });
    await until(() => Promise.resolve(heard.some((hint) => hint?.['id'] === 'after')));
  });

  it('goes on when one handler throws', async () => {
    const { heard, own } = await listener('room');
    own.subscribe('room', () => {
      throw new Error('a bug');
    });
    const after: (Hint | null)[] = [];
    own.subscribe('room', (hint) => after.push(hint));
    await own.publish('room', { id: 'x' });
    await until(() => Promise.resolve(after.length === 1));
    expect(heard).toEqual([{ id: 'x' }]);
    expect(errors.some(({ message }) => message === 'a bug')).toBe(true);
  });

  it('refuses what is more than ids, and does not fail where nobody can be told', async () => {
    const sender = bus();
    await expect(sender.publish('room', { text: 'x'.repeat(5000) })).rejects.toThrow('ids alone');
    const away = new Bus(
      {
        redisUrl: redis && 'redis://127.0.0.1:1',
        databaseUrl: database.url,
        query: () => Promise.reject(new Error('away')),
      },
      (error) => errors.push(error),
    );
    const before = errors.length;
    await away.publish('room', { id: 'x' });
    expect(errors.length).toBeGreaterThan(before);
    await away.close();
  });
});
