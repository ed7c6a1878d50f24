import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { configKey, examSettings } from '../../src/sitting/domain/exam-browser/index.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { ask, SafeExamBrowser } from '../support/exam-browser.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { applicant, begin, openedSession } from '../support/sessions.js';

const [ONE, TWO] = ['1'.repeat(64), '2'.repeat(64)] as const;

interface Shown {
  readonly required: boolean;
  readonly configKey: string;
  readonly file: string;
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

  beforeAll(async () => {
    platform = await startPlatform();
    exam = await staff(platform, 'exam');
    sessionId = await openedSession(platform);
    ({ configKey: key } = await require({ required: true }));
  }, 120_000);
  afterAll(() => platform.close());

  it('gives a file that anybody may have, and whose key is the one that is checked', async () => {
    const { client } = await applicant(platform);
    expect(key).toBe(configKey(examSettings(platform.base, sessionId)));
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
      const check = `/api/v1/sittings/${sittingId}/browser-check?browser=${again}`;
      expect(await seb.post(check, seb.headers(check))).toMatchObject({ status: 200 });
      expect(await seb.post(check, seb.headers(check))).toMatchObject({ code: 'SITTING.BROWSER_USED' });
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
      configKey: configKey(examSettings(publicOrigin, sessionId)),
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
      `SELECT action, reason FROM decision WHERE action LIKE 'exam-browser-%' ORDER BY id`,
    );
    expect(decisions.map(({ action }) => action)).toEqual([
      'exam-browser-required',
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
