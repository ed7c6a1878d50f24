import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf } from '../support/browser.js';
import { newApplicant, staff } from '../support/candidates.js';
import { answer, beginExam, inExam, saved, secondsLeft, stopped, waiting } from '../support/exam-page.js';
import { openLine, type Line } from '../support/line.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { sampleBanks } from '../support/sample-bank.js';
import { until } from '../support/until.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;
const SHOWN = '#exam-message[open]';

withBrowser('messages during an exam', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let line: Line;
  let proctor: ApiClient;
  // With every type of item: some are typed.
  const banks = sampleBanks();
  const contexts: BrowserContext[] = [];
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);

  beforeAll(async () => {
    platform = await startPlatform({ OPENMERIT_BANKS_DIR: banks.folder });
    await platform.worker();
    browser = await openBrowser();
    proctor = await staff(platform, 'proctor');
  }, 120_000);
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    await line.close();
  });
  afterAll(async () => {
    await browser.close();
    await platform.close();
    banks.remove();
  });

  async function begun(width = 1280) {
    line = await openLine(platform.base);
    const context = await browser.newContext({ viewport: { width, height: 700 } });
    context.setDefaultTimeout(30_000);
    contexts.push(context);
    const page = await context.newPage();
    const { sessionId, ...who } = await newApplicant(platform);
    const sittingId = await beginExam(page, line.base, who, sessionId);
    const [row] = await query<{ number: string }>(
      'SELECT candidate_number AS number FROM sitting WHERE id = $1',
      [sittingId],
    );
    const write = (text: string) =>
      proctor.post<{ number: number }>(`/api/v1/sessions/${sessionId}/messages`, {
        text,
        candidateNumber: row?.number,
      });
    const end = (reason: string) =>
      proctor.post(`/api/v1/sessions/${sessionId}/sittings/${sittingId}/end`, { reason });
    const read = async () =>
      (await query('SELECT 1 FROM exam_message_read WHERE sitting_id = $1', [sittingId])).length;
    return { page, sittingId, write, end, read };
  }
  const says = async (page: Page): Promise<string> => {
    await page.waitForSelector(SHOWN);
    return (await page.textContent('#exam-message-text')) ?? '';
  };
  const gone = (page: Page) => page.waitForSelector(SHOWN, { state: 'detached' });

  it('come over the exam, wait for typing hands, and say who wrote them; the clock goes on', async () => {
    const { page, write, read } = await begun();
    await page.click('#player-notes-toggle');
    await page.fill('#player-notes-text', 'half a thought');
    await page.press('#player-notes-text', 'Space');
    await write('Please speak\nmore quietly.');
    expect(await says(page)).toBe('Please speak\nmore quietly.');
    expect(await page.textContent('#exam-message-from')).toContain('Timur Akhmetov');
    expect(await faultsOf(page)).toEqual([]);
    // Keys that were meant for the answer press nothing.
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('exam-message-title');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.waitForSelector(SHOWN);
    expect(await read()).toBe(0);
    const left = await secondsLeft(page);
    await until(async () => ((await secondsLeft(page)) < left ? true : undefined));
    const [inDialog, above] = await page.evaluate(() =>
      ['exam-message-clock', 'player-clock'].map((id) => document.getElementById(id)?.textContent),
    );
    expect(inDialog).toBe(above);
    await write('And a second one.');
    await until(async () => ((await page.textContent('#exam-message-more')) !== '' ? true : undefined));
    await page.click('#exam-message-read');
    expect(await says(page)).toBe('And a second one.');
    await page.click('#exam-message-read');
    await gone(page);
    await until(async () => ((await read()) === 2 ? true : undefined));
    expect(await page.inputValue('#player-notes-text')).toBe('half a thought ');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('player-notes-text');
    // What was read can be read again.
    await page.click('#player-messages-toggle');
    expect(await page.textContent('#player-messages-body')).toContain('more quietly');
    expect(await faultsOf(page)).toEqual([]);
  }, 120_000);

  it('show again after a reload until they were read, and on a small screen too', async () => {
    const { page, write, read } = await begun(320);
    await write('x'.repeat(500));
    await says(page);
    expect(await overflowOf(page)).toBe(0);
    await page.reload();
    await inExam(page);
    expect(await says(page)).toHaveLength(500);
    expect(await page.isVisible('#exam-message-read')).toBe(true);
    await page.click('#exam-message-read');
    await gone(page);
    await until(async () => ((await read()) === 1 ? true : undefined));
    await page.reload();
    await inExam(page);
    await page.waitForSelector('#player-messages');
    expect(await page.locator(SHOWN).count()).toBe(0);
  }, 120_000);

  it('come when the line is back, and what was read without one is told then', async () => {
    const { page, write, read } = await begun();
    await write('The first one.');
    await says(page);
    line.cut();
    await page.click('#exam-message-read');
    await gone(page);
    await answer(page, 1);
    await waiting(page);
    await write('Written while the line was gone.');
    expect(await read()).toBe(0);
    line.mend();
    expect(await says(page)).toBe('Written while the line was gone.');
    await until(async () => ((await read()) === 1 ? true : undefined));
    await page.click('#exam-message-read');
    await saved(page);
  }, 120_000);

  it('make way for the end: an official ended it, why, and the way to the receipt', async () => {
    const { page, sittingId, write, end } = await begun();
    await answer(page, 2);
    await saved(page);
    await write('One moment please.');
    await says(page);
    await end('Another person sat at this place.');
    const told = await stopped(page);
    expect(told).toContain('An official has ended your exam');
    expect(told).toContain('Reason: Another person sat at this place.');
    expect(told).toContain('Timur Akhmetov');
    expect(await page.locator(SHOWN).count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await page.click('#player-stop-action');
    await page.waitForURL(new RegExp(`/sittings/${sittingId}/receipt$`));
    const receipt = (await page.textContent('main')) ?? '';
    expect(receipt).toContain('An official closed this exam.');
    expect(receipt).toContain('Another person sat at this place.');
    expect(receipt).toContain('2 of');
  }, 120_000);
});
