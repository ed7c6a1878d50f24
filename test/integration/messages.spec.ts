import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApi, type RunningApi } from '../../src/app.js';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { newSitting, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { listen } from '../support/live.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { HAS_REDIS, startRedis, type TestRedis } from '../support/redis.js';
import { answers, applicant, begin, openedSession, planSession, save } from '../support/sessions.js';

const backends = HAS_REDIS ? (['redis', 'postgres'] as const) : (['postgres'] as const);

interface Own {
  readonly number: number;
  readonly text: string;
  readonly official: string;
  readonly at: number;
  readonly isRead: boolean;
  readonly toAll: boolean;
}

interface Listed {
  readonly number: number;
  readonly candidateNumber: string | null;
  readonly text: string;
  readonly official: string;
  readonly reached: number;
  readonly read: number;
}

// Two api processes behind one address: the proctor is served by one, the candidates listen at the other.
describe.each(backends)('messages to candidates, told over %s', (backend) => {
  let platform: TestPlatform;
  let other: RunningApi;
  let otherBase: string;
  let redis: TestRedis | undefined;
  let proctor: ApiClient;

  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const write = (sessionId: string, body: object) =>
    proctor.post<{ number: number; reached: number }>(`/api/v1/sessions/${sessionId}/messages`, body);
  const listed = async (sessionId: string) =>
    (await proctor.get<{ items: Listed[] }>(`/api/v1/sessions/${sessionId}/messages`)).items;
  const device = (path: string, token: string, body?: unknown) =>
    fetch(`${otherBase}/api/v1/sitting-messages${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const own = async (token: string, after = 0) =>
    ((await (await device(`?after=${String(after)}`, token)).json()) as { items: Own[] }).items;
  const read = async (token: string, number: unknown) => {
    const answer = await device('/read', token, { number });
    return [answer.status, ((await answer.json()) as { code?: string }).code ?? 'read'];
  };

  beforeAll(async () => {
    if (backend === 'redis') redis = await startRedis();
    platform = await startPlatform(redis ? { REDIS_URL: redis.url } : {});
    other = await createApi(platform.config);
    await other.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = other.app.getHttpServer().address() as { port: number };
    otherBase = `http://127.0.0.1:${String(port)}`;
    proctor = await staff(platform, 'proctor');
  }, 120_000);
  afterAll(async () => {
    await other.close();
    await platform.close();
    await redis?.stop();
  });

  it('reaches one candidate or all of them at once, and nobody else', async () => {
    const people = [await applicant(platform), await applicant(platform)];
    const late = await applicant(platform);
    const sessionId = await openedSession(platform);
    const [one, two] = [
      await begin(people[0]?.client as ApiClient, sessionId),
      await begin(people[1]?.client as ApiClient, sessionId),
    ];
    const elsewhere = (await newSitting(platform)).leased;
    const streams = await Promise.all([one, two, elsewhere].map(({ token }) => listen(otherBase, token)));
    const [first, second, third] = streams;
    if (!first || !second || !third) throw new Error('Each of them listens.');
    for (const stream of streams) expect((await stream.next(() => true)).messages).toBe(0);

    expect(
      await write(sessionId, { text: 'Please speak up.', candidateNumber: one.candidateNumber }),
    ).toEqual({
      number: 1,
      reached: 1,
      doneBefore: false,
    });
    await first.next(({ messages }) => messages === 1);
    expect(await write(sessionId, { text: '  Stay at your places.\r\nThe alarm is a test. ' })).toEqual({
      number: 2,
      reached: 2,
      doneBefore: false,
    });
    await first.next(({ messages }) => messages === 2);
    await second.next(({ messages }) => messages === 2);
    expect(await own(one.token)).toMatchObject([
      { number: 1, text: 'Please speak up.', isRead: false, toAll: false },
      { number: 2, text: 'Stay at your places.\nThe alarm is a test.', isRead: false, toAll: true },
    ]);
    const [message] = await own(two.token);
    expect(message).toMatchObject({ number: 2, official: expect.stringContaining('Timur Akhmetov') });
    expect(Math.abs((message?.at ?? 0) - (second.told.at(-1)?.serverTime ?? 0))).toBeLessThan(60_000);
    expect(await own(one.token, 1)).toHaveLength(1);
    expect(await own(elsewhere.token)).toEqual([]);
    expect(third.told.every(({ messages }) => messages === 0)).toBe(true);

    // Read once, however often it is said; and not by who never got it.
    expect(await Promise.all([1, 1, 2].map((number) => read(one.token, number)))).toEqual(
      Array(3).fill([200, 'read']),
    );
    expect(await read(two.token, 1)).toEqual([404, 'SITTING.NO_MESSAGE']);
    expect(await read(elsewhere.token, 2)).toEqual([404, 'SITTING.NO_MESSAGE']);
    expect((await own(one.token)).map(({ isRead }) => isRead)).toEqual([true, true]);
    // Who begins later is told as well, and counts.
    const begun = await begin(late.client, sessionId);
    expect(await own(begun.token)).toMatchObject([{ number: 2, isRead: false }]);
    expect(await listed(sessionId)).toMatchObject([
      { number: 2, candidateNumber: null, reached: 3, read: 1 },
      { number: 1, candidateNumber: one.candidateNumber, reached: 1, read: 1, text: 'Please speak up.' },
    ]);
    for (const stream of streams) stream.close();
  }, 60_000);

  it('is written once where it is sent twice, also after the sitting was over', async () => {
    const { client } = await applicant(platform);
    const sessionId = await openedSession(platform);
    const leased = await begin(client, sessionId);
    const { candidateNumber } = leased;
    const act = { actId: randomUUID(), text: 'Are you well?', candidateNumber };
    const race = await Promise.all([write(sessionId, act), write(sessionId, act)]);
    expect(race).toHaveLength(2);
    for (const doneBefore of [false, true])
      expect(race).toContainEqual({ number: 1, reached: 1, doneBefore });
    await proctor.post(`/api/v1/sessions/${sessionId}/sittings/${leased.sittingId}/end`, {
      reason: 'Unwell.',
    });
    expect(await write(sessionId, act)).toEqual({ number: 1, reached: 0, doneBefore: true });
    expect(await listed(sessionId)).toHaveLength(1);
    expect(await codeOf(write(sessionId, { ...act, text: 'Are you ill?' }))).toBe('SITTING.ACT_TAKEN');
    const colleague = await staff(platform, 'exam');
    expect(await codeOf(colleague.post(`/api/v1/sessions/${sessionId}/messages`, act))).toBe(
      'SITTING.ACT_TAKEN',
    );
  });

  it('counts by the order in which messages were written, however many write at once', async () => {
    const { client } = await applicant(platform);
    const sessionId = await openedSession(platform);
    const leased = await begin(client, sessionId);
    const sent = await Promise.all(
      Array.from({ length: 8 }, (_, index) => write(sessionId, { text: `Message ${String(index)}` })),
    );
    expect(sent.map(({ number }) => number).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const got = await own(leased.token);
    expect(got.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(got.map(({ at }) => at)).toEqual(got.map(({ at }) => at).sort((a, b) => a - b));
    const decisions = await query<{ subject: string; reason: string | null }>(
      `SELECT subject, reason FROM decision WHERE action = 'message-sent' AND scope_id = $1`,
      [sessionId],
    );
    expect(decisions).toEqual(Array(8).fill({ subject: sessionId, reason: null }));
  }, 60_000);

  it('is not told with saves, nor to who had handed in', async () => {
    const [done, open] = [await applicant(platform), await applicant(platform)];
    const sessionId = await openedSession(platform);
    const [leased, sits] = [await begin(done.client, sessionId), await begin(open.client, sessionId)];
    await done.client.post(`/api/v1/sittings/${leased.sittingId}/submission`);
    expect(await write(sessionId, { text: 'Ten more minutes.' })).toEqual({
      number: 1,
      reached: 1,
      doneBefore: false,
    });
    expect(await own(leased.token)).toEqual([]);
    expect(await codeOf(write(sessionId, { text: 'x', candidateNumber: leased.candidateNumber }))).toBe(
      'SITTING.OVER',
    );
    const answer = await save(open.client, sits, answers(sits, [[1, '2']]));
    expect(Object.keys(answer).sort()).toEqual(['acknowledged', 'deadline', 'pausedLeft', 'serverTime']);
    expect((await listed(sessionId))[0]).toMatchObject({ reached: 1, read: 0 });
  }, 60_000);

  it('refuses what is no message, whoever may not write, and sessions that are not open', async () => {
    const { client } = await applicant(platform);
    const sessionId = await openedSession(platform);
    const { token } = await begin(client, sessionId);
    const codes: string[] = [];
    for (const body of [
      {},
      { text: ' \n ' },
      { text: 'x'.repeat(501) },
      { text: 7 },
      { text: 'x', candidateNumber: 'NOBODY' },
      { text: 'x', to: 'all' },
    ])
      codes.push(await codeOf(write(sessionId, body)));
    expect(codes).toEqual([
      'REQUEST.INVALID',
      'REQUEST.INVALID',
      'SITTING.SAY_MESSAGE',
      'REQUEST.INVALID',
      'SITTING.NO_SUCH_NUMBER',
      'REQUEST.INVALID',
    ]);
    // 500 characters are 500, also where each takes two units.
    expect(await codeOf(write(sessionId, { text: '😀'.repeat(500) }))).toBe('done');
    const path = `/api/v1/sessions/${sessionId}/messages`;
    expect(await codeOf(client.post(path, { text: 'x' }))).toBe('AUTH.FORBIDDEN');
    expect(await codeOf(client.get(path))).toBe('AUTH.FORBIDDEN');
    const auditor = await staff(platform, 'auditor');
    expect(await codeOf(auditor.get(path))).toBe('done');
    expect(await codeOf(auditor.post(path, { text: 'x' }))).toBe('AUTH.FORBIDDEN');
    const planned = await planSession(platform);
    expect(await codeOf(write(planned, { text: 'x' }))).toBe('SITTING.SESSION_STATE');

    expect((await device('', 'forged')).status).toBe(401);
    for (const after of ['-1', 'x', '1.5', '99999999999'])
      expect((await device(`?after=${after}`, token)).status).toBe(422);
    for (const number of [0, -1, 1.5, 'x', null, 99_999_999_999])
      expect(await read(token, number)).toEqual([422, 'REQUEST.INVALID']);
    expect(await read(token, 99)).toEqual([404, 'SITTING.NO_MESSAGE']);
  }, 60_000);
});
