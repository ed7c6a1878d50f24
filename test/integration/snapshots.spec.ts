import { request, type ClientRequest } from 'node:http';
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Files, KeyRing, openObjectStore } from '../../src/platform/index.js';
import { ClearWatched } from '../../src/proctoring/index.js';
import { expireSnapshots } from '../../src/proctoring/store/removal-store.js';
import { sha256Hex } from '../../src/kernel/index.js';
import { jpeg } from '../support/jpegs.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { startS3, type S3Server } from '../support/s3-server.js';
import { dueSlotOf, keptSnapshotOf, sendSnapshot } from '../support/snapshots.js';
import { browserlike, staffBrowser } from '../support/uploads.js';
import { until } from '../support/until.js';
import { newAccount } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { staff } from '../support/candidates.js';
import { leftPage, report, watchedSession, watchedSitting } from '../support/watched.js';

interface Row {
  readonly state: string;
  readonly why: string | null;
  readonly destroyed: boolean;
}

describe.each(['a folder', 'a bucket'])('snapshots in %s', (where) => {
  let s3: S3Server | undefined;
  let platform: TestPlatform;
  let session: string;
  beforeAll(async () => {
    s3 = where === 'a bucket' ? await startS3() : undefined;
    platform = await startPlatform(s3?.env);
    session = await watchedSession(platform, { camera: 'offered' });
  }, 120_000);
  afterAll(async () => {
    await platform.close();
    await s3?.close();
  });

  const query = <T>(sql: string, values: unknown[] = []) => platform.api.parts.database.query<T>(sql, values);
  /** The names of everything that lies in the store. */
  const stored = (): string[] =>
    s3
      ? s3.objects()
      : readdirSync(platform.config.filesDir, { recursive: true, withFileTypes: true })
          .filter((one) => one.isFile())
          .map(({ name }) => name);
  const rowsOf = (sittingId: string) =>
    query<Row>(
      `SELECT state, removed_why AS why, is_destroyed AS destroyed FROM watch_snapshot WHERE sitting_id = $1 ORDER BY taken_at`,
      [sittingId],
    );
  const sit = (camera = true, id = session) => watchedSitting(platform, id, camera);

  it('are sealed in the store when they are acknowledged, and the same slot again changes nothing', async () => {
    const { leased } = await sit();
    const slot = dueSlotOf(platform, leased.sittingId);
    const content = jpeg({ more: 200_000 });
    const sent = await sendSnapshot(platform.base, leased.token, slot, content);
    expect(sent).toMatchObject({ status: 200, slot });
    const [row] = await query<{ id: string; bytes: number; hash: string; lease: number }>(
      `SELECT id, bytes, encode(sha256, 'hex') AS hash, lease FROM watch_snapshot WHERE sitting_id = $1`,
      [leased.sittingId],
    );
    expect(row).toMatchObject({ bytes: content.length, hash: sha256Hex(content), lease: leased.lease });
    expect(stored()).toContain(row?.id);
    expect(await sendSnapshot(platform.base, leased.token, slot, jpeg({ grey: 1 }))).toMatchObject({
      status: 200,
      slot,
    });
    expect(await rowsOf(leased.sittingId)).toEqual([{ state: 'kept', why: null, destroyed: false }]);
    const files = new Files(openObjectStore(platform.config), KeyRing.open(platform.config.keysDir));
    const parts: Buffer[] = [];
    for await (const part of (await files.get(row?.id ?? '')) as AsyncIterable<Buffer>) parts.push(part);
    expect(Buffer.concat(parts).equals(content)).toBe(true);
  });

  it('of one slot that come at once are kept once', async () => {
    const { leased } = await sit();
    const slot = dueSlotOf(platform, leased.sittingId);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => sendSnapshot(platform.base, leased.token, slot)),
    );
    expect(
      answers.map(({ status, code }) => code ?? status).filter((one) => one !== 'SNAPSHOT.ARRIVING'),
    ).toContain(200);
    expect(await rowsOf(leased.sittingId)).toEqual([{ state: 'kept', why: null, destroyed: false }]);
  });

  it.each<[string, () => Buffer, number, string]>([
    ['no JPEG', () => Buffer.from('<!doctype html>'), 422, 'SNAPSHOT.NOT_JPEG'],
    ['nothing', () => Buffer.alloc(0), 422, 'SNAPSHOT.NOT_JPEG'],
    ['a JPEG that is cut', () => jpeg().subarray(0, -1), 422, 'SNAPSHOT.NOT_JPEG'],
    [
      'a JPEG with a page behind it',
      () => Buffer.concat([jpeg(), Buffer.from('<script>')]),
      422,
      'SNAPSHOT.NOT_JPEG',
    ],
    ['a large picture', () => jpeg({ width: 4000 }), 422, 'SNAPSHOT.PICTURE_SIZE'],
    ['too much', () => jpeg({ more: 320_000 }), 413, 'SNAPSHOT.TOO_LARGE'],
    ['far too much', () => jpeg({ more: 4_000_000 }), 413, 'SNAPSHOT.TOO_LARGE'],
  ])('refuse %s, leave nothing, and the slot is free', async (_, body, status, code) => {
    const { leased } = await sit();
    const slot = dueSlotOf(platform, leased.sittingId);
    const before = stored();
    // A sender whose line is closed while it sends may hear nothing: what counts is what is left.
    const answer = await sendSnapshot(platform.base, leased.token, slot, body()).catch(() => null);
    if (answer || body().length < 600_000) expect(answer).toMatchObject({ status, code });
    await until(async () => (await rowsOf(leased.sittingId))[0]?.destroyed);
    expect(await rowsOf(leased.sittingId)).toEqual([{ state: 'removed', why: 'refused', destroyed: true }]);
    expect(stored()).toEqual(before);
    expect(await sendSnapshot(platform.base, leased.token, slot)).toMatchObject({ status: 200 });
  });

  it('that break off leave no object and no row that counts', async () => {
    const { leased } = await sit();
    const slot = dueSlotOf(platform, leased.sittingId);
    const before = stored();
    const half = jpeg({ more: 150_000 });
    const sending = await new Promise<ClientRequest>((resolve) => {
      const one = request(`${platform.base}/api/v1/watch-snapshots?slot=${String(slot)}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${leased.token}`,
          'content-type': 'image/jpeg',
          'content-length': half.length,
        },
      });
      one.on('error', () => undefined);
      one.write(half.subarray(0, 100_000), () => {
        resolve(one);
      });
    });
    await until(async () => (await rowsOf(leased.sittingId))[0]?.state === 'arriving');
    // Another try while it hangs waits.
    expect(await sendSnapshot(platform.base, leased.token, slot)).toMatchObject({
      code: 'SNAPSHOT.ARRIVING',
      retryAfter: '30',
    });
    sending.destroy();
    await until(async () => (await rowsOf(leased.sittingId))[0]?.destroyed);
    expect(stored()).toEqual(before);
    expect(await sendSnapshot(platform.base, leased.token, slot)).toMatchObject({ status: 200 });
  });

  it('whose process died are given up: by the next try, and by the sweeper, which leaves no bytes', async () => {
    const { leased } = await sit();
    const { sittingId } = leased;
    const slot = dueSlotOf(platform, sittingId);
    const arrive = async (id: string, ago: string) => {
      await query(
        `INSERT INTO watch_snapshot (id, sitting_id, session_id, slot, lease, key_id, state, taken_at)
         VALUES ($1, $2, $3, $4, 1, 'k', 'arriving', clock_timestamp() - $5::interval)`,
        [id, sittingId, session, slot, ago],
      );
      await platform.api.parts.files.put(id, [jpeg()] as unknown as AsyncIterable<Uint8Array>);
    };
    const dead = crypto.randomUUID();
    await arrive(dead, '3 minutes');
    expect(await sendSnapshot(platform.base, leased.token, slot)).toMatchObject({ status: 200 });
    const clear = platform.api.app.get(ClearWatched);
    await clear.run();
    // Its bytes may still be on their way.
    expect(stored()).toContain(dead);
    await query(`UPDATE watch_snapshot SET taken_at = taken_at - interval '1 hour' WHERE id = $1`, [dead]);
    await clear.run();
    expect(stored()).not.toContain(dead);
    expect(await rowsOf(sittingId)).toEqual([
      { state: 'removed', why: 'abandoned', destroyed: true },
      { state: 'kept', why: null, destroyed: false },
    ]);
  });

  it('are taken only where they are asked for', async () => {
    const { leased, client } = await sit();
    const { sittingId, token } = leased;
    const slot = dueSlotOf(platform, sittingId);
    const send = (one: number | string, body = jpeg(), type?: string) =>
      sendSnapshot(platform.base, token, one, body, type);
    expect(await send(slot + 2)).toMatchObject({ status: 409, code: 'SNAPSHOT.NOT_DUE' });
    expect(await send(slot - 3)).toMatchObject({ status: 409, code: 'SNAPSHOT.NOT_DUE' });
    for (const wrong of ['', '-1', 'x', '1.5', '1e30'])
      expect(await send(wrong)).toMatchObject({ code: 'REQUEST.INVALID' });
    expect(await send(slot, jpeg(), 'image/png')).toMatchObject({ status: 415, code: 'REQUEST.MEDIA_TYPE' });
    expect(await sendSnapshot(platform.base, `${token}x`, slot)).toMatchObject({
      status: 401,
      code: 'SITTING.TOKEN',
    });
    // Another device took over.
    const other = await client.post<{ token: string }>(`/api/v1/sittings/${sittingId}/leases`);
    expect(await send(slot)).toMatchObject({ status: 410, code: 'SNAPSHOT.OVER' });
    expect(await sendSnapshot(platform.base, other.token, slot)).toMatchObject({ status: 200 });
    await client.post(`/api/v1/sittings/${sittingId}/submission`);
    expect(await sendSnapshot(platform.base, other.token, slot)).toMatchObject({ code: 'SNAPSHOT.OVER' });
    expect(await rowsOf(sittingId)).toHaveLength(1);
  });

  it('are not taken of whoever did not agree, nor where there is no camera', async () => {
    const { leased: without } = await sit(false);
    const slot = dueSlotOf(platform, without.sittingId);
    expect(await sendSnapshot(platform.base, without.token, slot)).toMatchObject({
      status: 403,
      code: 'SNAPSHOT.NO_CONSENT',
    });
    const { leased } = await sit(false, await watchedSession(platform));
    expect(await sendSnapshot(platform.base, leased.token, slot)).toMatchObject({
      status: 409,
      code: 'SNAPSHOT.NO_CAMERA',
    });
  });

  it('are limited for each sitting', async () => {
    const { leased } = await sit();
    const slot = dueSlotOf(platform, leased.sittingId);
    const codes = new Set<string | undefined>();
    for (let i = 0; i < 8; i += 1)
      codes.add((await sendSnapshot(platform.base, leased.token, slot, Buffer.from('x'))).code);
    expect([...codes]).toEqual(['SNAPSHOT.NOT_JPEG', 'SNAPSHOT.FLOOD']);
    const { leased: other } = await sit();
    await keptSnapshotOf(platform, other);
  });

  describe('once they are there', () => {
    const read = (one: Awaited<ReturnType<typeof staffBrowser>>, address: string) =>
      one.agent
        .get(address)
        .buffer(true)
        .parse((response, done) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => {
            done(null, Buffer.concat(parts));
          });
        });

    it('are seen by proctors and officers of their session, on record first, and by the candidate', async () => {
      const { leased, client } = await sit();
      const content = jpeg({ grey: 100 });
      const id = await keptSnapshotOf(platform, leased, content);
      const sheet = `/api/v1/sessions/${session}/sittings/${leased.sittingId}/snapshots`;
      const proctor = await staffBrowser(platform, 'proctor');
      expect((await proctor.agent.get(sheet).expect(200)).body).toMatchObject({ items: [{ id }], looks: [] });
      const opened = await read(proctor, `/sessions/${session}/snapshots/${id}`).expect(200);
      expect((opened.body as Buffer).equals(content)).toBe(true);
      expect(opened.headers).toMatchObject({
        'content-type': 'image/jpeg',
        'content-length': String(content.length),
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; sandbox",
      });
      await read(proctor, `/sessions/${session}/snapshots/${id}`).expect(200);
      const own = await client.get<{ items: object[]; looks: { official: string; snapshots: number }[] }>(
        `/api/v1/sittings/${leased.sittingId}/snapshots`,
      );
      expect(own.items).toMatchObject([{ id, removedAt: null, bytes: content.length }]);
      expect(own.looks).toMatchObject([{ snapshots: 1 }]);
      expect(own.looks[0]?.official).toMatch(/\S/);
      expect(await query('SELECT 1 FROM watch_snapshot_view WHERE snapshot_id = $1', [id])).toHaveLength(2);
      await expect(query('DELETE FROM watch_snapshot_view WHERE snapshot_id = $1', [id])).rejects.toThrow();
      // Where its bytes cannot be brought, the try is on record all the same.
      await platform.api.parts.files.delete(id);
      await read(proctor, `/sessions/${session}/snapshots/${id}`).expect(500);
      expect(await query('SELECT 1 FROM watch_snapshot_view WHERE snapshot_id = $1', [id])).toHaveLength(3);
    });

    it('are seen by nobody else, and under no other address', async () => {
      const { leased } = await sit();
      const id = await keptSnapshotOf(platform, leased);
      const there = `/sessions/${session}`;
      const addresses = [
        `${there}/sittings/${leased.sittingId}/snapshots`,
        `/api/v1${there}/sittings/${leased.sittingId}/snapshots`,
        `${there}/snapshots/${id}`,
      ];
      for (const who of ['auditor', 'hr', 'marker']) {
        const one = await staffBrowser(platform, who);
        for (const address of addresses) await one.agent.get(address).expect(403);
      }
      const account = await newAccount(platform);
      const other = await browserlike(platform, account);
      for (const address of [
        `/sittings/${leased.sittingId}/snapshots`,
        `/api/v1/sittings/${leased.sittingId}/snapshots`,
        `/sittings/${leased.sittingId}/snapshots/${id}`,
      ])
        await other.agent.get(address).expect(404);
      const proctor = await staffBrowser(platform, 'proctor');
      const elsewhere = await watchedSession(platform);
      await proctor.agent.get(`/sessions/${elsewhere}/snapshots/${id}`).expect(404);
      await proctor.agent
        .get(`/api/v1/sessions/${elsewhere}/sittings/${leased.sittingId}/snapshots`)
        .expect(404);
      for (const wrong of ['x', '..%2f..%2fetc%2fpasswd', '%00', crypto.randomUUID()]) {
        const answer = await proctor.agent.get(`${there}/snapshots/${wrong}`);
        expect([404, 422]).toContain(answer.status);
      }
      expect(await query('SELECT 1 FROM watch_snapshot_view WHERE snapshot_id = $1', [id])).toEqual([]);
    });
  });

  it('are seen by whoever rules on an incident where they are its evidence, on record, and otherwise not', async () => {
    const here = await watchedSession(platform, { camera: 'offered' });
    const { leased } = await sit(true, here);
    const id = await keptSnapshotOf(platform, leased);
    const reviewer = await staffBrowser(platform, 'appeals');
    const address = `/sessions/${here}/snapshots/${id}`;
    await reviewer.agent.get(address).expect(404);
    const officer = await staff(platform, 'proctor');
    await officer.post(`/api/v1/sessions/${here}/sittings/${leased.sittingId}/incidents`, {
      kind: 'other-person',
      what: 'Another face than at the door was in the picture.',
      snapshots: [id],
    });
    await reviewer.agent.get(address).expect(200).expect('content-type', 'image/jpeg');
    expect(await query('SELECT official FROM watch_snapshot_view WHERE snapshot_id = $1', [id])).toHaveLength(
      1,
    );
    await reviewer.agent.get(`/sessions/${here}/sittings/${leased.sittingId}/snapshots`).expect(403);
  });

  it('go when their days are over, signals in their own time; a session that goes on and what is held stay', async () => {
    const ended = await watchedSession(platform, { camera: 'offered' });
    const sittings = [await sit(true, ended), await sit(true, ended)];
    const ids: string[] = [];
    for (const { leased } of sittings) {
      ids.push(await keptSnapshotOf(platform, leased));
      await report(platform.base, leased.token, { signals: [leftPage(1), leftPage(2)] });
    }
    const [gone, held] = sittings.map(({ leased }) => leased.sittingId);
    const clear = platform.api.app.get(ClearWatched);
    const proctor = await staff(platform, 'proctor');
    await proctor.post(`/api/v1/sessions/${ended}/sittings/${held ?? ''}/incidents`, {
      kind: 'other',
      what: 'Somebody stood behind the candidate for a minute.',
      snapshots: [ids[1]],
    });
    const moved = async (days: number) => {
      await query(
        `UPDATE sitting SET closed_at = clock_timestamp() - make_interval(days => $2) WHERE session_id = $1`,
        [ended, days],
      );
      return clear.run();
    };
    const signals = async (sittingId?: string) =>
      (await query('SELECT 1 FROM watch_signal WHERE sitting_id = $1', [sittingId])).length;
    const exam = await staff(platform, 'exam');
    const removals = async () =>
      (await exam.get<{ items: object[] }>(`/api/v1/sessions/${ended}/watch-removals`)).items;
    await query(
      `UPDATE exam_session SET opens_at = opens_at - interval '3 years', entry_closes_at = opens_at - interval '2 years' WHERE id = $1`,
      [ended],
    );
    // Still sitting: nothing is past its time, however long ago it opened.
    await clear.run();
    expect(stored()).toEqual(expect.arrayContaining(ids));
    for (const { client, leased } of sittings)
      await client.post(`/api/v1/sittings/${leased.sittingId}/submission`);
    await moved(29);
    expect(stored()).toEqual(expect.arrayContaining(ids));
    expect(await removals()).toEqual([]);

    // The store is away: nothing is told gone, and nothing is shown.
    const files = platform.api.app.get(Files);
    const destroy = files.delete.bind(files);
    files.delete = () => Promise.reject(new Error('away'));
    expect(await moved(31)).toBe(0);
    files.delete = destroy;
    expect(await removals()).toEqual([]);
    expect(await rowsOf(gone ?? '')).toEqual([{ state: 'removed', why: 'retention', destroyed: false }]);
    await Promise.all([clear.run(), clear.run()]);
    expect(stored()).not.toContain(ids[0]);
    expect(stored()).toContain(ids[1]);
    expect(await removals()).toMatchObject([{ kind: 'snapshots', keepDays: 30, amount: 1 }]);
    expect([await signals(gone), await signals(held)]).toEqual([2, 2]);

    await moved(181);
    expect([await signals(gone), await signals(held)]).toEqual([0, 2]);
    await clear.run();
    expect(await removals()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'signals', keepDays: 180, amount: 2 }),
        expect.objectContaining({ kind: 'snapshots', keepDays: 30, amount: 1 }),
      ]),
    );
    const { client, leased } = sittings[0] as (typeof sittings)[0];
    const own = await client.get<{ items: { removedAt: string | null }[] }>(
      `/api/v1/sittings/${leased.sittingId}/snapshots`,
    );
    expect(own.items).toHaveLength(1);
    expect(own.items[0]?.removedAt).not.toBeNull();
    const candidateSees = await codeOf(client.get(`/api/v1/sessions/${ended}/watch-removals`));
    expect(candidateSees).toBe('AUTH.FORBIDDEN');
  });

  const endedDaysAgo = async (ended: string, days: number): Promise<void> => {
    await query(
      `UPDATE exam_session SET opens_at = opens_at - interval '3 years', entry_closes_at = opens_at - interval '2 years' WHERE id = $1`,
      [ended],
    );
    await query(
      `UPDATE sitting SET closed_at = clock_timestamp() - make_interval(days => $2) WHERE session_id = $1`,
      [ended, days],
    );
  };
  /** A sitting that was over so many days ago that its snapshots are past their time, with one of them and an incident. */
  const longOver = async (isNamed: boolean) => {
    const ended = await watchedSession(platform, { camera: 'offered' });
    const { client, leased } = await sit(true, ended);
    const id = await keptSnapshotOf(platform, leased);
    const proctor = await staff(platform, 'proctor');
    const incidents = `/api/v1/sessions/${ended}/sittings/${leased.sittingId}/incidents`;
    const { incidentId } = await proctor.post<{ incidentId: string }>(incidents, {
      kind: 'other-person',
      what: 'Another face than at the door was in the picture.',
      ...(isNamed && { snapshots: [id] }),
    });
    await client.post(`/api/v1/sittings/${leased.sittingId}/submission`);
    await endedDaysAgo(ended, 400);
    return { ended, client, sittingId: leased.sittingId, id, incidentId, proctor };
  };
  const stateOf = async (id: string) =>
    (await query<{ state: string }>('SELECT state FROM watch_snapshot WHERE id = $1', [id]))[0]?.state;

  it('that an incident rests on, and no others, stay until the time for an appeal about it is over', async () => {
    const { ended, client, sittingId, id, incidentId } = await longOver(true);
    const other = crypto.randomUUID();
    await query(
      `INSERT INTO watch_snapshot
       SELECT (jsonb_populate_record(w, jsonb_build_object('id', $2::text, 'slot', w.slot + 1))).* FROM watch_snapshot w WHERE id = $1`,
      [id, other],
    );
    const { appealId } = await client.post<{ appealId: string }>(`/api/v1/sittings/${sittingId}/appeals`, {
      about: 'incident',
      body: 'That was my own face, with other glasses on.',
    });
    const clear = async () => {
      await platform.api.app.get(ClearWatched).run();
      return [await stateOf(id), await stateOf(other)];
    };
    const kept = async () => {
      const { parts } = await client.get<{
        parts: { name: string; keptUntil: string | null; kept: string }[];
      }>(`/api/v1/sittings/${sittingId}/record`);
      return parts.find(({ name }) => name === 'snapshots');
    };
    expect(await clear()).toEqual(['kept', 'removed']);
    expect(await kept()).toMatchObject({
      keptUntil: null,
      kept: expect.stringContaining('until the time for an appeal about it is over'),
    });
    const settledBefore = (days: number) =>
      query(
        `UPDATE incident SET state = 'settled', settled_at = clock_timestamp() - make_interval(days => $2) WHERE id = $1`,
        [incidentId, days],
      );
    const releasedBefore = (days: number) =>
      query(
        `UPDATE exam_session SET released_at = clock_timestamp() - make_interval(days => $2) WHERE id = $1`,
        [ended, days],
      );
    // The results are not out: the days of an appeal have not begun.
    await settledBefore(91);
    expect(await clear()).toEqual(['kept', 'removed']);
    await releasedBefore(89);
    expect(await clear()).toEqual(['kept', 'removed']);
    // An appeal waits to be decided.
    await releasedBefore(91);
    expect(await clear()).toEqual(['kept', 'removed']);
    await query(`UPDATE appeal SET state = 'withdrawn' WHERE id = $1`, [appealId]);
    await settledBefore(89);
    expect(await clear()).toEqual(['kept', 'removed']);
    await settledBefore(91);
    expect(await clear()).toEqual(['removed', 'removed']);
    expect((await kept())?.keptUntil).not.toBeNull();
  });

  it('do not go while they are named as evidence', async () => {
    const { ended, id, incidentId, proctor } = await longOver(false);
    const clear = () => platform.api.app.get(ClearWatched).run();
    const naming = await platform.api.parts.database.transaction(async (tx) => {
      await tx.query('LOCK TABLE incident_evidence IN SHARE MODE');
      const answer = codeOf(
        proctor.post(`/api/v1/sessions/${ended}/incidents/${incidentId}/evidence`, { snapshots: [id] }),
      );
      const waiting = () =>
        query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
      await until(async () => (await waiting()).length === 1);
      await clear();
      return [answer];
    });
    expect(await naming[0]).toBe('done');
    await clear();
    expect(await stateOf(id)).toBe('kept');
  });

  it('that are gone are no evidence any more', async () => {
    const { ended, id, incidentId, proctor } = await longOver(false);
    const naming = await platform.api.parts.database.transaction(async (tx) => {
      await expireSnapshots(tx, 100, () => 'false');
      const answer = codeOf(
        proctor.post(`/api/v1/sessions/${ended}/incidents/${incidentId}/evidence`, { snapshots: [id] }),
      );
      const waiting = () =>
        query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
      await until(async () => (await waiting()).length === 1);
      return [answer];
    });
    expect(await naming[0]).toBe('INCIDENT.NO_SNAPSHOT');
    expect(await stateOf(id)).toBe('removed');
  });

  it('go by what was agreed to, where the session was given more days later', async () => {
    const ended = await watchedSession(platform, { camera: 'offered' });
    const { client, leased } = await sit(true, ended);
    const id = await keptSnapshotOf(platform, leased);
    await query(
      `INSERT INTO session_watch SELECT session_id, 2, camera, snapshots_an_hour, full_screen, 900, 900, account_id, official
       FROM session_watch WHERE session_id = $1`,
      [ended],
    );
    await query('UPDATE exam_session SET watch_version = 2 WHERE id = $1', [ended]);
    await client.post(`/api/v1/sittings/${leased.sittingId}/submission`);
    await endedDaysAgo(ended, 31);
    await platform.api.app.get(ClearWatched).run();
    expect(stored()).not.toContain(id);
  });
});
