import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { HAS_BROWSER, openBrowser, signIn } from '../support/browser.js';
import { answerAnything } from '../support/keyboard.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

// Some types can be answered in part, and a response is a response.
const GIVEN = '.player-map__item--answered, .player-map__item--partly';

const withBrowser = HAS_BROWSER ? describe : describe.skip;

withBrowser('an exam in the browser', () => {
  let platform: TestPlatform;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  const answers = async () => {
    const [row] = await platform.api.parts.database.query<{ count: number }>(
      `SELECT count(DISTINCT event ->> 'position')::int AS count FROM response_event WHERE event ->> 'type' = 'answer'`,
    );
    return row?.count ?? 0;
  };
  const newPage = async (): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(30_000);
    contexts.push(context);
    return context.newPage();
  };
  const saved = (page: Page) => page.waitForSelector('#player-saved[data-state=saved]');
  const answer = async (page: Page, count: number) => {
    for (let i = 0; i < count; i += 1) {
      await answerAnything(page);
      await page.click('#player-next');
    }
  };

  let first: Page;

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await browser.close();
    await platform.close();
  });

  it('lets a candidate apply, begin and answer; each answer is saved as it is given', async () => {
    first = await newPage();
    await signIn(first, platform.base, 'candidate@example.org');
    await first.goto(`${platform.base}/competitions`);
    await first.click('main article a');
    await first.click('main form button[type=submit]');
    await first.waitForURL(/\/desk/);
    await first.click('a[href^="/sessions/"]');
    await first.click('main a[href$="/sitting"]');
    await first.click('#waiting-start');
    await first.waitForSelector('#player:not([hidden])');
    // The exam begins in the waiting room's own document, under the address of the sitting.
    expect(first.url()).toContain('/sittings/');
    await answer(first, 3);
    await saved(first);
    await until(async () => (await answers()) === 3);
    expect(await first.textContent('#player-heading')).toContain('4');
  });

  it('goes on after a reload where it was, without losing one', async () => {
    await first.reload();
    await first.waitForSelector('#player:not([hidden])');
    expect(await first.textContent('#player-heading')).toContain('4');
    expect(await first.locator(GIVEN).count()).toBe(3);
    const leases = await platform.api.parts.database.query('SELECT 1 FROM sitting_lease');
    expect(leases).toHaveLength(1);
  });

  it('keeps what is answered without a line, says so, and sends it once the line is back', async () => {
    await first.context().setOffline(true);
    await answer(first, 2);
    await first.waitForSelector('#player-saved[data-state=waiting]');
    expect(await first.textContent('#player-saved')).toContain('2');
    expect(await answers()).toBe(3);
    await first.context().setOffline(false);
    await saved(first);
    await until(async () => (await answers()) === 5);
  });

  it('moves to another browser with everything, and the first one says so', async () => {
    const second = await newPage();
    await signIn(second, platform.base, 'candidate@example.org');
    await second.click('a[href^="/sittings/"]');
    await second.waitForSelector('#player-stop:not([hidden])');
    expect(await second.textContent('#player-stop')).toContain('another device');
    await second.click('#player-stop-action');
    await second.waitForSelector('#player:not([hidden])');
    expect(await second.locator(GIVEN).count()).toBe(5);
    // It hears of it at once, and can answer nothing more.
    await first.waitForSelector('#player-stop:not([hidden])');
    expect(await first.textContent('#player-stop-title')).toContain('another device');
    await answer(second, 1);
    await saved(second);

    // By keyboard alone: the language, an answer, the review, the hand-in.
    await second.locator('[data-language=ru]').focus();
    await second.keyboard.press('Enter');
    await until(async () => (await second.textContent('#player-heading'))?.startsWith('Задание') ?? false);
    await answerAnything(second);
    await second.locator('#player-to-review').focus();
    await second.keyboard.press('Enter');
    await second.locator('#player-hand-in').focus();
    await second.keyboard.press('Enter');
    await second.locator('#player-confirm-yes').focus();
    await second.keyboard.press('Enter');
    await second.waitForURL(/\/receipt/);
    expect(await second.textContent('main')).toContain('7');
  });

  it('shows the result once it is graded, by the release that was signed beforehand', async () => {
    const page = contexts.at(-1)?.pages()[0];
    if (!page) throw new Error('The second browser is open.');
    await page.click('a[href$="/result"]');
    await until(async () => {
      await page.reload();
      return (await page.locator('.om-part-bars, .om-parts, .om-bars').count()) > 0;
    });
    expect(await page.textContent('h1')).toMatch(/55/);
  });
});
