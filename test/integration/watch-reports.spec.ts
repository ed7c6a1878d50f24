import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApi, type RunningApi } from '../../src/app.js';
import { newId, refuse } from '../../src/kernel/index.js';
import { NoteSilence, removeRehearsalWatch } from '../../src/proctoring/index.js';
import { removeRehearsalSittings } from '../../src/sitting/index.js';
import { MOST_SIGNALS } from '../../src/proctoring/domain/signal.js';
import { KeepSignals } from '../../src/proctoring/use-cases/keep-signals.js';
import { writeBeats } from '../../src/proctoring/store/beat-store.js';
import { HearDevice } from '../../src/proctoring/use-cases/hear-device.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { OFFERED, watch } from '../support/watching.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { answers, begin, openedSession, applicant, save } from '../support/sessions.js';
import { until } from '../support/until.js';
import {
  leftPage,
  listenedFor,
  report,
  signalsOf,
  watchedSession,
  watchedSitting,
} from '../support/watched.js';

const FAILURE = { cause: 'failure', again: 'no', reason: 'The screen went black.' };

describe('what devices report', () => {
  let platform: TestPlatform;
  let other: RunningApi;
  let otherBase: string;
  let session: string;

  beforeAll(async () => {
    platform = await startPlatform({ OPENMERIT_TRUST_PROXY: '1' });
    other = await createApi(platform.config);
    await other.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = other.app.getHttpServer().address() as { port: number };
    otherBase = `http://127.0.0.1:${String(port)}`;
    session = await watchedSession(platform);
  }, 120_000);
  afterAll(async () => {
    await other.close();
    await platform.close();
  });

  const kinds = async (sittingId: string) => (await signalsOf(platform, sittingId)).map(({ kind }) => kind);
  const flush = async () => {
    await platform.api.app.get(HearDevice).flush();
    await other.app.get(HearDevice).flush();
  };

  const from = (address: string, token: string) =>
    fetch(`${platform.base}/api/v1/watch-reports`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'x-forwarded-for': address,
      },
      body: JSON.stringify({ signals: [], camera: 'none', lastSlot: 0 }),
    });
  const closedBefore = (sittingId: string, ago: string) =>
    platform.api.parts.database.query(
      'UPDATE sitting SET closed_at = clock_timestamp() - $2::interval WHERE id = $1',
      [sittingId, ago],
    );

  it('are on disk when they are acknowledged, numbered without gaps; sent again they change nothing', async () => {
    const { leased } = await watchedSitting(platform, session);
    expect(await report(platform.base, leased.token)).toMatchObject({ acknowledged: 0, snapshot: null });
    const pasted = { seq: 2, kind: 'pasted', ago: 0, lasted: null, characters: 300, position: 4 };
    const first = { signals: [leftPage(1), pasted] };
    expect(await report(platform.base, leased.token, first)).toMatchObject({ acknowledged: 2 });
    // The answer was lost: it comes again, with one more, and at the other process.
    const again = { signals: [leftPage(1), pasted, leftPage(3)] };
    expect(await report(otherBase, leased.token, again)).toMatchObject({ acknowledged: 3 });
    expect(await report(platform.base, leased.token, first)).toMatchObject({ acknowledged: 3 });
    // A page that has just been loaded hears what is on disk, whichever process it asks.
    const third = { signals: [leftPage(4)] };
    expect(await report(otherBase, leased.token, third)).toMatchObject({ acknowledged: 4 });
    expect(await report(platform.base, leased.token, { first: true })).toMatchObject({ acknowledged: 4 });
    expect(await signalsOf(platform, leased.sittingId)).toEqual([
      { number: 1, kind: 'left-page', lastedMs: 1500, detail: null, lease: 1 },
      { number: 2, kind: 'pasted', lastedMs: null, detail: { characters: 300, position: 4 }, lease: 1 },
      { number: 3, kind: 'left-page', lastedMs: 1500, detail: null, lease: 1 },
      { number: 4, kind: 'left-page', lastedMs: 1500, detail: null, lease: 1 },
    ]);
  });

  it('keep their numbers where many come at once, through two processes', async () => {
    const { leased } = await watchedSitting(platform, session);
    await report(platform.base, leased.token);
    const bases = [platform.base, otherBase];
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        report(bases[i % 2] ?? '', leased.token, { signals: [leftPage(1), leftPage(2), leftPage(3)] }),
      ),
    );
    expect((await signalsOf(platform, leased.sittingId)).map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it('tell of another device and another address, and of no address', async () => {
    const { client, leased } = await watchedSitting(platform, session);
    await from('192.0.2.1', leased.token);
    await flush();
    await from('192.0.2.1', leased.token);
    await flush();
    expect(await kinds(leased.sittingId)).toEqual([]);
    await from('192.0.2.2', leased.token);
    await flush();
    expect(await kinds(leased.sittingId)).toEqual(['address-changed']);
    const second = await client.post<{ token: string }>(`/api/v1/sittings/${leased.sittingId}/leases`);
    expect((await (await from('192.0.2.3', second.token)).json()) as object).toMatchObject({
      acknowledged: 0,
    });
    await flush();
    expect(await kinds(leased.sittingId)).toEqual(['address-changed', 'device-changed']);
    // The first device has nothing more to tell.
    expect(await report(platform.base, leased.token, { signals: [leftPage(1)] })).toMatchObject({
      code: 'WATCH.OVER',
    });
    const [row] = await platform.api.parts.database.query<{ text: string }>(
      'SELECT row_to_json(b)::text AS text FROM watch_beat b WHERE sitting_id = $1',
      [leased.sittingId],
    );
    expect(row?.text).not.toContain('192.0.2');
  });

  it.each([
    ['is refused for now', () => Promise.resolve(refuse('unavailable', 'WATCH.BUSY', 'Not now.'))],
    ['fails', () => Promise.reject(new Error('disk'))],
  ])('tell of another address once, also where keeping that %s', async (_, fault) => {
    const { leased } = await watchedSitting(platform, session);
    await from('192.0.2.1', leased.token);
    await flush();
    const keep = platform.api.app.get(KeepSignals);
    await from('192.0.2.2', leased.token);
    keep.run = fault;
    await flush();
    Reflect.deleteProperty(keep, 'run');
    expect(await kinds(leased.sittingId)).toEqual([]);
    await flush();
    await flush();
    expect(await kinds(leased.sittingId)).toEqual(['address-changed']);
  });

  it('tell of silence, how long it lasted, and of none where answers come', async () => {
    const { client, leased } = await watchedSitting(platform, session);
    const { leased: busy, client: saver } = await watchedSitting(platform, session);
    await report(platform.base, leased.token);
    await flush();
    const note = () => platform.api.app.get(NoteSilence).run();
    const longAgo = (sittingId: string) =>
      platform.api.parts.database.query(
        `WITH b AS (UPDATE watch_beat SET seen_at = clock_timestamp() - interval '2 minutes' WHERE sitting_id = $1),
           l AS (UPDATE sitting_lease SET issued_at = clock_timestamp() - interval '1 hour' WHERE sitting_id = $1)
         UPDATE sitting SET started_at = clock_timestamp() - interval '1 hour' WHERE id = $1 RETURNING 1`,
        [sittingId],
      );
    await longAgo(leased.sittingId);
    await longAgo(busy.sittingId);
    await save(saver, busy, answers(busy, [[1, '2']]));
    // After a crash nothing is known of what was heard before: nobody was silent then.
    await listenedFor(platform, '10 seconds');
    await note();
    expect(await kinds(leased.sittingId)).toEqual([]);
    await listenedFor(platform, '1 hour');
    await Promise.all([note(), other.app.get(NoteSilence).run()]);
    expect(await signalsOf(platform, leased.sittingId)).toMatchObject([
      { number: 1, kind: 'silence', lastedMs: null },
    ]);
    expect(await kinds(busy.sittingId)).toEqual([]);
    await note();
    expect(await kinds(leased.sittingId)).toEqual(['silence']);
    await report(platform.base, leased.token, { signals: [leftPage(1)] });
    await flush();
    await note();
    const [silence, left] = await signalsOf(platform, leased.sittingId);
    expect(silence?.lastedMs).toBeGreaterThanOrEqual(120_000);
    expect(left).toMatchObject({ number: 2, kind: 'left-page' });
    // One that never comes back ends with the sitting.
    await longAgo(leased.sittingId);
    await note();
    await client.post(`/api/v1/sittings/${leased.sittingId}/submission`, {});
    await note();
    const last = (await signalsOf(platform, leased.sittingId)).at(-1);
    expect(last?.kind).toBe('silence');
    expect(last?.lastedMs).toBeGreaterThanOrEqual(100_000);
  });

  it('are no silence while nothing was watched, though it is set again', async () => {
    const lifted = await watchedSession(platform);
    const { leased } = await watchedSitting(platform, lifted);
    await report(platform.base, leased.token);
    await flush();
    await platform.api.parts.database.query(
      `WITH b AS (UPDATE watch_beat SET seen_at = clock_timestamp() - interval '10 minutes' WHERE sitting_id = $1),
         l AS (UPDATE sitting_lease SET issued_at = clock_timestamp() - interval '1 hour' WHERE sitting_id = $1)
       UPDATE sitting SET started_at = clock_timestamp() - interval '1 hour' WHERE id = $1 RETURNING 1`,
      [leased.sittingId],
    );
    await listenedFor(platform, '1 hour');
    const exam = await staff(platform, 'exam');
    await watch(exam, lifted, { ...OFFERED, watched: false, reason: 'By mistake.' });
    // The other process knows nothing of this device yet: it looks.
    expect(await report(otherBase, leased.token)).toMatchObject({ code: 'WATCH.NOT_WATCHED' });
    await watch(exam, lifted, { ...OFFERED, reason: 'It was a mistake.' });
    const note = () => platform.api.app.get(NoteSilence).run();
    await note();
    expect(await kinds(leased.sittingId)).toEqual([]);
    expect(await report(otherBase, leased.token)).toMatchObject({ acknowledged: 0 });
    await listenedFor(platform, '1 minute');
    await platform.api.parts.database.query('DELETE FROM watch_beat WHERE sitting_id = $1', [
      leased.sittingId,
    ]);
    await note();
    expect(await kinds(leased.sittingId)).toEqual(['silence']);
  });

  it('tell of no other device where the same one needs a new right to answer, and proves it', async () => {
    const { client, leased } = await watchedSitting(platform, session);
    const { leased: victim } = await watchedSitting(platform, session);
    const take = (follows?: string) =>
      client.post<{ token: string }>(`/api/v1/sittings/${leased.sittingId}/leases`, { follows });
    const kindsAfter = async (token: string) => {
      await report(platform.base, token);
      return kinds(leased.sittingId);
    };
    await report(platform.base, leased.token, { signals: [leftPage(1)] });
    const second = await take(leased.token);
    expect(await kindsAfter(second.token)).toEqual(['left-page']);
    // The answer was lost: it is asked once more with what the device has.
    const third = await take(second.token);
    const again = await take(second.token);
    expect(await kindsAfter(again.token)).toEqual(['left-page']);
    const room = await (
      await staff(platform, 'proctor')
    ).get<{ items: { sittingId: string; leases: number }[] }>(`/api/v1/sessions/${session}/room`);
    expect(room.items.find(({ sittingId }) => sittingId === leased.sittingId)?.leases).toBe(1);
    // Another device: the first one does not go on from what it had before, and takes nothing back by itself.
    const other = await take();
    expect(await kindsAfter(other.token)).toEqual(['left-page', 'device-changed']);
    for (const old of [leased, second, third, again])
      expect(await codeOf(take(old.token))).toBe('SITTING.LEASE_REVOKED');
    expect(await kindsAfter(other.token)).toEqual(['left-page', 'device-changed']);
    // Nothing is proved by another sitting's token, or by one that somebody made.
    for (const [index, token] of [victim.token, other.token.replace(/.$/, 'x.'), 'yes'].entries()) {
      const next = await take(token);
      expect(await kindsAfter(next.token)).toHaveLength(3 + index);
    }
  });

  it('tell of the other device that came in between, though it told nothing itself', async () => {
    const { client, leased } = await watchedSitting(platform, session);
    await report(platform.base, leased.token);
    const leases = `/api/v1/sittings/${leased.sittingId}/leases`;
    const other = await client.post<{ token: string }>(leases);
    const after = await client.post<{ token: string }>(leases, { follows: other.token });
    await report(platform.base, after.token);
    expect(await kinds(leased.sittingId)).toEqual(['device-changed']);
  });

  it('leave no sign of life of a sitting that is removed before it is written', async () => {
    const { tx } = platform.api.parts.database;
    const { leased } = await watchedSitting(platform, session);
    const beat = { sessionId: session, lease: 1, address: Buffer.alloc(32), camera: 'none' } as const;
    const removed = newId();
    await writeBeats(
      tx,
      [leased.sittingId, removed].map((sittingId) => ({ ...beat, sittingId })),
    );
    const beats = await platform.api.parts.database.query<{ id: string }>(
      'SELECT sitting_id AS id FROM watch_beat WHERE sitting_id = ANY ($1)',
      [[leased.sittingId, removed]],
    );
    expect(beats).toEqual([{ id: leased.sittingId }]);
  });

  it('leave no sign of life that comes while its rehearsal is being removed', async () => {
    const { database } = platform.api.parts;
    const session = await watchedSession(platform);
    const { leased } = await watchedSitting(platform, session);
    await database.transaction(async (tx) => {
      // A session is one from its beginning or never: here without a whole rehearsal.
      await tx.query('SET LOCAL session_replication_role = replica');
      await tx.query('UPDATE exam_session SET rehearsal = true WHERE id = $1', [session]);
    });
    const { sittingId } = leased;
    const beat = {
      sittingId,
      sessionId: session,
      lease: 1,
      address: Buffer.alloc(32),
      camera: 'none',
    } as const;
    const removed = await database.transaction(async (tx) => {
      await removeRehearsalWatch(tx, session);
      const writing = writeBeats(database.tx, [beat]);
      await until(async () => {
        const waiting = await database.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        const written = await database.query('SELECT 1 FROM watch_beat WHERE sitting_id = $1', [sittingId]);
        return waiting.length + written.length > 0;
      });
      await removeRehearsalSittings(tx, session);
      return { writing };
    });
    await removed.writing;
    expect(await database.query('SELECT 1 FROM watch_beat WHERE sitting_id = $1', [sittingId])).toEqual([]);
  });

  it('are taken of nobody who has not agreed, where nothing is watched, or once it is over', async () => {
    const { client } = await applicant(platform);
    const plain = await openedSession(platform);
    const unwatched = await begin(client, plain);
    expect(await report(platform.base, unwatched.token)).toMatchObject({ code: 'WATCH.NOT_WATCHED' });
    // A plan that comes while they sit was never agreed to: nothing is noted of them.
    await watch(await staff(platform, 'exam'), plain);
    await platform.api.parts.database.query(
      `WITH l AS (UPDATE sitting_lease SET issued_at = clock_timestamp() - interval '1 hour' WHERE sitting_id = $1)
       UPDATE sitting SET started_at = clock_timestamp() - interval '1 hour' WHERE id = $1 RETURNING 1`,
      [unwatched.sittingId],
    );
    await platform.api.app.get(NoteSilence).run();
    expect(await kinds(unwatched.sittingId)).toEqual([]);
    expect(await report(platform.base, unwatched.token)).toMatchObject({ code: 'WATCH.NOT_WATCHED' });
    const { client: done, leased } = await watchedSitting(platform, session);
    await report(platform.base, leased.token);
    await done.post(`/api/v1/sittings/${leased.sittingId}/submission`, {});
    await closedBefore(leased.sittingId, '6 minutes');
    for (const signals of [[leftPage(1)], []])
      expect(await report(otherBase, leased.token, { signals, first: true })).toMatchObject({
        code: 'WATCH.OVER',
      });
    expect(await report(platform.base, leased.token, { signals: [leftPage(1)] })).toMatchObject({
      code: 'WATCH.OVER',
    });
    expect(await kinds(leased.sittingId)).toEqual([]);
  });

  it('are taken for some minutes after the end, from the last device alone, and make no sign of life', async () => {
    const { client, leased } = await watchedSitting(platform, session);
    const { client: quiet, leased: unheard } = await watchedSitting(platform, session);
    await report(platform.base, leased.token, { signals: [leftPage(1)] });
    const second = await client.post<{ token: string }>(`/api/v1/sittings/${leased.sittingId}/leases`);
    await report(platform.base, second.token, { signals: [leftPage(1)] });
    await flush();
    await client.post(`/api/v1/sittings/${leased.sittingId}/submission`, {});
    await quiet.post(`/api/v1/sittings/${unheard.sittingId}/submission`, {});
    await platform.api.parts.database.query('DELETE FROM watch_beat WHERE sitting_id = $1', [
      leased.sittingId,
    ]);
    // A page that was loaded without a line asks first what is on disk.
    expect(await report(otherBase, second.token, { first: true, camera: 'on' })).toMatchObject({
      acknowledged: 1,
      snapshot: null,
    });
    const late = leftPage(2, { ago: 60_000 });
    expect(await report(platform.base, second.token, { signals: [late] })).toMatchObject({ acknowledged: 2 });
    expect(await report(otherBase, second.token, { signals: [late] })).toMatchObject({ acknowledged: 2 });
    for (const base of [platform.base, otherBase])
      expect(await report(base, second.token)).toMatchObject({ code: 'WATCH.OVER' });
    expect(await report(platform.base, leased.token, { signals: [leftPage(2)] })).toMatchObject({
      code: 'WATCH.OVER',
    });
    expect(await report(platform.base, unheard.token, { first: true })).toMatchObject({ acknowledged: 0 });
    expect(await report(platform.base, unheard.token, { signals: [leftPage(1)] })).toMatchObject({
      acknowledged: 1,
    });
    await flush();
    expect(await kinds(unheard.sittingId)).toEqual(['left-page']);
    expect(await kinds(leased.sittingId)).toEqual(['left-page', 'device-changed', 'left-page', 'left-page']);
    const [told] = await platform.api.parts.database.query<{ isHonest: boolean; beats: number }>(
      `SELECT received_at - at >= interval '1 minute' AS "isHonest",
         (SELECT count(*)::int FROM watch_beat WHERE sitting_id = $1) AS beats
       FROM watch_signal WHERE sitting_id = $1 AND number = 4`,
      [leased.sittingId],
    );
    expect(told).toEqual({ isHonest: true, beats: 0 });
  });

  it('are not taken of a sitting that is void', async () => {
    const { client, leased } = await watchedSitting(platform, session);
    await report(platform.base, leased.token);
    await client.post(`/api/v1/sittings/${leased.sittingId}/submission`, {});
    await (
      await staff(platform, 'exam')
    ).post(`/api/v1/sessions/${session}/sittings/${leased.sittingId}/voiding`, FAILURE);
    for (const base of [platform.base, otherBase])
      expect(await report(base, leased.token, { signals: [leftPage(1)] })).toMatchObject({
        code: 'WATCH.OVER',
      });
  });

  it('of a device that tells more than anybody reads are dropped, and nothing else is', async () => {
    const { client, leased } = await watchedSitting(platform, session);
    await report(platform.base, leased.token, { signals: [leftPage(1)] });
    await platform.api.parts.database.query('UPDATE watch_state SET signals = $2 WHERE sitting_id = $1', [
      leased.sittingId,
      MOST_SIGNALS,
    ]);
    const more = [leftPage(2), leftPage(3)];
    // It is told that nobody needs them again.
    expect(await report(platform.base, leased.token, { signals: more })).toMatchObject({ acknowledged: 3 });
    expect(await report(platform.base, leased.token)).toMatchObject({ acknowledged: 3 });
    expect(await kinds(leased.sittingId)).toEqual(['left-page']);
    const second = await client.post<{ token: string }>(`/api/v1/sittings/${leased.sittingId}/leases`);
    expect(await report(platform.base, second.token)).toMatchObject({ acknowledged: 0 });
    expect(await report(platform.base, second.token, { signals: [leftPage(1)] })).toMatchObject({
      acknowledged: 1,
    });
    await flush();
    await from('192.0.2.1', second.token);
    await flush();
    expect((await signalsOf(platform, leased.sittingId)).slice(1)).toMatchObject([
      { number: MOST_SIGNALS + 1, kind: 'device-changed' },
      { number: MOST_SIGNALS + 2, kind: 'address-changed' },
    ]);
    const seen = await (
      await staff(platform, 'proctor')
    ).post(`/api/v1/sessions/${session}/sittings/${leased.sittingId}/seen`, { upTo: MOST_SIGNALS + 2 });
    expect(seen).toEqual({ seen: MOST_SIGNALS + 2 });
  });

  it('are refused with a code where they are forged, of the wrong form, out of order or far too many', async () => {
    const { leased } = await watchedSitting(platform, session);
    const { leased: victim } = await watchedSitting(platform, session);
    const forged = leased.token.replace(leased.sittingId, victim.sittingId);
    expect(await report(platform.base, forged)).toMatchObject({ code: 'SITTING.TOKEN' });
    for (const signals of [
      [leftPage(1, { kind: 'guilty' })],
      [leftPage(1, { ago: -1 })],
      Array.from({ length: 101 }, (_, i) => leftPage(i + 1)),
    ]) {
      expect(await report(platform.base, leased.token, { signals })).toMatchObject({
        code: 'REQUEST.INVALID',
      });
    }
    expect(await report(platform.base, leased.token, { signals: [leftPage(1), leftPage(3)] })).toMatchObject({
      code: 'WATCH.OUT_OF_ORDER',
    });
    // What has no place in a signal is not kept, whoever sends it.
    const told = { ...leftPage(1, { kind: 'pasted', characters: 9 }), text: 'a secret' };
    expect(await report(platform.base, leased.token, { signals: [told] })).toMatchObject({ acknowledged: 1 });
    expect(await signalsOf(platform, leased.sittingId)).toMatchObject([{ detail: { characters: 9 } }]);
    const flood = await Promise.all(Array.from({ length: 60 }, () => report(platform.base, leased.token)));
    expect(flood.some(({ code }) => code === 'WATCH.FLOOD')).toBe(true);
    // Nobody else notices.
    expect(await report(platform.base, victim.token, { signals: [leftPage(1)] })).toMatchObject({
      acknowledged: 1,
    });
    expect(await kinds(victim.sittingId)).toEqual(['left-page']);
  });

  it('ask for a snapshot of who has agreed to it, once a slot', async () => {
    const filmed = await watchedSession(platform, { camera: 'offered', snapshotsAnHour: 60 });
    const { leased } = await watchedSitting(platform, filmed, true);
    const { leased: without } = await watchedSitting(platform, filmed, false);
    const slots = new Set<number>();
    const hear = platform.api.app.get(HearDevice);
    const now = Date.now();
    const { dueAt, slot } = hear.slotOf(leased.sittingId, 60, now);
    const answer = await report(platform.base, leased.token, { camera: 'on' });
    if (answer.snapshot !== null) slots.add(answer.snapshot);
    // Due or not yet, never before its moment; and nothing of who has no camera.
    expect(answer.snapshot === null || (answer.snapshot >= slot && dueAt <= Date.now())).toBe(true);
    expect(await report(platform.base, leased.token, { camera: 'on', lastSlot: 1e11 })).toMatchObject({
      snapshot: null,
    });
    expect(await report(platform.base, leased.token, { camera: 'off' })).toMatchObject({ snapshot: null });
    expect(await report(platform.base, without.token, { camera: 'on' })).toMatchObject({ snapshot: null });
  });
});
