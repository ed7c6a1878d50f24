import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineJob, JobQueue, type JobHandler } from '../../src/platform/index.js';
import { cloneDatabase, type TestDatabase } from '../support/postgres.js';
import { HAS_REDIS, startRedis, type TestRedis } from '../support/redis.js';
import { until } from '../support/until.js';

interface Payload {
  readonly id: string;
}

const backends = HAS_REDIS ? (['redis', 'postgres'] as const) : (['postgres'] as const);

// The same contract on both of BullMQ's backends.
describe.each(backends)('the job queue on %s', (backend) => {
  let database: TestDatabase;
  let redis: TestRedis | undefined;
  const queues: JobQueue[] = [];
  const open = () => {
    const queue = new JobQueue({ redisUrl: redis?.url, databaseUrl: database.url });
    queues.push(queue);
    return queue;
  };
  const handler = (
    job: JobHandler<Payload>['job'],
    handle: (payload: Payload) => Promise<void>,
  ): JobHandler => ({ job, handle });

  beforeAll(async () => {
    database = await cloneDatabase();
    if (backend === 'redis') redis = await startRedis();
  });
  afterAll(async () => {
    for (const queue of queues) await queue.close();
    await redis?.stop();
    await database.drop();
  });

  it('hands every job to its handler, with its payload', async () => {
    const job = defineJob<Payload>(`all-${backend}`);
    const seen: string[] = [];
    await open().work([job], [handler(job, ({ id }) => (seen.push(id), Promise.resolve()))]);
    await open().enqueueAll(
      job,
      ['a', 'b', 'c'].map((id) => ({ payload: { id }, jobId: `job-${id}` })),
    );
    await until(() => Promise.resolve(seen.length === 3));
    expect([...seen].sort()).toEqual(['a', 'b', 'c']);
  });

  it('keeps one job for one id while it waits', async () => {
    const job = defineJob<Payload>(`once-${backend}`);
    const queue = open();
    for (let i = 0; i < 3; i += 1) await queue.enqueue(job, { id: 'same' }, 'same-id');
    expect((await queue.counts(job))['waiting']).toBe(1);
  });

  it('tries again after a failure', async () => {
    const job = defineJob<Payload>(`again-${backend}`);
    let tries = 0;
    await open().work(
      [job],
      [
        handler(job, () => {
          tries += 1;
          return tries < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve();
        }),
      ],
    );
    await open().enqueue(job, { id: 'x' }, 'x');
    await until(() => Promise.resolve(tries === 3));
  });

  it('takes an id again once its job is done: the record may owe the work once more', async () => {
    const job = defineJob<Payload>(`repeat-${backend}`);
    let done = 0;
    const queue = open();
    await open().work([job], [handler(job, () => ((done += 1), Promise.resolve()))]);
    await queue.enqueue(job, { id: 'x' }, 'x');
    await until(() => Promise.resolve(done === 1));
    await until(async () => {
      const counts = await queue.counts(job);
      return (counts['active'] ?? 0) === 0 && (counts['waiting'] ?? 0) === 0;
    });
    await queue.enqueue(job, { id: 'x' }, 'x');
    await until(() => Promise.resolve(done === 2));
  });

  it('refuses to start where a job has no handler, two, or a handler no job', async () => {
    const job = defineJob<Payload>(`wiring-${backend}`);
    const one = handler(job, () => Promise.resolve());
    await expect(open().work([job], [])).rejects.toThrow('has 0 handlers');
    await expect(open().work([job], [one, one])).rejects.toThrow('has 2 handlers');
    await expect(open().work([], [one])).rejects.toThrow('belongs to no known job');
  });

  it('forgets everything when it is flushed', async () => {
    const job = defineJob<Payload>(`flush-${backend}`);
    const queue = open();
    await queue.enqueue(job, { id: 'x' }, 'x');
    await queue.flush(job);
    expect((await queue.counts(job))['waiting'] ?? 0).toBe(0);
  });
});
