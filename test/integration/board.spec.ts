import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApi, type RunningApi } from '../../src/app.js';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { NoteSilence } from '../../src/proctoring/index.js';
import { watchBoard } from '../support/board.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { HAS_REDIS, startRedis, type TestRedis } from '../support/redis.js';
import { applicant, begin, openedSession } from '../support/sessions.js';
import { until } from '../support/until.js';
import { leftPage, listenedFor, report, watchedSession, watchedSitting } from '../support/watched.js';

const backends = HAS_REDIS ? (['redis', 'postgres'] as const) : (['postgres'] as const);
const back = (seq: number) => ({ seq, kind: 'back-on-page', ago: 0, lasted: 9000 });
const left = (seq: number) => leftPage(seq, { lasted: null });

// Candidates report to one process, proctors watch at the other.
describe.each(backends)('the board of a session, over %s', (backend) => {
  let platform: TestPlatform;
  let other: RunningApi;
  let otherBase: string;
  let redis: TestRedis | undefined;
  let proctor: ApiClient;
  let exam: ApiClient;
  let session: string;
  let api: string;

  beforeAll(async () => {
    if (backend === 'redis') redis = await startRedis();
    platform = await startPlatform(redis ? { REDIS_URL: redis.url } : {});
    other = await createApi(platform.config);
    await other.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = other.app.getHttpServer().address() as { port: number };
    otherBase = `http://127.0.0.1:${String(port)}`;
    proctor = await staff(platform, 'proctor');
    exam = await staff(platform, 'exam');
    session = await watchedSession(platform);
    api = `/api/v1/sessions/${session}`;
  }, 120_000);
  afterAll(async () => {
    await other.close();
    await platform.close();
    await redis?.stop();
  });

  const watch = (who = proctor, base = otherBase) => watchBoard(base, who.cookie, session);

  const beganAnHourAgo = (sittingIds: readonly string[]) =>
    platform.api.parts.database.query(
      `WITH l AS (UPDATE sitting_lease SET issued_at = clock_timestamp() - interval '1 hour' WHERE sitting_id = ANY($1::uuid[]))
       UPDATE sitting SET started_at = clock_timestamp() - interval '1 hour' WHERE id = ANY($1::uuid[]) RETURNING 1`,
      [sittingIds],
    );

  it('tells who begins, what happens on a device, that it is over, and who hands in', async () => {
    const board = await watch();
    const { client, leased } = await watchedSitting(platform, session);
    const { sittingId } = leased;
    expect(await board.until(sittingId, () => true)).toMatchObject({ state: 'sitting', attention: 'calm' });
    await report(platform.base, leased.token, { signals: [left(1)] });
    expect(await board.until(sittingId, ({ signals }) => signals === 1)).toMatchObject({
      attention: 'now',
      lasting: [{ kind: 'left-page' }],
      unseen: [{ kind: 'left-page', count: 1 }],
    });
    await report(platform.base, leased.token, { signals: [back(2)] });
    expect(await board.until(sittingId, ({ signals }) => signals === 2)).toMatchObject({
      attention: 'unseen',
      lasting: [],
    });
    await proctor.post(`${api}/sittings/${sittingId}/seen`, { upTo: 2 });
    await board.until(sittingId, ({ attention }) => attention === 'calm');
    await client.post(`/api/v1/sittings/${sittingId}/submission`, {});
    await board.until(sittingId, ({ state }) => state === 'handed-in');
    // Only what differed was told.
    expect(board.news.filter(({ whole }) => whole)).toHaveLength(1);
    board.close();
  });

  it('shows what a board that was cut off has missed, whichever process it comes back to', async () => {
    const { leased } = await watchedSitting(platform, session);
    const first = await watch();
    await first.until(leased.sittingId, () => true);
    first.close();
    await report(platform.base, leased.token, { signals: [left(1), back(2), left(3)] });
    for (const base of [platform.base, otherBase]) {
      const again = await watch(proctor, base);
      expect(again.rows.get(leased.sittingId)).toMatchObject({
        signals: 3,
        attention: 'now',
        unseen: [{ kind: 'left-page', count: 2 }],
      });
      again.close();
    }
  });

  it('puts whoever needs a look first, and nobody because they saved nothing for a while', async () => {
    const { leased: calm } = await watchedSitting(platform, session);
    const { leased: silent } = await watchedSitting(platform, session);
    const long = [calm, silent].map(({ sittingId }) => sittingId);
    await report(platform.base, calm.token);
    await beganAnHourAgo(long);
    const beats = () =>
      platform.api.parts.database.query('SELECT 1 FROM watch_beat WHERE sitting_id = $1', [calm.sittingId]);
    await until(async () => (await beats()).length > 0);
    await listenedFor(platform, '1 hour');
    await platform.api.app.get(NoteSilence).run();
    const { items } = await proctor.get<{ items: { sittingId: string; state: string; attention: string }[] }>(
      `${api}/board`,
    );
    const at = (sittingId: string) => items.findIndex((row) => row.sittingId === sittingId);
    expect(items[at(silent.sittingId)]).toMatchObject({ state: 'silent', attention: 'now' });
    expect(items[at(calm.sittingId)]).toMatchObject({ state: 'sitting', attention: 'calm' });
    expect(at(silent.sittingId)).toBeLessThan(at(calm.sittingId));
  });

  it('says of who saves nothing for long that nothing is heard, where devices are not listened to, in hand or not', async () => {
    const { client } = await applicant(platform);
    const unwatched = await openedSession(platform);
    const { sittingId } = await begin(client, unwatched);
    await beganAnHourAgo([sittingId]);
    const board = `/api/v1/sessions/${unwatched}/board`;
    const only = async () => (await proctor.get<{ items: object[] }>(board)).items[0];
    const silent = { state: 'silent', attention: 'now', lasting: [{ kind: 'silence' }] };
    expect(await only()).toMatchObject(silent);
    await proctor.post(`/api/v1/sessions/${unwatched}/sittings/${sittingId}/hand`, {});
    expect(await only()).toMatchObject(silent);
  });

  it('lets several proctors share a room: they see each other, and whom somebody has in hand', async () => {
    const { leased } = await watchedSitting(platform, session);
    const { sittingId } = leased;
    const one = await watch(proctor);
    const two = await watch(exam, platform.base);
    await until(() => Promise.resolve(one.viewers().length === 2 && two.viewers().length === 2));
    const hand = `${api}/sittings/${sittingId}/hand`;
    const [a, b] = await Promise.all([codeOf(proctor.post(hand, {})), codeOf(exam.post(hand, {}))]);
    // Whoever was first has them; the other is told so.
    expect([a, b].filter((code) => code === 'WATCH.IN_HAND')).toHaveLength(1);
    const held = await one.until(sittingId, ({ inHand }) => inHand !== null);
    const [winner, loser] = a === 'WATCH.IN_HAND' ? [exam, proctor] : [proctor, exam];
    await loser.post(`${hand}/release`);
    expect((await two.until(sittingId, ({ inHand }) => inHand !== null)).inHand?.official).toBe(
      held.inHand?.official,
    );
    // Taken over is from whom one sees, and from nobody who came between.
    expect(await codeOf(loser.post(hand, { from: randomUUID() }))).toBe('WATCH.IN_HAND');
    const looks = () =>
      platform.api.parts.database.query('SELECT 1 FROM watch_look WHERE sitting_id = $1', [sittingId]);
    expect(await looks()).toHaveLength(1);
    for (const _ of [1, 2]) await loser.post(hand, { from: held.inHand?.accountId });
    expect(await looks()).toHaveLength(2);
    await one.until(sittingId, ({ inHand }) => inHand?.official !== held.inHand?.official);
    await loser.post(`${hand}/release`);
    await one.until(sittingId, ({ inHand }) => inHand === null);
    expect(await codeOf(winner.post(hand, {}))).toBe('done');
    one.close();
    two.close();
  });

  it('leaves what came after the look to be looked at, and takes a look back from nobody', async () => {
    const { leased } = await watchedSitting(platform, session);
    const seen = `${api}/sittings/${leased.sittingId}/seen`;
    await report(platform.base, leased.token, { signals: [left(1), back(2), left(3)] });
    expect(await proctor.post(seen, { upTo: 2 })).toEqual({ seen: 2 });
    expect(await exam.post(seen, { upTo: 1 })).toEqual({ seen: 2 });
    expect(await exam.post(seen, { upTo: 99 })).toEqual({ seen: 3 });
    expect(await codeOf(exam.post(seen, { upTo: 0 }))).toBe('REQUEST.INVALID');
  });

  it('has nothing for another session’s sittings, nor for who has no role there', async () => {
    const elsewhere = await openedSession(platform);
    const { leased } = await watchedSitting(platform, session);
    const there = `/api/v1/sessions/${elsewhere}/sittings/${leased.sittingId}`;
    for (const path of ['hand', 'hand/release', 'seen']) {
      expect(await codeOf(proctor.post(`${there}/${path}`, path === 'seen' ? { upTo: 1 } : {}))).toBe(
        'WATCH.NO_SITTING',
      );
    }
    expect(await codeOf(proctor.get(`${there}/signals`))).toBe('WATCH.NO_SITTING');
    const { client } = await applicant(platform);
    const response = await fetch(`${otherBase}${api}/board/live`, { headers: { cookie: client.cookie } });
    expect(response.status).toBe(403);
    await response.body?.cancel();
  });

  it('ends its streams when the process does', async () => {
    const third = await createApi(platform.config);
    await third.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = third.app.getHttpServer().address() as { port: number };
    const board = await watch(proctor, `http://127.0.0.1:${String(port)}`);
    await third.close();
    await until(() => Promise.resolve(board.ended()));
  });
});
