import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import type { Leased } from '../../src/desk/round/sit-exam.js';
import { examConfigKeys } from '../../src/sitting/domain/exam-browser/index.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { ask, SafeExamBrowser } from '../support/exam-browser.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { answers, applicant, begin, openedSession, save } from '../support/sessions.js';
import { until } from '../support/until.js';
import { OFFERED, watch } from '../support/watching.js';

const [ONE, TWO] = ['1'.repeat(64), '2'.repeat(64)] as const;

interface Shown {
  readonly required: boolean;
  readonly configKey: string;
  readonly file: string;
  readonly warning: string | null;
}

describe('a session that is sat in Safe Exam Browser alone', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let sessionId: string;
  let key: string;
  const require = (wish: object): Promise<Shown> =>
    exam.put(`/api/v1/sessions/${sessionId}/exam-browser`, { reason: 'The rule of this exam.', ...wish });
  const starts = () => `/api/v1/sessions/${sessionId}/sittings`;
  const page = () => `/sessions/${sessionId}/sitting`;
  const opened = async (keys = { configKey: key }) => {
    const { client } = await applicant(platform);
    return { client, seb: new SafeExamBrowser(platform.base, client, keys) };
  };
  /** Somebody who sits in Safe Exam Browser. */
  const sitting = async () => {
    const { client, seb } = await opened();
    const path = `${starts()}?browser=${await seb.nonceOf(page())}`;
    const { status, body } = await seb.post(path, seb.headers(path));
    expect(status).toBe(201);
    return { client, seb, leased: body as unknown as Leased };
  };
  const checks = (sittingId: string) => `/api/v1/sittings/${sittingId}/browser-check`;
  const bearer = ({ token }: Pick<Leased, 'token'>) => ({ authorization: `Bearer ${token}` });
  /** The page is loaded again, and shows this browser. */
  const loadAgain = async (seb: SafeExamBrowser, leased: Leased, shows = seb) => {
    const path = `${checks(leased.sittingId)}?browser=${await seb.nonceOf(`/sittings/${leased.sittingId}`)}`;
    return seb.post(path, { ...bearer(leased), ...shows.headers(path) });
  };
  const inRoom = async (sittingId: string) => {
    const { items } = await exam.get<{ items: { sittingId: string; noBrowserSince: string | null }[] }>(
      `/api/v1/sessions/${sessionId}/room`,
    );
    return items.find((row) => row.sittingId === sittingId)?.noBrowserSince;
  };

  beforeAll(async () => {
    platform = await startPlatform();
    exam = await staff(platform, 'exam');
    sessionId = await openedSession(platform);
    ({ configKey: key } = await require({ required: true }));
  }, 120_000);
  afterAll(() => platform.close());

  it('gives a file that anybody may have, and whose key is the one that is checked', async () => {
    const { client } = await applicant(platform);
    expect(key).toBe(examConfigKeys(platform.base, sessionId)[0]);
    const file = await client.file(`/sessions/${sessionId}/exam-browser.seb`);
    expect(file.toString()).toContain(`<key>startURL</key><string>${platform.base}${page()}</string>`);
    const other = `/sessions/${await openedSession(platform)}/exam-browser.seb`;
    expect(await ask(platform.base, other, {})).toMatchObject({ status: 404 });
  });

  it('lets nobody begin who shows nothing, another key, or the proof of another address', async () => {
    const { client, seb } = await opened();
    expect(await codeOf(begin(client, sessionId))).toBe('SITTING.BROWSER_NEEDED');
    const nonce = await seb.nonceOf(page());
    const path = `${starts()}?browser=${nonce}`;
    const forger = new SafeExamBrowser(platform.base, client, { configKey: TWO });
    expect(await seb.post(path, forger.headers(path))).toMatchObject({
      status: 403,
      code: 'SITTING.BROWSER_KEY',
    });
    expect(await seb.post(path, {}, forger.page(`${page()}?browser=${nonce}`))).toMatchObject({
      code: 'SITTING.BROWSER_KEY',
    });
    expect(await seb.post(path, seb.headers(starts()))).toMatchObject({ code: 'SITTING.BROWSER_KEY' });
    expect(await seb.post(starts(), seb.headers(starts()))).toMatchObject({ code: 'SITTING.BROWSER_STALE' });
    expect(await seb.post(path, {}, { browser: { address: 'x', configKeyHash: 'no' } })).toMatchObject({
      status: 422,
    });
    // None of this has begun anybody's time.
    expect(await client.get(`/api/v1/sessions/${sessionId}/waiting`)).toMatchObject({ sittingId: null });
  });

  it('begins by the header, and by the JavaScript API where no header comes', async () => {
    for (const by of ['header', 'page'] as const) {
      const { seb } = await opened();
      const nonce = await seb.nonceOf(page());
      const path = `${starts()}?browser=${nonce}`;
      const started =
        by === 'header'
          ? await seb.post(path, seb.headers(path))
          : await seb.post(path, {}, seb.page(`${page()}?browser=${nonce}`));
      expect(started.status).toBe(201);
      // Each lease is asked anew: what opened the first one opens no other.
      const sittingId = String(started.body['sittingId']);
      const leases = `/api/v1/sittings/${sittingId}/leases`;
      expect(
        await seb.post(`${leases}?browser=${nonce}`, seb.headers(`${leases}?browser=${nonce}`)),
      ).toMatchObject({
        code: 'SITTING.BROWSER_USED',
      });
      const again = await seb.nonceOf(`/sittings/${sittingId}`);
      expect(again).not.toBe(nonce);
      const check = `${checks(sittingId)}?browser=${again}`;
      const shown = { ...bearer(started.body as unknown as Leased), ...seb.headers(check) };
      expect(await seb.post(check, shown)).toMatchObject({ status: 200 });
      expect(await seb.post(check, shown)).toMatchObject({ code: 'SITTING.BROWSER_USED' });
      const third = `${leases}?browser=${await seb.nonceOf(`/sittings/${sittingId}`)}`;
      expect(await seb.post(third, seb.headers(third))).toMatchObject({ status: 201 });
    }
  });

  it('takes no proof that was given to somebody else, or for another session', async () => {
    const [mine, theirs] = [await opened(), await opened()];
    const path = `${starts()}?browser=${await theirs.seb.nonceOf(page())}`;
    expect(await mine.seb.post(path, mine.seb.headers(path))).toMatchObject({
      code: 'SITTING.BROWSER_STALE',
    });
    const other = await openedSession(platform);
    await exam.put(`/api/v1/sessions/${other}/exam-browser`, { required: true, reason: 'The rule too.' });
    const elsewhere = `${starts()}?browser=${await mine.seb.nonceOf(`/sessions/${other}/sitting`)}`;
    expect(await mine.seb.post(elsewhere, mine.seb.headers(elsewhere))).toMatchObject({
      code: 'SITTING.BROWSER_STALE',
    });
  });

  it('uses no proof up where nothing began', async () => {
    const { seb } = await opened();
    const path = `${starts()}?browser=${await seb.nonceOf(page())}`;
    const { database } = platform.api.parts;
    const start = await database.transaction(async (tx) => {
      await tx.query('UPDATE exam_session SET paused_at = clock_timestamp() WHERE id = $1', [sessionId]);
      // It has seen a session that goes on, and waits to begin in it.
      const starting = seb.post(path, seb.headers(path));
      await until(async () => {
        const waiting = await database.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return waiting.length > 0;
      });
      return { starting };
    });
    expect(await start.starting).toMatchObject({ code: 'SITTING.PAUSED' });
    await database.query('UPDATE exam_session SET paused_at = NULL WHERE id = $1', [sessionId]);
    expect(await seb.post(path, seb.headers(path))).toMatchObject({ status: 201 });
  });

  it('answers a wish again whose answer was lost, and no other by the same proof', async () => {
    const { client, seb } = await opened();
    const path = `${starts()}?browser=${await seb.nonceOf(page())}`;
    const [id, other] = [randomUUID(), randomUUID()];
    const first = await seb.post(path, seb.headers(path), { id });
    expect(first.status).toBe(201);
    expect((await seb.post(path, seb.headers(path), { id })).body).toMatchObject({
      token: first.body['token'],
      lease: 1,
    });
    // Its page may have been loaded again, at an address of its own.
    const fresh = `${starts()}?browser=${await seb.nonceOf(`/sittings/${String(first.body['sittingId'])}`)}`;
    expect((await seb.post(fresh, seb.headers(fresh), { id })).body).toMatchObject({ lease: 1 });
    const leases = `/api/v1/sittings/${String(first.body['sittingId'])}/leases`;
    const another = (opens: string) => {
      const next = `${leases}${opens.slice(opens.indexOf('?'))}`;
      return seb.post(next, seb.headers(next), { id: other });
    };
    expect(await another(path)).toMatchObject({ code: 'SITTING.BROWSER_USED' });
    expect(await codeOf(client.post(starts(), { id }))).toBe('SITTING.BROWSER_NEEDED');
    const forger = new SafeExamBrowser(platform.base, client, { configKey: TWO });
    expect(await seb.post(path, forger.headers(path), { id })).toMatchObject({ code: 'SITTING.BROWSER_KEY' });
    // The fresh one that was shown with it opens nothing more.
    expect(await another(fresh)).toMatchObject({ code: 'SITTING.BROWSER_USED' });
  });

  it('answers a wish again under the rule that it was granted under, or the one of now, and without any where none is left', async () => {
    const { client, seb } = await opened();
    const path = `${starts()}?browser=${await seb.nonceOf(page())}`;
    const id = randomUUID();
    expect((await seb.post(path, seb.headers(path), { id })).status).toBe(201);
    await require({ required: true, browserExamKeys: [ONE] });
    expect(await seb.post(path, seb.headers(path), { id })).toMatchObject({ status: 201 });
    await require({ required: false });
    expect(await client.post(starts(), { id })).toMatchObject({ lease: 1 });
    await require({ required: true });
  });

  it('is shown again for the lease that the page’s token is of', async () => {
    const { client, seb, leased } = await sitting();
    const path = `${checks(leased.sittingId)}?browser=${await seb.nonceOf(`/sittings/${leased.sittingId}`)}`;
    expect(await seb.post(path, seb.headers(path))).toMatchObject({ status: 401, code: 'SITTING.TOKEN' });
    const other = await sitting();
    expect(await seb.post(path, { ...seb.headers(path), ...bearer(other.leased) })).toMatchObject({
      code: 'SITTING.NOT_FOUND',
    });
    expect(await other.seb.post(path, { ...other.seb.headers(path), ...bearer(leased) })).toMatchObject({
      code: 'SITTING.NO_LEASE',
    });
    // None of these has used it.
    expect(await seb.post(path, { ...seb.headers(path), ...bearer(leased) })).toMatchObject({ status: 200 });
    const leases = `/api/v1/sittings/${leased.sittingId}/leases`;
    const next = `${leases}?browser=${await seb.nonceOf(`/sittings/${leased.sittingId}`)}`;
    expect(await seb.post(next, seb.headers(next))).toMatchObject({ status: 201 });
    expect(await loadAgain(seb, leased)).toMatchObject({ code: 'SITTING.LEASE_REVOKED' });
    const { parts } = await client.get<{
      parts: { name: string; rows: { text: string; details: object }[] }[];
    }>(`/api/v1/sittings/${leased.sittingId}/record`);
    expect(parts.find(({ name }) => name === 'browser')?.rows.map(({ details }) => details)).toEqual([
      { lease: 1 },
      { lease: 1 },
      { lease: 2 },
    ]);
  });

  it('says in the room who loads the page again without it, and takes nothing from them', async () => {
    const { client, seb, leased } = await sitting();
    expect(await inRoom(leased.sittingId)).toBeNull();
    // A page that came from its copy shows the right browser by an address without a nonce.
    const bare = checks(leased.sittingId);
    expect(await seb.post(bare, { ...bearer(leased), ...seb.headers(bare) })).toMatchObject({
      code: 'SITTING.BROWSER_STALE',
    });
    expect(await inRoom(leased.sittingId)).toBeNull();
    // So does one whose answer was lost: its address is used.
    const used = `${checks(leased.sittingId)}?browser=${await seb.nonceOf(`/sittings/${leased.sittingId}`)}`;
    for (const told of ['done', 'SITTING.BROWSER_USED'])
      expect(await seb.post(used, { ...bearer(leased), ...seb.headers(used) })).toMatchObject(
        told === 'done' ? { status: 200 } : { code: told },
      );
    expect(await inRoom(leased.sittingId)).toBeNull();
    const forger = new SafeExamBrowser(platform.base, client, { configKey: TWO });
    expect(await loadAgain(seb, leased, forger)).toMatchObject({ code: 'SITTING.BROWSER_KEY' });
    expect(await inRoom(leased.sittingId)).toEqual(expect.any(String));
    const { items } = await exam.get<{
      items: { sittingId: string; attention: string; lasting: object[] }[];
    }>(`/api/v1/sessions/${sessionId}/board`);
    expect(items.find(({ sittingId }) => sittingId === leased.sittingId)).toMatchObject({
      attention: 'now',
      lasting: [{ kind: 'no-browser' }],
    });
    expect(await save(client, leased, answers(leased, [[1, '1']]))).toMatchObject({ acknowledged: 1 });
    expect(await loadAgain(seb, leased)).toMatchObject({ status: 200 });
    expect(await inRoom(leased.sittingId)).toBeNull();
    // In their own record it stays.
    const { parts } = await client.get<{ parts: { name: string; rows: { details: object }[] }[] }>(
      `/api/v1/sittings/${leased.sittingId}/record`,
    );
    expect(parts.find(({ name }) => name === 'browser')?.rows.map(({ details }) => details)).toEqual([
      { lease: 1 },
      { lease: 1, code: 'SITTING.BROWSER_KEY' },
      { lease: 1 },
    ]);
  });

  it('is asked of who sits already as it was when they began', async () => {
    const open = await openedSession(platform);
    const { client } = await applicant(platform);
    const leased = await begin(client, open);
    await exam.put(`/api/v1/sessions/${open}/exam-browser`, { required: true, reason: 'From now on.' });
    const plain = (path: string, headers = {}) =>
      new SafeExamBrowser(platform.base, client, { configKey: ONE }).post(path, headers);
    expect(await plain(checks(leased.sittingId), bearer(leased))).toMatchObject({ status: 200 });
    expect(await plain(`/api/v1/sittings/${leased.sittingId}/leases`)).toMatchObject({
      code: 'SITTING.BROWSER_NEEDED',
    });
    // A new lease that goes on from their own is no other device: their answers are in that browser alone.
    const goesOn = { follows: leased.token };
    const plainly = `/api/v1/sittings/${leased.sittingId}/leases`;
    const next = await client.post<Leased>(plainly, goesOn);
    expect(await plain(checks(leased.sittingId), bearer(next))).toMatchObject({ status: 200 });
    // A list of programs that comes later is for those who begin later.
    const inside = await sitting();
    await require({ required: true, browserExamKeys: [ONE] });
    expect(await loadAgain(inside.seb, inside.leased)).toMatchObject({ status: 200 });
    const leases = `/api/v1/sittings/${inside.leased.sittingId}/leases`;
    const own = `${leases}?browser=${await inside.seb.nonceOf(`/sittings/${inside.leased.sittingId}`)}`;
    expect(await inside.seb.post(own, inside.seb.headers(own))).toMatchObject({
      code: 'SITTING.BROWSER_KEY',
    });
    const forger = new SafeExamBrowser(platform.base, inside.client, { configKey: TWO });
    const followed = { follows: inside.leased.token };
    expect(await inside.seb.post(own, forger.headers(own), followed)).toMatchObject({
      code: 'SITTING.BROWSER_KEY',
    });
    expect(await inside.seb.post(own, inside.seb.headers(own), followed)).toMatchObject({ status: 201 });
    await require({ required: true });
    const listed = await opened();
    await require({ required: true, browserExamKeys: [ONE] });
    const known = new SafeExamBrowser(platform.base, listed.client, { configKey: key, browserExamKey: ONE });
    const path = `${starts()}?browser=${await known.nonceOf(page())}`;
    const { body } = await known.post(path, known.headers(path));
    await require({ required: true });
    // And one that is lifted is lifted for all: nobody is told of any more who did not show it.
    const begun = body as unknown as Leased;
    expect(await loadAgain(listed.seb, begun, forger)).toMatchObject({ code: 'SITTING.BROWSER_KEY' });
    expect(await inRoom(begun.sittingId)).toEqual(expect.any(String));
    await exam.put(`/api/v1/sessions/${sessionId}/exam-browser`, {
      required: false,
      reason: 'It fails here.',
    });
    expect(await loadAgain(listed.seb, begun)).toMatchObject({ status: 200 });
    expect(await inRoom(begun.sittingId)).toBeNull();
    await require({ required: true });
  });

  it('allows the camera where it is planned, and takes the files from before as well', async () => {
    const session = await openedSession(platform);
    const here = `/api/v1/sessions/${session}/exam-browser`;
    const file = async () => (await exam.file(`/sessions/${session}/exam-browser.seb`)).toString();
    const [plain, camera] = examConfigKeys(platform.base, session);
    const rule = { required: true, reason: 'The rule of this exam.' };
    expect(await exam.put<Shown>(here, rule)).toMatchObject({ configKey: plain, warning: null });
    expect(await file()).not.toContain('browserMediaCaptureCamera');
    expect(await watch(exam, session, OFFERED)).toMatchObject({ warning: 'SITTING.BROWSER_CAMERA' });
    expect(await exam.get<Shown>(here)).toMatchObject({
      configKey: camera,
      warning: 'SITTING.BROWSER_CAMERA',
    });
    expect(await file()).toContain('<key>browserMediaCaptureCamera</key><true/>');
    await watch(exam, session, { watched: false, reason: 'No cameras came.' });
    expect(await exam.get<Shown>(here)).toMatchObject({ configKey: plain, warning: null });
    for (const configKey of [plain ?? '', camera ?? '']) {
      const { seb } = await opened({ configKey });
      const path = `/api/v1/sessions/${session}/sittings?browser=${await seb.nonceOf(`/sessions/${session}/sitting`)}`;
      expect(await seb.post(path, seb.headers(path))).toMatchObject({ status: 201 });
    }
  });

  it('takes one of two that use one proof at once', async () => {
    const { client, seb } = await opened();
    const nonce = await seb.nonceOf(page());
    const path = `${starts()}?browser=${nonce}`;
    const answers = await Promise.all([1, 2, 3, 4].map(() => seb.post(path, seb.headers(path))));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'SITTING.BROWSER_USED')).toHaveLength(3);
    expect(await client.get(`/api/v1/sessions/${sessionId}/waiting`)).toMatchObject({ state: 'sitting' });
  });

  it('hashes addresses of the public origin, whatever host a proxy asks by', async () => {
    const { client, seb } = await opened();
    const { publicOrigin } = platform.config;
    const behind = new SafeExamBrowser(platform.base, client, {
      configKey: examConfigKeys(publicOrigin, sessionId)[0] ?? '',
    });
    const path = `${starts()}?browser=${await seb.nonceOf(page())}`;
    const host = { host: 'exam-1.internal' };
    expect(await behind.post(path, { ...host, ...behind.headers(path) })).toMatchObject({
      code: 'SITTING.BROWSER_KEY',
    });
    expect(await behind.post(path, { ...host, ...behind.headers(path, publicOrigin) })).toMatchObject({
      status: 201,
    });
  });

  it('gives an address with a nonce to who loads the page, and none to a copy of it', async () => {
    const { client } = await opened();
    const cookie = client.cookie;
    const load = (path: string, mode: string) =>
      ask(platform.base, path, { headers: { cookie, 'sec-fetch-mode': mode } });
    const first = await load(`${page()}?lang=ru`, 'navigate');
    expect(first).toMatchObject({ status: 303 });
    expect(first.location).toContain('lang=ru&browser=');
    expect(await load(first.location ?? '', 'navigate')).toMatchObject({ status: 200 });
    expect(await load(page(), 'cors')).toMatchObject({ status: 200 });
  });

  it('wants one of the Browser Exam Keys where there is a list, and goes on without by name and reason', async () => {
    expect(await codeOf(require({ required: true, browserExamKeys: ['no key'] }))).toBe('REQUEST.INVALID');
    expect(await codeOf(require({ required: true, reason: ' ' }))).toBe('SITTING.BROWSER_WHY');
    await require({ required: true, browserExamKeys: [ONE.toUpperCase(), TWO] });
    const { client, seb } = await opened();
    const path = `${starts()}?browser=${await seb.nonceOf(page())}`;
    expect(await seb.post(path, seb.headers(path))).toMatchObject({ code: 'SITTING.BROWSER_KEY' });
    const known = new SafeExamBrowser(platform.base, client, { configKey: key, browserExamKey: ONE });
    expect(await known.post(path, known.headers(path))).toMatchObject({ status: 201 });
    await require({ required: false, reason: 'The program does not start in room 2.' });
    const { client: other } = await applicant(platform);
    await begin(other, sessionId);
    const decisions = await platform.api.parts.database.query<{ action: string; reason: string }>(
      `SELECT action, reason FROM decision WHERE action LIKE 'exam-browser-%' AND subject = $1 ORDER BY id`,
      [sessionId],
    );
    expect(decisions.map(({ action }) => action).slice(-2)).toEqual([
      'exam-browser-required',
      'exam-browser-lifted',
    ]);
    expect(decisions.at(-1)?.reason).toBe('The program does not start in room 2.');
  });

  it('is demanded of the session that takes the place of a void one as well', async () => {
    const lost = await openedSession(platform);
    await applicant(platform);
    const demanded = (of: string) => exam.get<Shown>(`/api/v1/sessions/${of}/exam-browser`);
    const wish = { required: true, browserExamKeys: [ONE], reason: 'The rule of this exam.' };
    await exam.put(`/api/v1/sessions/${lost}/exam-browser`, wish);
    await exam.post(`/api/v1/sessions/${lost}/voiding`, { reason: 'The power failed.' });
    const { sessionId: instead } = await exam.post<{ sessionId: string }>(
      `/api/v1/sessions/${lost}/replacement`,
      {
        title: { en: 'Again', ru: 'Ещё раз' },
        opensAt: new Date(Date.now() + 3_600_000).toISOString(),
        entryClosesAt: new Date(Date.now() + 7_200_000).toISOString(),
      },
    );
    expect(await demanded(instead)).toMatchObject({ required: true, browserExamKeys: [ONE] });
    // Its file begins at another address.
    expect((await demanded(instead)).configKey).not.toBe((await demanded(lost)).configKey);
  });
});
