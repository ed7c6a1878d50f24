import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { RunRehearsal } from '../../src/desk/index.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf, signIn } from '../support/browser.js';
import { sessionToTrainOn } from '../support/drill.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;

withBrowser('a training for proctors, by its pages', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let session: string;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    session = await sessionToTrainOn(platform);
  }, 120_000);
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await browser.close();
    await platform.close();
  });

  const open = async (who: string, width = 1280, language = 'en'): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, locale: language });
    context.setDefaultTimeout(40_000);
    contexts.push(context);
    const page = await context.newPage();
    await signIn(page, platform.base, who);
    await page.goto(`${platform.base}/sessions/${session}/rehearsals?lang=${language}`);
    return page;
  };
  const act = async (page: Page, name: string, text: string): Promise<void> => {
    await page.click(`#board-do-act-${name}`);
    await page.fill('#board-act-text', text);
    await page.click('.board-act button.govuk-button >> nth=0');
    await page.waitForSelector('.board-act', { state: 'hidden' });
  };
  const tile = (page: Page, number: string) => page.locator('.board-tile', { hasText: number });
  const isFine = async (page: Page): Promise<void> => {
    expect(await faultsOf(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
  };

  it('is asked for, sat, watched by two proctors on the real board, and told afterwards', async () => {
    const officer = await open('exam');
    await isFine(officer);
    await officer.check('[name=kind][value=training]');
    await officer.fill('[name=candidates]', '501');
    await officer.fill('[name=minutes]', '3');
    await officer.click('main form button[type=submit]');
    await officer.waitForSelector('.govuk-error-summary:has-text("1 to 500")');
    expect(await officer.isChecked('[name=kind][value=training]')).toBe(true);
    await officer.fill('[name=candidates]', '10');
    await officer.click('main form button[type=submit]');
    await officer.waitForSelector('[data-rehearsal]');
    await isFine(officer);

    // Three minutes in one.
    const [asked] = await platform.api.parts.database.query<{ id: string }>(
      `UPDATE rehearsal SET drill_ms = 60000 WHERE session_id = $1 AND drill_ms = 180000 RETURNING id`,
      [session],
    );
    const id = asked?.id ?? '';
    const proctor = await open('proctor');
    const running = platform.api.app.get(RunRehearsal).run(id, platform.base);
    // The page finds by itself that there is something to watch.
    await proctor.click('a:has-text("Open the board")');
    await proctor.waitForSelector('text=Its candidates are made up');
    await proctor.waitForSelector('#board-loading', { state: 'hidden' });
    const away = proctor.locator('.board-tile[data-attention=now]', { hasText: 'Left the page' }).first();
    await away.waitFor();
    expect(await proctor.locator('.board-tile').first().getAttribute('data-attention')).toBe('now');
    const number = (await away.locator('.board-tile__number').textContent()) ?? '';
    await tile(proctor, number).click();
    await proctor.waitForSelector('.board-signals li');
    await proctor.click('#board-do-seen');
    await proctor.waitForSelector('#board-panel:has-text("Looked at by")');
    await act(proctor, 'message', 'Is all well with you?');

    const colleague = await open('exam', 320, 'ru');
    await colleague.click('a:has-text("Открыть доску")');
    await colleague.waitForSelector('#board-loading', { state: 'hidden' });
    await isFine(colleague);
    await act(proctor, 'pause', 'A short break.');
    await tile(colleague, number).locator('text=Часы стоят').waitFor();
    await act(proctor, 'resume', 'It goes on.');
    await tile(colleague, number).locator('text=Часы стоят').waitFor({ state: 'detached' });

    const messages = await proctor.context().newPage();
    await messages.goto(new URL('messages', proctor.url()).href);
    await messages.waitForSelector('text=Its candidates are made up');
    await until(async () => {
      await messages.reload();
      return (await messages.locator('.om-table td', { hasText: /^\s*(Read)?\s*1.of.1\s*$/ }).count()) === 1;
    });
    await isFine(messages);
    await act(proctor, 'end', 'For the training.');
    await tile(colleague, number).locator('text=Сдал').waitFor();
    await running;

    for (const page of [officer, await open('auditor', 320, 'ru')]) {
      await page.goto(`${platform.base}/sessions/${session}/rehearsals`);
      await page.waitForSelector('.om-lines');
      await isFine(page);
    }
    const report = await officer.textContent('main');
    expect(report).toContain('Leaves the page');
    expect(report).toMatch(/Looked atafter \d+ s|after \d+ s/);
    expect(report).toContain('nobody');
  }, 240_000);
});
