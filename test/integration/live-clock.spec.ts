import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApi, type RunningApi } from '../../src/app.js';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { newCandidate, newSitting, openSession, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { chain } from '../support/events.js';
import { listen, type LiveStream } from '../support/live.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { HAS_REDIS, startRedis, type TestRedis } from '../support/redis.js';
import { until } from '../support/until.js';

const backends = HAS_REDIS ? (['redis', 'postgres'] as const) : (['postgres'] as const);

interface Acknowledged {
  readonly deadline: number;
}

// Two api processes behind one address: the official is served by one, the candidate listens at the other.
describe.each(backends)('a sitting’s clock, told over %s', (backend) => {
  let platform: TestPlatform;
  let other: RunningApi;
  let otherBase: string;
  let redis: TestRedis | undefined;
  let exam: ApiClient;
  let session: string;

  const deadlines = async (sittingId: string) => {
    const [row] = await platform.api.parts.database.query<Record<'sitting' | 'lease', string>>(
      `SELECT (extract(epoch FROM s.deadline_at) * 1000)::bigint::text AS sitting,
         (extract(epoch FROM l.deadline_at) * 1000)::bigint::text AS lease
       FROM sitting s JOIN sitting_lease l ON l.sitting_id = s.id AND l.revoked_at IS NULL WHERE s.id = $1`,
      [sittingId],
    );
    return { sitting: Number(row?.sitting), lease: Number(row?.lease) };
  };

  beforeAll(async () => {
    if (backend === 'redis') redis = await startRedis();
    platform = await startPlatform(redis ? { REDIS_URL: redis.url } : {});
    other = await createApi(platform.config);
    await other.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = other.app.getHttpServer().address() as { port: number };
    otherBase = `http://127.0.0.1:${String(port)}`;
    exam = await staff(platform, 'exam');
    session = `/api/v1/sessions/${(await openSession(platform)).sessionId}`;
  }, 120_000);
  afterAll(async () => {
    await other.close();
    await platform.close();
    await redis?.stop();
  });

  it('tells an extension at once: stream, record and the next save say the same', async () => {
    const { client, sittingId, leased } = await newSitting(platform);
    const stream = await listen(otherBase, leased.token);
    const first = await stream.next(() => true);
    expect(first).toMatchObject({ pausedLeft: null, state: 'open', leaseActive: true, breakLeft: null });

    await exam.post(`${session}/extension`, { minutes: 7, reason: 'The lights went out.' });
    const told = await stream.next(({ deadline }) => deadline !== first.deadline);
    expect(told.deadline - first.deadline).toBe(7 * 60_000);
    expect(await deadlines(sittingId)).toEqual({ sitting: told.deadline, lease: told.deadline });
    const saved = await client.post<Acknowledged>(
      '/api/v1/responses',
      { previous: leased.rootHash, events: chain(leased, leased.rootHash, 1, [[1, '2']]) },
      leased.token,
    );
    expect(saved.deadline).toBe(told.deadline);
    const asked = await fetch(`${platform.base}/api/v1/sitting-clock`, {
      headers: { authorization: `Bearer ${leased.token}` },
    });
    expect(await asked.json()).toMatchObject({ deadline: told.deadline, pausedLeft: null });
    stream.close();
  });

  it('tells a stop and the going on; while it stands answers are kept and nobody begins', async () => {
    const { client, leased } = await newSitting(platform);
    const late = await newCandidate(platform);
    const { competitionId, sessionId } = await openSession(platform);
    await late.post(`/api/v1/competitions/${competitionId}/applications`, { language: 'en' });
    const stream = await listen(otherBase, leased.token);
    const first = await stream.next(() => true);

    const proctor = await staff(platform, 'proctor');
    await proctor.post(`${session}/pause`, { reason: 'Fire alarm.' });
    const stopped = await stream.next(({ pausedLeft }) => pausedLeft !== null);
    expect(stopped).toMatchObject({ onBreak: false, state: 'open' });
    expect(stopped.pausedLeft).toBeLessThanOrEqual(first.deadline - first.serverTime);
    await client.post(
      '/api/v1/responses',
      { previous: leased.rootHash, events: chain(leased, leased.rootHash, 1, [[1, '3']]) },
      leased.token,
    );
    expect(await codeOf(late.post(`/api/v1/sessions/${sessionId}/sittings`))).toBe('SITTING.PAUSED');
    expect(await codeOf(proctor.post(`${session}/pause`, { reason: 'Again.' }))).toBe(
      'SITTING.ALREADY_PAUSED',
    );

    await proctor.post(`${session}/resumption`, { reason: 'The room is safe.' });
    const running = await stream.next(({ pausedLeft }) => pausedLeft === null);
    expect(running.deadline - running.serverTime).toBeLessThanOrEqual(stopped.pausedLeft ?? 0);
    expect(running.deadline).toBeGreaterThan(first.deadline);
    await late.post(`/api/v1/sessions/${sessionId}/sittings`);
    stream.close();
  });

  it('tells a device at once that another one goes on', async () => {
    const { client, sittingId, leased } = await newSitting(platform);
    const stream = await listen(otherBase, leased.token);
    await client.post(`/api/v1/sittings/${sittingId}/leases`);
    await stream.next(({ leaseActive }) => !leaseActive);
    stream.close();
  });

  it('asks the record once for all whom a change concerns', async () => {
    const streams: LiveStream[] = [];
    for (let i = 0; i < 6; i += 1) {
      streams.push(await listen(otherBase, (await newSitting(platform)).leased.token));
    }
    await Promise.all(streams.map((stream) => stream.next(() => true)));
    const { source } = other.parts.database;
    let asked = 0;
    const manager = source.manager;
    const query = manager.query.bind(manager);
    manager.query = ((sql: string, parameters?: unknown[]) => {
      if (sql.includes('sitting_lease')) asked += 1;
      return query(sql, parameters);
    }) as typeof manager.query;
    try {
      await exam.post(`${session}/extension`, { minutes: 1, reason: 'A door was locked.' });
      await Promise.all(streams.map((stream) => stream.next(() => true)));
    } finally {
      manager.query = query;
    }
    expect(asked).toBe(1);
    for (const stream of streams) stream.close();
  });

  it('gives a stream to nobody without a token, and keeps two of one device at most', async () => {
    expect((await fetch(`${otherBase}/api/v1/sitting-live`)).status).toBe(401);
    expect((await fetch(`${otherBase}/api/v1/sitting-clock`)).status).toBe(401);
    const { leased } = await newSitting(platform);
    const streams: LiveStream[] = [];
    for (let i = 0; i < 3; i += 1) {
      const stream = await listen(otherBase, leased.token);
      await stream.next(() => true);
      streams.push(stream);
    }
    await until(() => Promise.resolve(streams[0]?.ended()));
    expect(streams.map((stream) => stream.ended())).toEqual([true, false, false]);
    for (const stream of streams) stream.close();
  });

  it('ends its streams when the process is told to stop', async () => {
    const leaving = await createApi(platform.config);
    await leaving.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = leaving.app.getHttpServer().address() as { port: number };
    const { leased } = await newSitting(platform);
    const stream = await listen(`http://127.0.0.1:${String(port)}`, leased.token);
    await stream.next(() => true);
    await leaving.close();
    await until(() => Promise.resolve(stream.ended()));
  });
});
