import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { HearDevice } from '../../src/proctoring/use-cases/hear-device.js';
import { faultsOf, FLAGS, HAS_BROWSER, overflowOf } from '../support/browser.js';
import { newApplicant, staff } from '../support/candidates.js';
import { ApiClient } from '../../src/desk/round/api-client.js';
import { answer, beginExam, inExam, saved, stopped, takeByForce } from '../support/exam-page.js';
import { answerAnything } from '../support/keyboard.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import { signalsOf, watchedSession } from '../support/watched.js';
import { agree, consentOf, OFFERED, watch } from '../support/watching.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;
// Chromium's own made-up camera, and a person who says yes when the browser asks.
const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

withBrowser('what a candidate has agreed to, in their browser', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let session: string;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: [...FLAGS, ...CAMERA] });
    session = await watchedSession(platform, { camera: 'offered' });
  }, 120_000);
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  const open = async (width = 1280, language = 'en') => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, locale: language });
    context.setDefaultTimeout(20_000);
    contexts.push(context);
    return context.newPage();
  };
  const begin = async (camera: boolean, width = 1280, language = 'en', before?: Page) => {
    const page = before ?? (await open(width, language));
    const who = await newApplicant(platform);
    const client = await new ApiClient(platform.base).signIn(who.email, who.password);
    await agree(client, session, camera);
    const sittingId = await beginExam(page, platform.base, who, session);
    await page.waitForSelector('.watch-bar');
    return { page, sittingId, client };
  };
  const cameraOf = async (client: ApiClient) => (await consentOf(client, session)).given[0]?.camera;
  const kinds = async (sittingId: string) => (await signalsOf(platform, sittingId)).map(({ kind }) => kind);
  const told = (sittingId: string, ...wanted: string[]) =>
    until(async () => {
      const found = await kinds(sittingId);
      return wanted.every((kind) => found.includes(kind));
    });
  /** As a browser tells a page that its tab is not in front: no window manager is there to do it. */
  const turn = (page: Page, state: 'hidden' | 'visible') =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { get: () => value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);

  const paste = (page: Page, text: string, copied = false) =>
    page.evaluate(
      ([value, own]) => {
        const field = document.createElement('textarea');
        field.value = value;
        document.body.append(field);
        field.focus();
        field.select();
        if (own) document.dispatchEvent(new ClipboardEvent('copy'));
        const clipboardData = new DataTransfer();
        clipboardData.setData('text', value);
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
        field.remove();
      },
      [text, copied] as const,
    );
  /** As a camera that another program takes, or that is pulled out. */
  const loseCamera = (page: Page) =>
    page.evaluate(() => {
      const [video] = document.querySelectorAll('video');
      const stream = video?.srcObject as MediaStream | null;
      for (const track of stream?.getTracks() ?? []) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
    });
  /** What the watcher keeps in this browser. */
  const keptBeside = (page: Page) =>
    page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('openmerit-exam ')));
  const inOtherTab = async (page: Page) => {
    const other = await page.context().newPage();
    await other.goto(page.url());
    return other;
  };

  it('is told at once where the page is left, and how long, and is said to be recorded', async () => {
    const { page, sittingId } = await begin(false);
    expect(await page.textContent('.watch-bar')).toContain('Not your screen');
    await turn(page, 'hidden');
    await told(sittingId, 'left-page');
    await turn(page, 'visible');
    await told(sittingId, 'back-on-page');
    const [, back] = await signalsOf(platform, sittingId);
    expect(back?.lastedMs).toBeGreaterThanOrEqual(0);
  });

  it('tells what came in from elsewhere by its length, and nothing of what was moved about', async () => {
    const { page, sittingId } = await begin(false);
    await paste(page, 'my own words', true);
    await paste(page, 'a text of somebody else');
    await told(sittingId, 'pasted');
    expect(await signalsOf(platform, sittingId)).toMatchObject([
      { kind: 'pasted', detail: { characters: 23, position: 1 } },
    ]);
  });

  it('offers full screen, and tells where it is left', async () => {
    const { page, sittingId } = await begin(false);
    await page.click('text=Go to full screen');
    await until(() => page.evaluate(() => document.fullscreenElement !== null));
    await page.evaluate(() => document.exitFullscreen());
    await told(sittingId, 'left-full-screen');
    await page.click('text=Go to full screen');
    await told(sittingId, 'back-in-full-screen');
  });

  it('tells of full screen that was left by loading the page again, and of none that never was', async () => {
    const { page, sittingId } = await begin(false);
    await page.reload();
    await page.waitForSelector('.watch-bar:not([hidden])');
    await turn(page, 'hidden');
    await told(sittingId, 'left-page');
    expect(await kinds(sittingId)).not.toContain('left-full-screen');
    await turn(page, 'visible');
    await page.click('text=Go to full screen');
    await until(() => page.evaluate(() => document.fullscreenElement !== null));
    await page.reload();
    await told(sittingId, 'left-full-screen');
    await page.click('text=Go to full screen');
    await told(sittingId, 'back-in-full-screen');
  });

  it('tells what it could not in time when the exam is handed in, though its next try is far away', async () => {
    const page = await open();
    let tries = 0;
    await page.route('**/api/v1/watch-reports', async (route) => {
      tries += 1;
      await route.fulfill({ status: 503, headers: { 'retry-after': '600' } });
    });
    const { sittingId } = await begin(false, 1280, 'en', page);
    await until(() => Promise.resolve(tries > 0));
    await turn(page, 'hidden');
    await turn(page, 'visible');
    await page.unroute('**/api/v1/watch-reports');
    expect(await keptBeside(page)).not.toEqual([]);
    for (const step of ['#player-to-review', '#player-hand-in', '#player-confirm-yes'])
      await page.click(step);
    await page.waitForURL(/receipt/);
    expect(await kinds(sittingId)).toEqual(['left-page', 'back-on-page']);
    expect(await keptBeside(page)).toEqual([]);
  });

  it('ends what a tab that is closed had begun, in the tab in which the exam goes on', async () => {
    const { page, sittingId } = await begin(true);
    await page.waitForSelector('.watch-bar:has-text("Your camera is on.")');
    await loseCamera(page);
    await turn(page, 'hidden');
    await told(sittingId, 'camera-off', 'left-page');
    const address = page.url();
    const context = page.context();
    await page.close();
    const again = await context.newPage();
    await again.goto(address);
    await inExam(again);
    await told(sittingId, 'camera-on', 'back-on-page');
    const back = (await signalsOf(platform, sittingId)).find(({ kind }) => kind === 'back-on-page');
    expect(back).toMatchObject({ lease: 1 });
    expect(back?.lastedMs).toBeGreaterThan(0);
  });

  it('ends what a tab had begun in the tab that takes over', async () => {
    const { page, sittingId } = await begin(true);
    await page.waitForSelector('.watch-bar:has-text("Your camera is on.")');
    await loseCamera(page);
    await turn(page, 'hidden');
    await told(sittingId, 'camera-off', 'left-page');
    const other = await inOtherTab(page);
    await stopped(other);
    await other.click('#player-stop-action');
    await inExam(other);
    await told(sittingId, 'camera-on', 'back-on-page');
    // The first tab has nothing more to tell.
    await turn(page, 'visible');
    await turn(page, 'hidden');
    await paste(other, 'a text of somebody else');
    await told(sittingId, 'pasted');
    expect((await kinds(sittingId)).toSorted()).toEqual(
      ['camera-off', 'left-page', 'camera-on', 'back-on-page', 'pasted'].toSorted(),
    );
  });

  it('tells what a tab could not that was closed without a line', async () => {
    const { page, sittingId } = await begin(false);
    const context = page.context();
    await context.setOffline(true);
    await turn(page, 'hidden');
    await turn(page, 'visible');
    await paste(page, 'a text of somebody else');
    const address = page.url();
    await page.close();
    await context.setOffline(false);
    const again = await context.newPage();
    await again.goto(address);
    await inExam(again);
    await told(sittingId, 'pasted');
    expect((await kinds(sittingId)).slice(0, 3)).toEqual(['left-page', 'back-on-page', 'pasted']);
  });

  it('listens no more in a tab that lost the exam by force', async () => {
    const { page } = await begin(false);
    await takeByForce(page, platform.base, session);
    await page.waitForSelector('.watch-bar', { state: 'hidden' });
    const before = await page.evaluate(() => JSON.stringify(localStorage));
    await turn(page, 'hidden');
    expect(await page.evaluate(() => JSON.stringify(localStorage))).toBe(before);
  });

  it('goes on as the same device under a new right to answer that it had to take itself', async () => {
    const { page, sittingId } = await begin(false);
    await turn(page, 'hidden');
    await told(sittingId, 'left-page');
    let refused = 0;
    await page.route('**/api/v1/responses', async (route) => {
      refused += 1;
      if (refused > 1) await route.continue();
      else await route.fulfill({ status: 409, json: { code: 'SITTING.FORK' } });
    });
    await answer(page, 1);
    await told(sittingId, 'back-on-page');
    expect(await signalsOf(platform, sittingId)).toMatchObject([
      { kind: 'left-page', lease: 1 },
      { kind: 'back-on-page', lease: 2 },
    ]);
  });

  it('is told under the old right to answer before a new one is taken, and not twice', async () => {
    const { page, sittingId } = await begin(false);
    await turn(page, 'hidden');
    await told(sittingId, 'left-page');
    const order: string[] = [];
    const clock: { asked?: Promise<unknown> } = {};
    let lost = 0;
    await page.route('**/api/v1/watch-reports', async (route) => {
      if (!clock.asked) {
        lost += 1;
        await route.abort();
        return;
      }
      const response = await route.fetch();
      // Whoever does not wait for it goes on now.
      await clock.asked;
      await page.evaluate(() => new Promise(requestAnimationFrame));
      await route.fulfill({ response });
      order.push('told');
    });
    await turn(page, 'visible');
    await until(() => Promise.resolve(lost > 0));
    page.on('request', (request) => {
      if (request.url().endsWith('/leases')) order.push('new right');
    });
    let refused = 0;
    await page.route('**/api/v1/responses', async (route) => {
      refused += 1;
      if (refused > 1) await route.continue();
      else await route.fulfill({ status: 409, json: { code: 'SITTING.FORK' } });
    });
    clock.asked = page.waitForResponse('**/api/v1/sitting-clock');
    await answerAnything(page);
    await until(() => Promise.resolve(order.includes('new right')));
    await page.unroute('**/api/v1/watch-reports');
    expect(order[0]).toBe('told');
    await inExam(page);
    await saved(page);
    await paste(page, 'a text of somebody else');
    await told(sittingId, 'pasted');
    expect(await kinds(sittingId)).toEqual(['left-page', 'back-on-page', 'pasted']);
  });

  it('says that it is there where the browser holds the timers of a page that is out of sight', async () => {
    const page = await open();
    await page.addInitScript(() => {
      window.setInterval = (() => 0) as unknown as typeof window.setInterval;
    });
    let reports = 0;
    await page.route('**/api/v1/watch-reports', async (route) => {
      reports += 1;
      await route.fulfill({ json: { acknowledged: 0, quiet: 0, longest: 0, snapshot: null } });
    });
    await begin(false, 1280, 'en', page);
    await until(() => Promise.resolve(reports >= 3));
  });

  it('sends a picture when the server asks, shows what the camera sees, and goes on where it is turned off', async () => {
    const hear = platform.api.app.get(HearDevice);
    const slotOf = hear.slotOf.bind(hear);
    // The moment of each slot is its first: a test has no minute to wait.
    hear.slotOf = (sittingId, often, now) => {
      const { slot } = slotOf(sittingId, often, now);
      return { slot, dueAt: (slot * 3_600_000) / often };
    };
    const { page, sittingId } = await begin(true);
    await page.waitForSelector('.watch-bar:has-text("Your camera is on.")');
    const pictures = () =>
      platform.api.parts.database.query<{ bytes: number }>(
        `SELECT bytes FROM watch_snapshot WHERE sitting_id = $1 AND state = 'kept'`,
        [sittingId],
      );
    await page.waitForSelector('.watch-bar:has-text("Last picture")');
    hear.slotOf = slotOf;
    const [picture] = await pictures();
    expect(picture?.bytes).toBeGreaterThan(1000);
    await page.click('text=Show what it sees');
    expect(await page.isVisible('.watch-bar video')).toBe(true);
    expect(await faultsOf(page)).toEqual([]);
    await loseCamera(page);
    await told(sittingId, 'camera-off');
    await page.waitForSelector('.watch-bar:has-text("Your camera is off. Your exam goes on.")');
    await answer(page, 2);
    await saved(page);
    await page.click('text=Turn the camera on');
    await told(sittingId, 'camera-on');
  });

  it('keeps a camera turned off through a reload, tells so, and begins the next exam of the tab with it', async () => {
    const { page, sittingId, client } = await begin(true);
    await page.waitForSelector('.watch-bar:has-text("Your camera is on.")');
    await page.route('**/watch-reports', (route) => route.abort());
    await page.route('**/consent/camera', (route) => route.abort());
    await page.click('text=Turn the camera off');
    // The signal was not told, nor the choice: the page that comes next does both.
    await page.reload();
    await page.unroute('**/watch-reports');
    await page.unroute('**/consent/camera');
    await page.waitForSelector('.watch-bar:has-text("Your camera is off.")');
    await told(sittingId, 'camera-off');
    await until(async () => (await cameraOf(client)) === false);
    // The page that knows it from the server has a way back too.
    await page.reload();
    await page.click('text=Turn the camera on');
    await page.waitForSelector('.watch-bar:has-text("Your camera is on.")');
    await told(sittingId, 'camera-on');
    await until(async () => (await cameraOf(client)) === true);
    await page.reload();
    await page.waitForSelector('.watch-bar:has-text("Your camera is on.")');
    // Turned off from elsewhere since: a page never turns it on by what was chosen on it before.
    await client.put(`/api/v1/sessions/${session}/consent/camera`, { camera: false });
    await page.reload();
    await page.waitForSelector('.watch-bar:has-text("Your camera is off.")');
    expect(await cameraOf(client)).toBe(false);
    await page.context().clearCookies();
    await begin(true, 1280, 'en', page);
    await page.waitForSelector('.watch-bar:has-text("Your camera is on.")');
  });

  it('says nothing of a camera that was turned off before the exam began, or under another plan, and has a way back for the first', async () => {
    const exam = await staff(platform, 'exam');
    const own = await watchedSession(platform, { camera: 'offered' });
    const enter = async () => {
      const page = await open();
      const who = await newApplicant(platform);
      const client = await new ApiClient(platform.base).signIn(who.email, who.password);
      await agree(client, own, true);
      await client.put(`/api/v1/sessions/${own}/consent/camera`, { camera: false });
      return { page, who, client };
    };
    const [before, declined] = [await enter(), await enter()];
    const first = await beginExam(before.page, platform.base, before.who, own);
    await before.page.waitForSelector('.watch-bar:has-text("Your camera is off.")');
    await watch(exam, own, { ...OFFERED, keepSignalDays: 33 });
    await agree(declined.client, own, false);
    const second = await beginExam(declined.page, platform.base, declined.who, own);
    await declined.page.waitForSelector('.watch-bar');
    expect(await declined.page.textContent('.watch-bar')).not.toContain('camera is');
    for (const { page } of [before, declined]) {
      await answer(page, 1);
      await saved(page);
    }
    // What is told of a page comes after what its camera was, in order.
    for (const [{ page }, sittingId] of [[before, first] as const, [declined, second] as const]) {
      await turn(page, 'hidden');
      await told(sittingId, 'left-page');
      expect(await kinds(sittingId)).toEqual(['left-page']);
      await turn(page, 'visible');
    }
    await before.page.click('text=Turn the camera on');
    await before.page.waitForSelector('.watch-bar:has-text("Your camera is on.")');
  });

  it('sends a picture again where the server says when', async () => {
    const hear = platform.api.app.get(HearDevice);
    const slotOf = hear.slotOf.bind(hear);
    // One slot all through: a minute may end meanwhile.
    const due = slotOf('', 60, Date.now()).slot;
    hear.slotOf = () => ({ slot: due, dueAt: (due * 3_600_000) / 60 });
    const page = await open();
    const slots: (string | null)[] = [];
    await page.route('**/api/v1/watch-snapshots*', async (route) => {
      slots.push(new URL(route.request().url()).searchParams.get('slot'));
      if (slots.length > 1) await route.continue();
      else await route.fulfill({ status: 409, headers: { 'retry-after': '1' } });
    });
    await begin(true, 1280, 'en', page);
    await page.waitForSelector('.watch-bar:has-text("Last picture")', { timeout: 30_000 });
    hear.slotOf = slotOf;
    expect(slots[1]).toBe(slots[0]);
  });

  it('fits a small screen, in the language of the exam', async () => {
    const { page } = await begin(true, 320, 'ru');
    await page.waitForSelector('.watch-bar:has-text("Камера включена.")');
    expect(await overflowOf(page)).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await page.click('[data-language=en]');
    await page.waitForSelector('.watch-bar:has-text("Your camera is on.")');
  });
});
