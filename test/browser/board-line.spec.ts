import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { beforeBoard, goToBoard, openBoard, tileOf } from '../support/board-page.js';
import { boardRow } from '../support/board-rows.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf } from '../support/browser.js';
import { openLine, type Line } from '../support/line.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { leftPage, report, watchedSession, watchedSitting } from '../support/watched.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;
const back = (seq: number) => ({ seq, kind: 'back-on-page', ago: 0, lasted: 12_000 });
const left = (seq: number) => leftPage(seq, { lasted: null });

withBrowser('the line of a board', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let session: string;
  let line: Line;

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    session = await watchedSession(platform);
    line = await openLine(platform.base);
  }, 120_000);
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    line.mend();
  });
  afterAll(async () => {
    await browser.close();
    await line.close();
    await platform.close();
  });

  const query = (sql: string, parameters: readonly unknown[]) =>
    platform.api.parts.database.query(sql, parameters);
  const stands = (page: Page, state: string) => page.waitForSelector(`#board-line[data-state=${state}]`);
  const seen = (page: Page, id: string) =>
    page.evaluate((name) => {
      const {
        left: x,
        top: y,
        width,
        height,
      } = document.getElementById(name)?.getBoundingClientRect() ?? new DOMRect();
      return (
        document.elementFromPoint(x + width / 2, y + height / 2)?.closest(`#${name}`) !== null && height > 0
      );
    }, id);

  it('says that it connects until it has heard something', async () => {
    const page = await beforeBoard(browser, { base: platform.base, session });
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/board/live', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${platform.base}/sessions/${session}/board?lang=en`);
    expect(await page.textContent('#board-line')).toBe('Connecting …');
    answer();
    await stands(page, 'live');
  });

  it('is shown to be lost, comes back by itself, and has missed nothing', async () => {
    const { leased } = await watchedSitting(platform, session);
    const page = await openBoard(browser, { base: line.base, session });
    const tile = tileOf(page, leased.candidateNumber);
    await tile.waitFor();
    line.cut();
    await stands(page, 'lost');
    await report(platform.base, leased.token, { signals: [left(1), back(2), left(3)] });
    line.mend();
    await stands(page, 'live');
    // By the stream: nobody has opened this candidate.
    await tile.and(page.locator('[data-attention=now]')).waitFor();
    expect(await tile.textContent()).toContain('Left the page, ');
    await tile.click();
    await page.waitForSelector('.board-signals li >> nth=2');
  });

  it('is tried again and again where something between refuses it', async () => {
    const page = await beforeBoard(browser, { base: platform.base, session });
    let refused = 0;
    for (const address of ['**/api/v1/sessions/*/board/live', '**/api/v1/sessions/*/board'])
      await page.route(address, async (route) => {
        if (refused >= 4) await route.continue();
        else {
          refused += 1;
          await route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' });
        }
      });
    await goToBoard(page, { base: platform.base, session });
    await stands(page, 'live');
    expect(refused).toBe(4);
  });

  it('says that nobody is signed in any more, and the way back', async () => {
    const { leased } = await watchedSitting(platform, session);
    const page = await openBoard(browser, { base: line.base, session });
    await tileOf(page, leased.candidateNumber).waitFor();
    line.cut();
    await query(
      `DELETE FROM web_session WHERE account_id = (SELECT id FROM account WHERE sign_in = 'proctor') RETURNING 1`,
      [],
    );
    line.mend();
    await stands(page, 'signed-out');
    expect(await page.textContent('#board-line')).not.toContain('by itself');
    expect(await faultsOf(page)).toEqual([]);
    await tileOf(page, leased.candidateNumber).click();
    await page.click('#board-do-act-message');
    await page.fill('#board-act-text', 'All well?');
    await page.click('.board-act button.govuk-button >> nth=0');
    await page.waitForSelector('.board-act [role=alert]:has-text("You are signed out")');
    await page.click('#board-line a');
    await page.fill('[name=signIn]', 'proctor');
    await page.fill('[name=password]', DEMONSTRATION_PASSWORD);
    await page.click('main form button[type=submit]');
    await stands(page, 'live');
    await tileOf(page, leased.candidateNumber).waitFor();
  });

  it('says that the board is not open any more to whoever lost the role, and tries no more', async () => {
    await query(
      `INSERT INTO role_grant (id, account_id, role, scope_id)
       SELECT gen_random_uuid(), a.id, 'proctor', $1 FROM account a WHERE a.sign_in = 'hr' RETURNING 1`,
      [session],
    );
    const page = await openBoard(browser, { base: line.base, session, who: 'hr' });
    await stands(page, 'live');
    line.cut();
    await query(
      `UPDATE role_grant SET revoked_at = clock_timestamp()
       WHERE scope_id = $1 AND account_id = (SELECT id FROM account WHERE sign_in = 'hr') RETURNING 1`,
      [session],
    );
    line.mend();
    await stands(page, 'not-open');
    expect(await page.textContent('#board-line')).not.toContain('by itself');
  });

  it.each([
    [320, 'ru'],
    [1280, 'en'],
  ])(
    'is in sight with hundreds of tiles, far down, and beside the panel, at %i px in "%s"',
    async (width, language) => {
      const wish = { base: platform.base, session, width, language };
      const page = await beforeBoard(browser, wish);
      const rows = Array.from({ length: 300 }, (_, number) =>
        boardRow(randomUUID(), { candidateNumber: `N${String(number).padStart(4, '0')}` }),
      );
      const news = {
        whole: true,
        rows,
        gone: [],
        viewers: [],
        session: { state: 'open', pausedAt: null },
        at: Date.now(),
      };
      let isUp = true;
      await page.route('**/board/live', (route) =>
        isUp
          ? route.fulfill({
              contentType: 'text/event-stream',
              body: `retry: 300\n\nevent: board\ndata: ${JSON.stringify(news)}\n\n`,
            })
          : route.abort(),
      );
      await page.route('**/signals', (route) => route.fulfill({ json: { items: [] } }));
      await goToBoard(page, wish);
      await tileOf(page, 'N0290').scrollIntoViewIfNeeded();
      expect(await seen(page, 'board-line')).toBe(true);
      await tileOf(page, 'N0290').click();
      isUp = false;
      await stands(page, 'lost');
      expect(await seen(page, 'board-line')).toBe(true);
      // An act that is refused because there is no line says so where it can be read.
      await page.route('**/hand', (route) => route.abort());
      await page.click('#board-do-take');
      await page.waitForSelector('#board-said:not(:empty)');
      expect(await seen(page, 'board-said')).toBe(true);
      expect(await faultsOf(page)).toEqual([]);
      expect(await overflowOf(page)).toBe(0);
      if (width === 320) {
        // Nobody gets behind the panel by keyboard.
        const behind = [];
        for (let step = 0; step < 12; step += 1) {
          await page.keyboard.press('Tab');
          behind.push(
            await page.evaluate(() => {
              const { activeElement } = document;
              return activeElement === document.body || activeElement?.closest('#board-panel, #board-status')
                ? null
                : activeElement?.textContent;
            }),
          );
        }
        expect(behind.filter((one) => one !== null)).toEqual([]);
      }
      await page.click('.board-panel__close');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('N0290');
      expect(await page.evaluate(() => document.querySelectorAll('[inert]').length)).toBe(0);
      expect(await seen(page, 'board-line')).toBe(true);
    },
  );
});
