import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningWorker } from '../../src/app.js';
import { createWorker } from '../../src/app.js';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { CLOSE_SITTING, Closings } from '../../src/sitting/index.js';
import { newSitting, openSession, staff } from '../support/candidates.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { HAS_REDIS, startRedis, type TestRedis } from '../support/redis.js';
import { until } from '../support/until.js';

const backends = HAS_REDIS ? (['redis', 'postgres'] as const) : (['postgres'] as const);

describe.each(backends)('sittings at their deadline, with the queue on %s', (backend) => {
  let platform: TestPlatform;
  let redis: TestRedis | undefined;
  let exam: ApiClient;
  let sessionId: string;
  const workers: RunningWorker[] = [];

  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  /** Lets a sitting's time end so many milliseconds from now. */
  const endIn = async (sittingId: string, milliseconds: number): Promise<number> => {
    const [row] = await query<{ deadline: string }>(
      `UPDATE sitting SET deadline_at = clock_timestamp() + $2 * interval '1 millisecond' WHERE id = $1
       RETURNING (extract(epoch FROM deadline_at) * 1000)::bigint::text AS deadline`,
      [sittingId, milliseconds],
    );
    await query(
      'UPDATE sitting_lease SET deadline_at = (SELECT deadline_at FROM sitting WHERE id = $1) WHERE sitting_id = $1',
      [sittingId],
    );
    return Number(row?.deadline);
  };
  const closed = async (ids: readonly string[]) => {
    const found = await query<{ by: string; receipts: number }>(
      `SELECT closed_by AS by, (SELECT count(*)::int FROM receipt r WHERE r.sitting_id = s.id) AS receipts
       FROM sitting s WHERE id = ANY($1::uuid[]) AND state = 'closed'`,
      [ids],
    );
    return found.length === ids.length ? found : undefined;
  };
  const delayed = async () => (await platform.api.parts.queue.counts(CLOSE_SITTING))['delayed'] ?? 0;

  beforeAll(async () => {
    if (backend === 'redis') redis = await startRedis();
    platform = await startPlatform(redis ? { REDIS_URL: redis.url } : {});
    exam = await staff(platform, 'exam');
    ({ sessionId } = await openSession(platform));
  }, 120_000);
  afterAll(async () => {
    for (const worker of workers) await worker.close();
    await platform.close();
    await redis?.stop();
  });

  it('has a job for each sitting that begins, and for each that is extended', async () => {
    const { leased } = await newSitting(platform);
    const closings = platform.api.app.get(Closings);
    await closings.flush();
    expect(await delayed()).toBe(1);
    await exam.post(`/api/v1/sessions/${sessionId}/extension`, {
      minutes: 1,
      reason: 'x',
      candidateNumber: leased.candidateNumber,
    });
    await closings.flush();
    expect(await delayed()).toBe(2);
  });

  it('closes by the job alone, each once; a job that runs early waits for the later deadline', async () => {
    // No sweeper: nothing but the jobs.
    const worker = await createWorker(platform.config, false);
    workers.push(worker);
    const [one, other] = [await newSitting(platform), await newSitting(platform)];
    const closings = platform.api.app.get(Closings);
    await closings.flush();
    const [row] = await query<{ now: string }>(
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS now',
    );
    // Two jobs that fall due at once: one is on time, the other's sitting was extended meanwhile.
    await endIn(one.sittingId, -10);
    await endIn(other.sittingId, 1500);
    const now = Number(row?.now);
    closings.expect(now, [
      { sittingId: one.sittingId, deadline: now },
      { sittingId: other.sittingId, deadline: now },
    ]);
    await closings.flush();
    const ends = await until(() => closed([one.sittingId, other.sittingId]));
    expect(ends).toEqual([
      { by: 'clock', receipts: 1 },
      { by: 'clock', receipts: 1 },
    ]);
  });

  it('closes what a flushed queue has forgotten', async () => {
    const sittings = [await newSitting(platform), await newSitting(platform)].map(
      ({ sittingId }) => sittingId,
    );
    await platform.api.app.get(Closings).flush();
    await platform.api.parts.queue.flush(CLOSE_SITTING);
    for (const sittingId of sittings) await endIn(sittingId, 300);
    const worker = await createWorker(platform.config, true);
    workers.push(worker);
    expect(await until(() => closed(sittings))).toHaveLength(2);
  });
});
