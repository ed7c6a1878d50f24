import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf } from '../support/browser.js';
import { focused, openBoard, tileOf } from '../support/board-page.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import { leftPage, report, watchedSession, watchedSitting } from '../support/watched.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;
const left = (seq: number) => leftPage(seq, { lasted: null });
const back = (seq: number) => ({ seq, kind: 'back-on-page', ago: 0, lasted: 12_000 });
const pasted = (seq: number) => ({
  seq,
  kind: 'pasted',
  ago: 500,
  lasted: null,
  characters: 240,
  position: 3,
});

withBrowser('the board’s page', () => {
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

  const open = (who = 'proctor', width = 1280, language = 'en'): Promise<Page> =>
    openBoard(browser, { base: platform.base, session, who, width, language });
  const someone = () => watchedSitting(platform, session);

  it.each([
    [1280, 'en'],
    [320, 'ru'],
  ])('is calm, fits, and can be used by anybody, at %i px in "%s"', async (width, language) => {
    const one = await someone();
    const two = await someone();
    await report(platform.base, one.leased.token, { signals: [left(1)] });
    await report(platform.base, two.leased.token, { signals: [left(1), back(2), pasted(3)] });
    const page = await open('exam', width, language);
    await tileOf(page, one.leased.candidateNumber).waitFor();
    expect(await page.locator('.board-tile').first().getAttribute('data-attention')).toBe('now');
    expect(await faultsOf(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    await tileOf(page, two.leased.candidateNumber).click();
    await page.waitForSelector('.board-signals li >> nth=2');
    expect(await faultsOf(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    await page.keyboard.press('Escape');
    expect(await page.isVisible('#board-panel')).toBe(false);
    // The focus is where it was.
    expect(await focused(page)).toContain(two.leased.candidateNumber);
  });

  it('shows what happens as it happens, and lets a proctor say that they have looked', async () => {
    const page = await open();
    const { leased } = await someone();
    const { candidateNumber } = leased;
    await tileOf(page, candidateNumber).waitFor();
    await report(platform.base, leased.token, { signals: [left(1)] });
    await page.waitForSelector(`.board-tile[data-attention=now]:has-text("${candidateNumber}")`);
    await tileOf(page, candidateNumber).click();
    await page.waitForSelector('.board-signals li');
    await report(platform.base, leased.token, { signals: [back(2)] });
    await page.waitForSelector('.board-signals li >> nth=1');
    expect(await page.textContent('.board-signals')).toContain('Back on the page, 12 sec');
    await page.click('#board-do-seen');
    await page.waitForSelector(`.board-tile[data-attention=calm]:has-text("${candidateNumber}")`);
    expect(await page.textContent('#board-panel')).toContain('Looked at by');
    await page.click('#board-do-take');
    await page.waitForSelector('#board-do-letGo');
    await page.click('[data-view=mine]');
    await until(async () => (await page.locator('.board-tile').count()) === 1);
  });

  it('says times to the second and in UTC, as the list does that evidence is chosen from', async () => {
    const { leased } = await someone();
    await report(platform.base, leased.token, { signals: [left(1), back(2)] });
    const page = await open();
    await tileOf(page, leased.candidateNumber).click();
    await page.waitForSelector('.board-signals li >> nth=1');
    const times = await page.locator('.board-signals time').allTextContents();
    for (const time of times) expect(time).toMatch(/^\d\d:\d\d:\d\d UTC$/);
    await page.click('#board-to-incident');
    const labels = await page.locator('input[name=signals] + label').allTextContents();
    expect(labels.map((label) => times.some((time) => label.includes(` ${time} · `)))).toEqual([true, true]);
  });

  it('stops a clock with a reason, says what is missing, keeps what was typed, and tells a slower colleague', async () => {
    const { leased } = await someone();
    const page = await open();
    const colleague = await open('exam');
    for (const one of [page, colleague]) {
      await tileOf(one, leased.candidateNumber).click();
      await one.click('#board-do-act-pause');
    }
    await page.click('.board-act button.govuk-button >> nth=0');
    expect(await page.textContent('.board-act [role=alert]')).toBe('Say why.');
    await page.fill('#board-act-text', 'Feels unwell.');
    await page.click('.board-act button.govuk-button >> nth=0');
    await page.waitForSelector('#board-said:has-text("was stopped")');
    await page.waitForSelector('#board-do-act-resume');
    // The colleague's form is open: what they typed is not taken from them, and the server says what has happened.
    await colleague.fill('#board-act-text', 'Unwell.');
    await tileOf(colleague, leased.candidateNumber).locator('text=Clock stands').waitFor();
    expect(await colleague.inputValue('#board-act-text')).toBe('Unwell.');
    await colleague.click('.board-act button.govuk-button >> nth=0');
    await colleague.waitForSelector('.board-act [role=alert]:has-text("a colleague may have been faster")');
  });

  it('leaves the form that is open alone when an act on somebody else comes to its end', async () => {
    const [one, two] = [await someone(), await someone()];
    const page = await open();
    const says = (text: string) => page.waitForSelector(`#board-said:has-text("${text}")`);
    const beginToStop = async (number: string): Promise<void> => {
      await tileOf(page, number).click();
      await page.click('#board-do-act-pause');
      await page.fill('#board-act-text', 'Unwell.');
      await page.click('.board-act button.govuk-button >> nth=0');
    };
    const beginToWrite = async (number: string): Promise<void> => {
      await tileOf(page, number).click();
      await page.click('#board-do-act-message');
      await page.fill('#board-act-text', 'Half a message');
    };
    for (const isAnswered of [false, true]) {
      let go: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (go = resolve));
      await page.route('**/pause', async (route) => {
        await held;
        await (isAnswered ? route.continue() : route.abort());
      });
      await beginToStop(one.leased.candidateNumber);
      await beginToWrite(two.leased.candidateNumber);
      go();
      await says(isAnswered ? `of ${one.leased.candidateNumber} was stopped` : 'Open that form again');
      expect(await page.textContent('#board-said')).toContain(one.leased.candidateNumber);
      expect(await page.inputValue('#board-act-text')).toBe('Half a message');
      await page.unroute('**/pause');
    }
  });

  it('keeps what is half typed about each candidate while somebody else is looked at, until it is done or cancelled', async () => {
    const [one, two] = [await someone(), await someone()];
    const page = await open();
    const form = async (number: string, act: string): Promise<string> => {
      await tileOf(page, number).click();
      await page.click(`#board-do-act-${act}`);
      return page.inputValue('#board-act-text');
    };
    const [first, second] = [one.leased.candidateNumber, two.leased.candidateNumber];
    await form(first, 'message');
    await page.fill('#board-act-text', 'Half a message');
    expect(await form(second, 'message')).toBe('');
    expect(await form(first, 'pause')).toBe('');
    expect(await form(first, 'message')).toBe('Half a message');
    await page.click('.board-act >> text=Cancel');
    expect(await form(first, 'message')).toBe('');
    await page.fill('#board-act-text', 'A whole message');
    await page.click('.board-act button.govuk-button >> nth=0');
    await page.waitForSelector(`#board-said:has-text("Sent to ${first}")`);
    expect(await form(first, 'message')).toBe('');
  });

  it('says that what happened could not be read, never that nothing happened, and reads it once it can', async () => {
    const { leased } = await someone();
    await report(platform.base, leased.token, { signals: [left(1)] });
    const page = await open();
    await page.route('**/signals', (route) => route.fulfill({ status: 200, body: '{"items":[' }));
    await tileOf(page, leased.candidateNumber).click();
    await page.waitForSelector('.board-panel__signals:has-text("could not be read")');
    expect(await page.textContent('.board-panel__signals')).not.toContain('Nothing');
    await page.unroute('**/signals');
    // Nothing more happens: it is asked for again all the same.
    await page.waitForSelector('.board-signals li');
    expect(await page.textContent('.board-panel__signals')).not.toContain('could not');
  });
});
