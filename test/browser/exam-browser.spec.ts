import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { examConfigKeys } from '../../src/sitting/domain/exam-browser/index.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf, signIn } from '../support/browser.js';
import { newApplicant, openSession, staff } from '../support/candidates.js';
import { chain } from '../support/events.js';
import { answer, given, inExam, offlineReady, saved, stopped } from '../support/exam-page.js';
import { openFront, type Front } from '../support/front.js';
import { answerAnything } from '../support/keyboard.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { openedSession } from '../support/sessions.js';
import { until } from '../support/until.js';
import { watch } from '../support/watching.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;

withBrowser('an exam that is sat in Safe Exam Browser alone', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let exam: ApiClient;
  let sessionId: string;
  let key: string;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    browser = await openBrowser();
    exam = await staff(platform, 'exam');
    ({ sessionId } = await openSession(platform));
    ({ configKey: key } = await exam.put<{ configKey: string }>(
      `/api/v1/sessions/${sessionId}/exam-browser`,
      {
        required: true,
        reason: 'The rule of this exam.',
      },
    ));
  }, 120_000);
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  const newPage = async (width = 1280, language = 'en'): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, locale: language });
    context.setDefaultTimeout(30_000);
    contexts.push(context);
    return context.newPage();
  };
  /** As Safe Exam Browser does it: the keys of a page are empty until it asks, and then are those of its address. */
  const asSafeExamBrowser = (page: Page, configKey: string) =>
    page.addInitScript((secret) => {
      const security = {
        configKey: '',
        browserExamKey: '',
        updateKeys(done: () => void) {
          const text = new TextEncoder().encode(`${location.href.split('#')[0] ?? ''}${secret}`);
          void crypto.subtle.digest('SHA-256', text).then((hash) => {
            security.configKey = [...new Uint8Array(hash)]
              .map((byte) => byte.toString(16).padStart(2, '0'))
              .join('');
            // By its name alone, as those versions do that come from another process.
            (window as unknown as Record<string, () => void>)[done.name]?.();
          });
        },
      };
      Object.assign(window, { SafeExamBrowser: { version: 'test', security } });
    }, configKey);
  const enter = async (page: Page, base = platform.base) => {
    const who = await newApplicant(platform);
    await signIn(page, base, who.email, who.password);
    await page.goto(`${base}/sessions/${sessionId}/sitting`);
    await page.waitForSelector('#waiting:not([hidden])');
    return who;
  };
  /** An answer of somebody who has gone on from an older copy of this browser. */
  const answerBeside = async (sittingId: string, authorization: string): Promise<void> => {
    const [head] = await platform.api.parts.database.query<{ seq: number; hash: string }>(
      `SELECT head_seq AS seq, encode(head_hash, 'hex') AS hash FROM sitting_lease WHERE sitting_id = $1`,
      [sittingId],
    );
    const { seq = 0, hash = '' } = head ?? {};
    const forked = await fetch(`${platform.base}/api/v1/responses`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({
        previous: hash,
        events: chain({ sittingId, lease: 1 }, hash, seq + 1, [[40, '1']]),
      }),
    });
    expect(forked.status).toBe(200);
  };
  const leases = async (sittingId: string): Promise<number> =>
    (
      await platform.api.parts.database.query('SELECT 1 FROM sitting_lease WHERE sitting_id = $1', [
        sittingId,
      ])
    ).length;
  const nonceOf = (page: Page) => new URL(page.url()).searchParams.get('browser') ?? '';
  /** The waiting room asks the server, and hears that it is so much later; a page with another nonce hears the truth. */
  const later = async (page: Page, minutes: number): Promise<void> => {
    const before = nonceOf(page);
    await page.route('**/waiting', async (route) => {
      const answered = await route.fetch();
      const waiting = (await answered.json()) as { serverTime: number };
      const more = nonceOf(page) === before ? minutes * 60_000 : 0;
      await route.fulfill({ json: { ...waiting, serverTime: waiting.serverTime + more } });
    });
  };
  const behindFront = async (work: (front: Front) => Promise<void>): Promise<void> => {
    const front = await openFront(platform.base);
    await work(front).finally(() => front.close());
  };
  const poll = (page: Page) =>
    page.evaluate(() => {
      dispatchEvent(new Event('online'));
    });
  /** Polls until the page has another nonce. */
  const renewed = async (page: Page, before: string): Promise<void> => {
    const isAnother = () => nonceOf(page) !== before && nonceOf(page) !== '';
    await until(async () => {
      // It may be loaded meanwhile.
      await poll(page).catch(() => undefined);
      await page.waitForURL(isAnother, { timeout: 3000 }).catch(() => undefined);
      return isAnother();
    });
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  };

  it.each([
    [1280, 'en', 'Safe Exam Browser', 'Get the file'],
    [320, 'ru', 'Safe Exam Browser', 'Получить файл'],
  ])('tells another browser what to do, at %i px in "%s"', async (width, language, title, file) => {
    const page = await newPage(width, language);
    await enter(page);
    await page.click('#waiting-start');
    const said = await stopped(page);
    expect(said).toContain(title);
    expect(said).toContain(file);
    expect(await faultsOf(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    const download = page.waitForEvent('download');
    await page.click('#player-stop-action');
    expect((await download).suggestedFilename()).toMatch(/\.seb$/);
  });

  it('begins in it, goes on after a reload, and stops where it is another one then', async () => {
    const page = await newPage();
    await asSafeExamBrowser(page, key);
    await enter(page);
    await page.click('#waiting-start');
    await inExam(page);
    await answer(page, 1);
    await saved(page);
    await page.reload();
    await inExam(page);
    await answer(page, 2);
    await saved(page);
    const [proofs] = await platform.api.parts.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM browser_proof WHERE session_id = $1 AND shown_by = 'page'`,
      [sessionId],
    );
    expect(proofs?.count).toBe(2);
    await asSafeExamBrowser(page, 'f'.repeat(64));
    await page.reload();
    expect(await stopped(page)).toContain('This exam is sat in Safe Exam Browser');
    // Somebody can see it and come to help.
    const room = await newPage(320, 'ru');
    await signIn(room, platform.base, 'exam');
    await room.goto(`${platform.base}/sessions/${sessionId}/room`);
    expect(await room.textContent('main table')).toContain('Safe Exam Browser не подтверждён');
    expect(await faultsOf(room)).toEqual([]);
    expect(await overflowOf(room)).toBe(0);
  });

  it('goes on in it where the server has another answer: what it lacks moves to a new lease', async () => {
    const { database } = platform.api.parts;
    const page = await newPage();
    await asSafeExamBrowser(page, key);
    await enter(page);
    await page.click('#waiting-start');
    const sittingId = await inExam(page);
    const saving = page.waitForRequest('**/api/v1/responses');
    await answer(page, 1);
    await saved(page);
    const { authorization = '' } = (await saving).headers();
    // The proof of this page is used up, as after every reload.
    await page.reload();
    await inExam(page);
    await answerBeside(sittingId, authorization);
    await answer(page, 1);
    await until(async () => {
      const moved = await database.query('SELECT 1 FROM response_event WHERE sitting_id = $1 AND lease = 2', [
        sittingId,
      ]);
      return moved.length > 0;
    });
    await inExam(page);
    // Both of this page, and the one of the other.
    await until(async () => (await given(page)) === 3);
    await answer(page, 1);
    await saved(page);
    expect(
      await database.query(
        'SELECT lease, exam_browser IS NOT NULL AS asked FROM sitting_lease WHERE sitting_id = $1 ORDER BY lease',
        [sittingId],
      ),
    ).toEqual([
      { lease: 1, asked: true },
      { lease: 2, asked: true },
    ]);
  });

  it('goes on in it from the kept copy of its page, where the page does not come and the rest does', async () => {
    await behindFront(async (front) => {
      const page = await newPage();
      await asSafeExamBrowser(page, examConfigKeys(front.base, sessionId)[0] ?? '');
      await enter(page, front.base);
      await page.click('#waiting-start');
      await inExam(page);
      await answer(page, 1);
      await saved(page);
      // The copy that is kept from now on is of an exam that has begun.
      await page.reload();
      await inExam(page);
      await offlineReady(page);
      front.failing = /^\/sittings\//;
      await page.reload();
      await inExam(page);
      await answer(page, 1);
      await saved(page);
      expect(await given(page)).toBe(2);
      // Another browser is another browser, also with a copy.
      await asSafeExamBrowser(page, 'f'.repeat(64));
      await page.reload();
      expect(await stopped(page)).toContain('This exam is sat in Safe Exam Browser');
    });
  });

  it('waits for as long as it takes: a page whose address grows old is loaded anew', async () => {
    const page = await newPage();
    await asSafeExamBrowser(page, key);
    await enter(page);
    // A worker that takes the page over meanwhile would take what is asked past the made-up clock.
    await offlineReady(page);
    const before = nonceOf(page);
    await later(page, 105);
    await renewed(page, before);
    await page.click('#waiting-start');
    await inExam(page);
  });

  it('is loaded anew also where the code of the room was typed, once it is taken', async () => {
    const { database } = platform.api.parts;
    await database.query(`UPDATE exam_session SET admission = 'seat-code' WHERE id = $1`, [sessionId]);
    try {
      const proctor = await staff(platform, 'proctor');
      const { code } = await proctor.post<{ code: string }>(`/api/v1/sessions/${sessionId}/seat-code`);
      const page = await newPage();
      await asSafeExamBrowser(page, key);
      await enter(page);
      await offlineReady(page);
      await page.fill('#waiting-seat-code', code);
      await page.keyboard.press('Enter');
      await page.waitForSelector('#waiting-seat-form', { state: 'hidden' });
      const before = nonceOf(page);
      await later(page, 105);
      await renewed(page, before);
    } finally {
      await database.query(`UPDATE exam_session SET admission = 'none' WHERE id = $1`, [sessionId]);
    }
  });

  it('keeps the page of the waiting room for as long as no other would come, and takes it in place of a copy', async () => {
    await behindFront(async (front) => {
      const page = await newPage();
      await asSafeExamBrowser(page, examConfigKeys(front.base, sessionId)[0] ?? '');
      await enter(page, front.base);
      await offlineReady(page);
      const before = nonceOf(page);
      await later(page, 105);
      front.failing = /^\/sessions\/[^/]+\/sitting/;
      const tried = page.waitForResponse((response) => response.status() === 502);
      await poll(page);
      await tried;
      expect(nonceOf(page)).toBe(before);
      await page.goto(`${front.base}/sessions/${sessionId}/sitting`);
      await page.waitForSelector('#waiting:not([hidden])');
      expect(nonceOf(page)).toBe('');
      front.failing = null;
      await renewed(page, '');
      await page.click('#waiting-start');
      await inExam(page);
    });
  });

  it.each([
    [1280, 'en', 'The page does not load at the moment'],
    [320, 'ru', 'Страница сейчас не загружается'],
  ])(
    'waits for its page where the server has another answer and the page does not come, at %i px in "%s"',
    async (width, language, title) => {
      await behindFront(async (front) => {
        const page = await newPage(width, language);
        await asSafeExamBrowser(page, examConfigKeys(front.base, sessionId)[0] ?? '');
        await enter(page, front.base);
        // The copy is of the waiting room.
        await offlineReady(page);
        await page.click('#waiting-start');
        const sittingId = await inExam(page);
        await until(() =>
          page.evaluate(async (path) => (await caches.match(path)) !== undefined, `/sittings/${sittingId}`),
        );
        const saving = page.waitForRequest('**/api/v1/responses');
        await answer(page, 1);
        await saved(page);
        await answerBeside(sittingId, (await saving).headers()['authorization'] ?? '');
        const loads: string[] = [];
        page.on('request', (request) => {
          if (request.isNavigationRequest()) loads.push(request.url());
        });
        front.failing = /^\/sittings\//;
        await answerAnything(page);
        expect(await stopped(page)).toContain(title);
        expect(loads).toEqual([]);
        expect(await faultsOf(page)).toEqual([]);
        expect(await overflowOf(page)).toBe(0);
        // Nor does the copy go on: it stops, and says the same.
        await Promise.all([page.waitForEvent('load'), page.click('#player-stop-action')]);
        const tried = page.waitForResponse((response) => response.status() === 502);
        expect(await stopped(page)).toContain(title);
        await tried;
        expect(loads).toHaveLength(1);
        expect(await leases(sittingId)).toBe(1);
        front.failing = null;
        await until(async () => (await leases(sittingId)) === 2);
        await inExam(page);
        await until(async () => (await given(page)) === 3);
        await answer(page, 1);
        await saved(page);
      });
    },
  );

  it.each(['before it asks for it', 'while it asks for it'])(
    'leaves the right to answer to another device that took it %s: what was made here waits for an official',
    async (when) => {
      await behindFront(async (front) => {
        const page = await newPage();
        await asSafeExamBrowser(page, examConfigKeys(front.base, sessionId)[0] ?? '');
        const who = await enter(page, front.base);
        await page.click('#waiting-start');
        const sittingId = await inExam(page);
        await answer(page, 1);
        await saved(page);
        const other = await newPage();
        await asSafeExamBrowser(other, key);
        const takeOver = async (): Promise<void> => {
          await signIn(other, platform.base, who.email, who.password);
          await other.goto(`${platform.base}/sittings/${sittingId}`);
          await stopped(other);
          await other.click('#player-stop-action');
          await inExam(other);
        };
        let taking: Promise<void> | undefined;
        await page.route('**/leases?*', async (route) => {
          await (taking ??= takeOver());
          await route.continue();
        });
        let saves = 0;
        await page.route('**/api/v1/responses', async (route) => {
          saves += 1;
          if (saves > 1) await route.continue();
          else await route.fulfill({ status: 409, json: { code: 'SITTING.FORK' } });
        });
        if (when.startsWith('before')) front.failing = /^\/sittings\//;
        await answerAnything(page);
        if (when.startsWith('before')) {
          await stopped(page);
          await page.unroute('**/leases?*');
          await takeOver();
          front.failing = null;
        }
        await page.waitForSelector('#player-stop-title:has-text("You continued on another device")');
        expect(await stopped(page)).toContain('an official decides');
        expect(await leases(sittingId)).toBe(2);
        const late = await platform.api.parts.database.query(
          'SELECT 1 FROM late_response_event WHERE sitting_id = $1',
          [sittingId],
        );
        expect(late).toHaveLength(1);
        await answer(other, 1);
        await saved(other);
      });
    },
  );

  it.each([
    [1280, 'en', 'One that was downloaded before'],
    [320, 'ru', 'Файл, скачанный до того'],
  ])('warns on both pages of files without the camera, at %i px in "%s"', async (width, language, said) => {
    const session = await openedSession(platform);
    const rule = { required: true, reason: 'The rule of this exam.' };
    await exam.put(`/api/v1/sessions/${session}/exam-browser`, rule);
    const page = await newPage(width, language);
    await signIn(page, platform.base, 'exam');
    await page.goto(`${platform.base}/sessions/${session}/exam-browser`);
    expect(await page.textContent('main')).not.toContain(said);
    await watch(exam, session);
    for (const path of ['exam-browser', 'watch-plan']) {
      await page.goto(`${platform.base}/sessions/${session}/${path}`);
      expect(await page.textContent('main')).toContain(said);
      expect(await faultsOf(page)).toEqual([]);
      expect(await overflowOf(page)).toBe(0);
    }
  });

  it.each([
    [1280, 'en'],
    [320, 'ru'],
  ])('is demanded on a page of the officer’s, at %i px in "%s"', async (width, language) => {
    const page = await newPage(width, language);
    await signIn(page, platform.base, 'exam');
    await page.goto(`${platform.base}/sessions/${sessionId}/exam-browser`);
    expect(await page.textContent('main')).toContain(key);
    await page.fill('[name=browserExamKeys]', 'no key');
    await page.click('main form button[type=submit]');
    await page.waitForSelector('.govuk-error-summary');
    expect(await page.inputValue('[name=browserExamKeys]')).toBe('no key');
    expect(await faultsOf(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    await page.fill('[name=browserExamKeys]', '');
    await page.fill('[name=reason]', 'The rule of this exam.');
    await page.click('main form button[type=submit]');
    await page.waitForSelector('.govuk-error-summary', { state: 'detached' });
    expect(await faultsOf(page)).toEqual([]);
    const who = await newApplicant(platform);
    await page.context().clearCookies();
    await signIn(page, platform.base, who.email, who.password);
    await page.goto(`${platform.base}/sessions/${sessionId}`);
    expect(await page.textContent('main')).toContain('Safe Exam Browser');
    expect(await faultsOf(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
  });
});
