import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { focused, openBoard, sendAct, tileOf } from '../support/board-page.js';
import { HAS_BROWSER, openBrowser } from '../support/browser.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { leftPage, report, watchedSession, watchedSitting } from '../support/watched.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;

withBrowser('what a proctor does on the board', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let session: string;

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    session = await watchedSession(platform, { camera: 'offered' });
  }, 120_000);
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  const open = (): Promise<Page> => openBoard(browser, { base: platform.base, session, who: 'exam' });
  const someone = async () => (await watchedSitting(platform, session)).leased;
  const alert = (page: Page, text: string) =>
    page.waitForSelector(`.board-act [role=alert]:has-text("${text}")`);
  const said = (page: Page, text: string) => page.waitForSelector(`#board-said:has-text("${text}")`);
  const addedTo = (sittingId: string) =>
    platform.api.parts.database.query(
      'SELECT milliseconds / 60000 AS minutes, reason FROM time_change WHERE sitting_id = $1',
      [sittingId],
    );

  it('adds time once where the answer was lost and it is sent again, also with other words', async () => {
    const { sittingId, candidateNumber } = await someone();
    const page = await open();
    const lose = async (): Promise<void> => {
      await tileOf(page, candidateNumber).click();
      await page.click('#board-do-act-extend');
      // The server does it; its answer never comes.
      await page.route('**/extension', async (route) => {
        await route.fetch();
        await route.abort();
      });
      await sendAct(page, 'A lost lime.');
      await alert(page, 'done once only');
      expect(await page.inputValue('#board-act-text')).toBe('A lost lime.');
      await page.unroute('**/extension');
    };
    await lose();
    await sendAct(page, 'A lost lime.');
    await said(page, 'Nothing more was done now');
    expect(await addedTo(sittingId)).toEqual([{ minutes: 5, reason: 'A lost lime.' }]);
    await lose();
    await sendAct(page, 'A lost line.');
    await alert(page, 'first try was done after all');
    expect(await addedTo(sittingId)).toEqual(Array(2).fill({ minutes: 5, reason: 'A lost lime.' }));
    // Told so, whoever sends it again wants it as well.
    await page.fill('#board-act-minutes', '10');
    await sendAct(page, 'A lost line.');
    await said(page, `${candidateNumber} was given more time`);
    expect((await addedTo(sittingId)).at(-1)).toEqual({ minutes: 10, reason: 'A lost line.' });
  });

  it('keeps what was on its way when its form was cancelled, and does it once', async () => {
    const { sittingId, candidateNumber } = await someone();
    const page = await open();
    await tileOf(page, candidateNumber).click();
    await page.click('#board-do-act-extend');
    let lose: () => void = () => undefined;
    const lost = new Promise<void>((resolve) => (lose = resolve));
    await page.route('**/extension', async (route) => {
      await route.fetch();
      await lost;
      await route.abort();
    });
    await sendAct(page, 'A slow line.');
    // Also by a second form of the same.
    await page.click('.board-panel__close');
    await tileOf(page, candidateNumber).click();
    await page.click('#board-do-act-extend');
    await page.click('.board-act >> text=Cancel');
    lose();
    await said(page, 'Open that form again');
    await page.unroute('**/extension');
    await page.click('#board-do-act-extend');
    expect(await page.inputValue('#board-act-text')).toBe('A slow line.');
    await sendAct(page, 'A slow line.');
    await said(page, 'Nothing more was done now');
    expect(await addedTo(sittingId)).toEqual([{ minutes: 5, reason: 'A slow line.' }]);
    // Wanted once more, it is another act.
    await page.click('#board-do-act-extend');
    expect(await page.inputValue('#board-act-text')).toBe('');
    await sendAct(page, 'A slow line.');
    await said(page, `${candidateNumber} was given more time`);
    expect(await addedTo(sittingId)).toHaveLength(2);
  });

  it.each([
    ['a machine between that gives up', { status: 504, contentType: 'text/html', body: '<h1>Gateway</h1>' }],
    ['a server in trouble', { status: 500, json: { code: 'SERVER.FAULT', data: {} } }],
    ['a page of somebody else', { status: 403, contentType: 'text/html', body: '<h1>Portal</h1>' }],
  ])('says after the answer of %s that it does not know what was done', async (_, answer) => {
    const { sittingId, candidateNumber } = await someone();
    const page = await open();
    await tileOf(page, candidateNumber).click();
    await page.click('#board-do-act-extend');
    await page.route('**/extension', (route) => route.fulfill(answer));
    await sendAct(page, 'Late.');
    await alert(page, 'not known whether');
    await page.unroute('**/extension');
    await sendAct(page, 'Late bus.');
    await said(page, `${candidateNumber} was given more time`);
    expect(await addedTo(sittingId)).toEqual([{ minutes: 5, reason: 'Late bus.' }]);
  });

  it('stops a clock again for the same reason, though the answer to the first time was lost', async () => {
    const { candidateNumber } = await someone();
    const page = await open();
    const tile = tileOf(page, candidateNumber);
    await tile.click();
    await page.click('#board-do-act-pause');
    await page.route('**/pause', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await sendAct(page, 'Alarm.');
    await alert(page, 'not known whether');
    await page.unroute('**/pause');
    await tile.locator('text=Clock stands').waitFor();
    await page.click('.board-panel__close');
    await tile.click();
    await page.click('#board-do-act-resume');
    await sendAct(page, 'Safe.');
    await tile.locator('text=Sits').waitFor();
    await page.click('#board-do-act-pause');
    expect(await page.inputValue('#board-act-text')).toBe('');
    await sendAct(page, 'Alarm.');
    await said(page, `of ${candidateNumber} was stopped`);
    await tile.locator('text=Clock stands').waitFor();
  });

  it('writes to all, stops and lets run all clocks and adds time for all, and comes back to where it was', async () => {
    const [one, two] = [await someone(), await someone()];
    const page = await open();
    const [all, still] = [tileOf(page, one.candidateNumber), tileOf(page, two.candidateNumber)];
    const forAll = async (act: string, text: string): Promise<void> => {
      await page.click(`[data-act=${act}]`);
      await sendAct(page, text);
      await page.waitForSelector('#board-panel', { state: 'hidden' });
    };
    await forAll('message', 'Ten minutes left.');
    await said(page, 'Sent to everybody');
    expect(await focused(page)).toBe('Message to all');
    await forAll('pause', 'Alarm.');
    await all.locator('text=Stands with all').waitFor();
    await page.waitForSelector('#board-paused:has-text("All clocks have stood since")');
    expect(await focused(page)).not.toBe('');
    await page.evaluate(() => {
      const paused = document.getElementById('board-paused') ?? document.body;
      new MutationObserver(() => {
        document.body.dataset['saidAgain'] = 'yes';
      }).observe(paused, { childList: true, characterData: true, subtree: true });
    });
    // One of them is stopped beyond that.
    await still.click();
    await page.click('#board-do-act-pause');
    expect(await page.textContent('.board-act')).toContain('still stands when the others run again');
    await sendAct(page, 'Feels unwell.');
    await still.locator('text=Clock stands').waitFor();
    await page.waitForSelector('#board-do-act-resume');
    // That all clocks stand is read out once, not with each piece of news.
    expect(await page.getAttribute('body', 'data-said-again')).toBeNull();
    await page.click('.board-panel__close');
    await forAll('resume', 'False alarm.');
    await all.locator('text=Sits').waitFor();
    expect(await still.textContent()).toContain('Clock stands');
    await said(page, 'but for those that were stopped alone');
    await still.click();
    await page.click('#board-do-act-resume');
    await sendAct(page, 'Well again.');
    await still.locator('text=Sits').waitFor();
    await page.click('.board-panel__close');
    await page.click('[data-act=extend]');
    await page.fill('#board-act-minutes', '7');
    await sendAct(page, 'The alarm took long.');
    await said(page, 'Everybody who sits was given more time');
    const { database } = platform.api.parts;
    const changes = await database.query(
      `SELECT kind, reason FROM time_change WHERE session_id = $1 AND sitting_id IS NULL ORDER BY at`,
      [session],
    );
    expect(changes).toEqual([
      { kind: 'pause', reason: 'Alarm.' },
      { kind: 'resume', reason: 'False alarm.' },
      { kind: 'extend', reason: 'The alarm took long.' },
    ]);
    const told = await database.query(
      `SELECT text FROM exam_message WHERE session_id = $1 AND sitting_id IS NULL`,
      [session],
    );
    expect(told).toEqual([{ text: 'Ten minutes left.' }]);
  });

  it('keeps the focus in the panel whatever is done there, so that Escape closes it', async () => {
    const { candidateNumber, token } = await someone();
    await report(platform.base, token, { signals: [leftPage(1)] });
    const page = await open();
    await tileOf(page, candidateNumber).click();
    for (const [button, then] of [
      ['take', '#board-do-letGo'],
      ['seen', '.board-panel__signals:has-text("Looked at by")'],
    ] as const) {
      await page.focus(`#board-do-${button}`);
      await page.keyboard.press('Enter');
      await page.waitForSelector(then);
      expect(await focused(page)).toBe(candidateNumber);
    }
    await page.focus('#board-do-act-message');
    await page.keyboard.press('Enter');
    await page.fill('#board-act-text', 'All well?');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await said(page, `Sent to ${candidateNumber}`);
    expect(await focused(page)).toBe(candidateNumber);
    await page.keyboard.press('Escape');
    expect(await page.isVisible('#board-panel')).toBe(false);
    expect(await focused(page)).toContain(candidateNumber);
  });

  it('takes neither a click nor the focus from anybody because something happens elsewhere', async () => {
    const [mine, other] = [await someone(), await someone()];
    const page = await open();
    await tileOf(page, mine.candidateNumber).click();
    await page.waitForSelector('.board-panel__signals:has-text("Nothing is on record")');
    await page.hover('#board-do-act-pause');
    await page.mouse.down();
    await report(platform.base, other.token, { signals: [leftPage(1, { lasted: null })] });
    await tileOf(page, other.candidateNumber).locator('text=Left the page').waitFor();
    await page.mouse.up();
    await page.waitForSelector('#board-act-text');
    await page.click('.board-act .govuk-button--secondary');
    await page.focus('#board-to-snapshots');
    await report(platform.base, other.token, {
      signals: [{ seq: 2, kind: 'back-on-page', ago: 0, lasted: 9000 }],
    });
    await tileOf(page, other.candidateNumber).and(page.locator('[data-attention=unseen]')).waitFor();
    expect(await focused(page)).toBe('Pictures');
    // Something of their own: the list grows, and what is under the pointer stays the same.
    await page.hover('#board-do-act-pause');
    await page.mouse.down();
    await report(platform.base, mine.token, { signals: [leftPage(1, { lasted: null })] });
    await page.waitForSelector('.board-signals li');
    await page.mouse.up();
    await page.waitForSelector('#board-act-text');
    const first = await page.waitForSelector('.board-signals li');
    await report(platform.base, mine.token, {
      signals: [{ seq: 2, kind: 'back-on-page', ago: 0, lasted: 9000 }],
    });
    await page.waitForSelector('.board-signals li >> nth=1');
    expect(await first.evaluate((one) => one.isConnected && one.nextElementSibling === null)).toBe(true);
  });
});
