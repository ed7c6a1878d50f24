import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf, signIn } from '../support/browser.js';
import { newApplicant, staff } from '../support/candidates.js';
import { answer, beginExam, inExam, saved, secondsLeft, stopped, takeByForce } from '../support/exam-page.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;

withBrowser('the waiting room and the clock', () => {
  let platform: TestPlatform;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    browser = await openBrowser();
  }, 120_000);
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  const newPage = async (width = 1280): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    context.setDefaultTimeout(30_000);
    contexts.push(context);
    return context.newPage();
  };
  const opens = (sessionId: string, seconds: number) =>
    query(`UPDATE exam_session SET opens_at = clock_timestamp() + make_interval(secs => $2) WHERE id = $1`, [
      sessionId,
      seconds,
    ]);
  const covered = (page: Page, words: string) =>
    until(async () => (await page.textContent('#player-cover'))?.includes(words));
  const uncovered = (page: Page) => page.waitForSelector('#player-cover', { state: 'hidden' });

  it('counts down by the server’s clock and lets one begin, all in one document', async () => {
    const page = await newPage();
    const { sessionId, ...who } = await newApplicant(platform);
    await signIn(page, platform.base, who.email, who.password);
    await opens(sessionId, 10);
    const loads: string[] = [];
    page.on('request', (request) => {
      if (request.isNavigationRequest()) loads.push(request.url());
    });
    await page.goto(`${platform.base}/sessions/${sessionId}/sitting`);
    await page.waitForSelector('#waiting:not([hidden])');
    expect(await page.textContent('#waiting-clock')).toMatch(/^0:\d\d$/);
    expect(await page.isHidden('#waiting-start')).toBe(true);
    await page.click('#waiting-start');
    await inExam(page);
    await answer(page, 1);
    await saved(page);
    expect(loads).toHaveLength(1);
    expect(page.url()).toContain('/sittings/');
  });

  it('opens the exam itself where it has begun before, and the receipt where it is handed in', async () => {
    const page = await newPage();
    const { sessionId, ...who } = await newApplicant(platform);
    const sittingId = await beginExam(page, platform.base, who, sessionId);
    await page.goto(`${platform.base}/sessions/${sessionId}/sitting`);
    expect(await inExam(page)).toBe(sittingId);
    await page.click('#player-to-review');
    await page.click('#player-hand-in');
    await page.click('#player-confirm-yes');
    await page.waitForURL(/\/receipt/);
    await page.goto(`${platform.base}/sessions/${sessionId}/sitting`);
    await page.waitForURL(/\/receipt/);
  });

  it('lets in by the code of the room', async () => {
    const page = await newPage();
    const { sessionId, ...who } = await newApplicant(platform);
    await query(`UPDATE exam_session SET admission = 'seat-code' WHERE id = $1`, [sessionId]);
    const proctor = await staff(platform, 'proctor');
    const { code } = await proctor.post<{ code: string }>(`/api/v1/sessions/${sessionId}/seat-code`);
    await signIn(page, platform.base, who.email, who.password);
    await page.goto(`${platform.base}/sessions/${sessionId}/sitting`);
    await page.fill('#waiting-seat-code', 'WRONG1');
    await page.click('#waiting-seat-send');
    await until(async () => (await page.textContent('#waiting-message'))?.includes('not the code'));
    expect(await page.isHidden('#waiting-start')).toBe(true);
    await page.fill('#waiting-seat-code', code);
    await page.keyboard.press('Enter');
    await page.click('#waiting-start');
    await inExam(page);
    await query(`UPDATE exam_session SET admission = 'none' WHERE id = $1`, [sessionId]);
  });

  it.each(['goes on in its page', 'is loaded again'])(
    'is no other device where the answer to the start is lost and the tab %s',
    async (how) => {
      const page = await newPage();
      const { sessionId, ...who } = await newApplicant(platform);
      await signIn(page, platform.base, who.email, who.password);
      await page.goto(`${platform.base}/sessions/${sessionId}/sitting`);
      const isLost = how === 'is loaded again' ? () => true : (asked: number) => asked === 1;
      let asked = 0;
      await page.route('**/api/v1/sessions/*/sittings*', async (route) => {
        asked += 1;
        if (!isLost(asked)) return route.continue();
        await route.fetch();
        return route.abort();
      });
      await page.click('#waiting-start');
      if (how === 'is loaded again') {
        await until(() => Promise.resolve(asked > 0));
        await page.reload();
      }
      const sittingId = await inExam(page);
      await answer(page, 1);
      await saved(page);
      expect(
        await query('SELECT lease, head_seq > 0 AS saved FROM sitting_lease WHERE sitting_id = $1', [
          sittingId,
        ]),
      ).toEqual([{ lease: 1, saved: true }]);
      expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    },
  );

  it.each([
    ['was not heard', false],
    ['was heard, and its answer lost', true],
  ])('takes the exam from no other device without asking where the start %s', async (_, isHeard) => {
    const page = await newPage();
    const { sessionId, ...who } = await newApplicant(platform);
    await signIn(page, platform.base, who.email, who.password);
    await page.goto(`${platform.base}/sessions/${sessionId}/sitting`);
    let lost = 0;
    const start = '**/api/v1/sessions/*/sittings*';
    await page.route(start, async (route) => {
      if (isHeard) await route.fetch();
      await page.context().setOffline(true);
      lost += 1;
      return route.abort();
    });
    await page.click('#waiting-start');
    await until(() => Promise.resolve(lost > 0));
    await page.unroute(start);
    const other = await newPage();
    await signIn(other, platform.base, who.email, who.password);
    await other.goto(`${platform.base}/sessions/${sessionId}/sitting`);
    await other.click(isHeard ? '#player-stop-action' : '#waiting-start');
    const sittingId = await inExam(other);
    const leases = async () =>
      (await query('SELECT 1 FROM sitting_lease WHERE sitting_id = $1', [sittingId])).length;
    const before = await leases();
    await page.context().setOffline(false);
    expect(await stopped(page)).toContain('You are answering somewhere else');
    expect(await leases()).toBe(before);
    await page.click('#player-stop-action');
    await inExam(page);
    expect(await leases()).toBe(before + 1);
  });

  it('asks again, and takes nothing, where another device took the exam while the answer to “continue here” was lost', async () => {
    const page = await newPage();
    const { sessionId, ...who } = await newApplicant(platform);
    const sittingId = await beginExam(page, platform.base, who, sessionId);
    const other = await newPage();
    await signIn(other, platform.base, who.email, who.password);
    const continueHere = async (on: Page): Promise<void> => {
      await stopped(on);
      await on.click('#player-stop-action');
    };
    await other.goto(`${platform.base}/sittings/${sittingId}`);
    await continueHere(other);
    await inExam(other);
    let isTaken = false;
    await page.route('**/leases', async (route) => {
      if (isTaken) return route.continue();
      await route.fetch();
      await continueHere(other);
      isTaken = true;
      return route.abort();
    });
    await continueHere(page);
    await page.waitForResponse((response) => response.status() === 410);
    expect(await stopped(page)).toContain('another device');
    await answer(other, 1);
    await saved(other);
    const active = await query(
      'SELECT lease FROM sitting_lease WHERE sitting_id = $1 AND revoked_at IS NULL',
      [sittingId],
    );
    expect(active).toEqual([{ lease: 4 }]);
  });

  it('asks no more in a tab that lost the exam by force', async () => {
    const page = await newPage();
    const { sessionId, ...who } = await newApplicant(platform);
    await signIn(page, platform.base, who.email, who.password);
    await page.goto(`${platform.base}/sessions/${sessionId}/sitting`);
    await page.waitForSelector('#waiting:not([hidden])');
    await takeByForce(page, platform.base, sessionId);
    await stopped(page);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.evaluate(async () => {
      dispatchEvent(new Event('online'));
      await fetch('/api/v1/session');
    });
    expect(asked).toEqual(['/api/v1/session']);
  });

  it('shows a pause, its end and more time at once', async () => {
    const page = await newPage();
    const { sessionId, ...who } = await newApplicant(platform);
    await beginExam(page, platform.base, who, sessionId);
    await answer(page, 1);
    const officer = await staff(platform, 'exam');
    const clock = (what: string, more = {}) =>
      officer.post(`/api/v1/sessions/${sessionId}/${what}`, { reason: 'Fire alarm', ...more });
    await clock('pause');
    await covered(page, 'The exam is paused');
    expect(await page.isHidden('#player-question')).toBe(true);
    // Also for whoever loads the page now, and for whoever waits.
    await page.reload();
    await covered(page, 'The exam is paused');
    const other = await newPage();
    const { sessionId: _, ...late } = await newApplicant(platform);
    await signIn(other, platform.base, late.email, late.password);
    await other.goto(`${platform.base}/sessions/${sessionId}/sitting`);
    await until(async () => (await other.textContent('#waiting-title')) === 'The exam is paused');
    await clock('resumption');
    await uncovered(page);
    const before = await secondsLeft(page);
    await clock('extension', { minutes: 10 });
    await until(async () => (await secondsLeft(page)) > before + 500);
    await other.click('#waiting-start');
    await inExam(other);
  });

  it('takes a granted break, also after a reload, and goes on', async () => {
    const page = await newPage();
    const { sessionId, applicationId, competitionId, ...who } = await newApplicant(platform);
    const officer = await staff(platform, 'exam');
    await officer.post(`/api/v1/competitions/${competitionId}/accommodations`, {
      applicationId,
      extraTimePercent: 0,
      breakMinutes: 10,
      largerType: false,
      reader: false,
      basis: 'disability',
      document: 'Certificate 17',
    });
    await beginExam(page, platform.base, who, sessionId);
    await page.click('#player-break');
    await covered(page, 'You are taking a break');
    await page.reload();
    await covered(page, 'You are taking a break');
    await page.click('#player-cover-end');
    await uncovered(page);
    await answer(page, 1);
    await saved(page);
  });

  it.each([
    [1280, 'en'],
    [320, 'ru'],
  ])(
    'is free of axe findings and sideways scrolling in every state at %d px in "%s"',
    async (width, language) => {
      const wrong: string[] = [];
      const page = await newPage(width);
      const look = async (state: string): Promise<void> => {
        for (const fault of await faultsOf(page)) wrong.push(`${state}: ${fault}`);
        const overflow = await overflowOf(page);
        if (overflow > 0) wrong.push(`${state}: ${String(overflow)} px to the side`);
        const untranslated = await page.evaluate(
          () => /\b(?:waiting|waitingText)_\w+|\b[a-z]+(?:Title|Text)\b/.exec(document.body.innerText)?.[0],
        );
        if (untranslated) wrong.push(`${state}: no words for ${untranslated}`);
      };
      const { sessionId, ...who } = await newApplicant(platform);
      await signIn(page, platform.base, who.email, who.password);
      await page.route('**/waiting', async (route) => {
        const response = await route.fetch();
        const json = (await response.json()) as Record<string, unknown>;
        await route.fulfill({ response, json: { ...json, ...shown } });
      });
      let shown: Record<string, unknown> = {};
      const address = `${platform.base}/sessions/${sessionId}/sitting?lang=${language}`;
      const notAdmitted = { needed: 'seat-code', admitted: false };
      for (const state of ['early', 'entry-closed', 'paused', 'closed', 'void', 'may-start', 'waiting']) {
        shown = {
          state,
          ...(state === 'early' && { startAt: Date.now() + 3_700_000 }),
          ...(state === 'waiting' && { admission: notAdmitted }),
        };
        await page.goto(address);
        await page.waitForSelector('#waiting:not([hidden])');
        await look(state);
      }
      await page.click('#waiting-seat-send');
      await page.waitForSelector('#waiting-message:not(:empty)');
      await look('no seat code');
      shown = {};
      await page.goto(address);
      await page.click('#waiting-start');
      await inExam(page);
      const tab = await page.context().newPage();
      await tab.goto(page.url());
      await stopped(tab);
      await tab.click('#player-stop-action');
      await stopped(page);
      await look('another tab');
      expect(wrong).toEqual([]);
    },
  );
});
