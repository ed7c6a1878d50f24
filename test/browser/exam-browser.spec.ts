import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf, signIn } from '../support/browser.js';
import { newApplicant, openSession, staff } from '../support/candidates.js';
import { answer, inExam, saved, stopped } from '../support/exam-page.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

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
  const enter = async (page: Page): Promise<void> => {
    const who = await newApplicant(platform);
    await signIn(page, platform.base, who.email, who.password);
    await page.goto(`${platform.base}/sessions/${sessionId}/sitting`);
    await page.waitForSelector('#waiting:not([hidden])');
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
