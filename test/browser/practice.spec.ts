import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { practiceExams } from '../../src/question-bank/index.js';
import { rightResponse } from '../../src/sitting/player/practice/practice-verdict.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf } from '../support/browser.js';
import { answerByKeyboard, tabAndPress, tabTo } from '../support/keyboard.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;

withBrowser('a practice exam', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let requests: Request[] = [];
  const errors: string[] = [];

  const open = async (width = 1280, address = '/practice') => {
    context = await browser.newContext({ viewport: { width, height: 800 } });
    context.setDefaultTimeout(30_000);
    page = await context.newPage();
    requests = [];
    page.on('request', (request) => requests.push(request));
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(`${platform.base}${address}`);
  };
  const look = async (where: string): Promise<void> => {
    expect([where, await faultsOf(page), await overflowOf(page)]).toEqual([where, [], 0]);
  };
  const tagOf = (index: number) => page.locator('.practice-item .om-tag').nth(index).textContent();

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
  }, 120_000);
  afterEach(async () => {
    await context.close();
    expect(errors.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  it('is found, played and understood by keyboard alone, and nothing of it is sent', async () => {
    await open();
    await look('list');
    await tabAndPress(page, 'a[href="/practice/every-kind"]');
    await page.waitForURL(/every-kind/);
    await look('before it begins');
    await tabAndPress(page, '#practice-start');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('player-heading');
    requests = [];
    const exam = practiceExams(platform.config.banksDir).find(({ code }) => code === 'every-kind');
    const items = exam?.parts.flatMap((part) => part.items) ?? [];
    for (const item of items) {
      const right = rightResponse(item, 'en');
      if (item.position === 2) await answerByKeyboard(page, item.type, '1');
      else if (item.position !== 3) await answerByKeyboard(page, item.type, right ?? 'We are closed.');
      // Every type is looked at by item-types.spec; here the page around it.
      if (item.position === 1) await look('a question');
      expect([item.position, await overflowOf(page)]).toEqual([item.position, 0]);
      // What is typed is kept once the keys rest.
      if (item.position !== 3) await page.waitForSelector('#player-answer-state[data-state=saved]');
      await tabAndPress(page, '#player-next');
    }
    expect(await page.textContent('#player-review-text')).toContain('Questions without an answer: 1.');
    await look('review');
    await tabAndPress(page, '#player-hand-in');
    await look('confirmation');
    await tabAndPress(page, '#player-confirm-yes');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('practice-feedback-title');
    const tags = await page.locator('.practice-item .om-tag').allTextContents();
    expect(tags).toEqual(
      items.map(({ position, type }) =>
        position === 2
          ? 'not right'
          : position === 3
            ? 'no answer'
            : type === 'extended-text'
              ? 'marked by people'
              : 'right',
      ),
    );
    for (const item of items) {
      const shown = await page
        .locator('.practice-item')
        .nth(item.position - 1)
        .textContent();
      expect(shown?.replace(/\s+/g, ' ')).toContain(
        (item.rationale['en'] ?? '').replace(/\s+/g, ' ').slice(0, 40),
      );
    }
    await look('feedback');
    expect(requests.map((request) => request.url())).toEqual([]);
    expect(await context.cookies()).toEqual([]);
  }, 240_000);

  it('is the same in Russian at 320 px, keeps its answers over a reload, and can be begun again', async () => {
    await open(320, '/practice/first-steps?lang=ru');
    await look('before it begins');
    await page.click('#practice-start');
    await page.locator('#player-item input').nth(1).check();
    await page.click('#player-flag');
    await page.click('#player-notes-toggle');
    await page.fill('#player-notes-text', 'Пересчитать.');
    await page.click('#player-next');
    await look('question 2');
    await page.reload();
    expect(await page.textContent('#practice-start')).toBe('Продолжить с того же места');
    await page.click('#practice-start');
    expect(await page.textContent('#player-heading')).toBe('Задание 2 из 7');
    const first = page.locator('.player-map__item').first();
    expect(await first.getAttribute('aria-label')).toBe('Задание 1, есть ответ, отмечено на потом');
    await first.click();
    await page.waitForFunction(
      () => document.querySelector<HTMLTextAreaElement>('#player-notes-text')?.value === 'Пересчитать.',
    );
    await page.click('[data-language=en]');
    expect(await page.textContent('#player-heading')).toBe('Question 1 of 7');
    await page.click('#player-to-review');
    await page.click('#player-hand-in');
    await page.click('#player-confirm-yes');
    expect(await tagOf(0)).toBe('right');
    await look('feedback');
    // The answers stay with what is right; notes are gone.
    await page.reload();
    expect(await tagOf(0)).toBe('верно');
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('Пересчитать');
    await page.click('#practice-feedback-again');
    await page.waitForSelector('#practice-intro:not([hidden])');
    expect(await page.textContent('#practice-start')).toBe('Начать тренировку');
  });

  it('ends by itself once the time is over', async () => {
    await open(1280, '/practice/first-steps');
    await page.click('#practice-start');
    await page.locator('#player-item input').nth(0).check();
    await page.evaluate(() => {
      const key = 'openmerit-practice-first-steps';
      const run = JSON.parse(localStorage.getItem(key) ?? '') as object;
      localStorage.setItem(key, JSON.stringify({ ...run, endsAt: Date.now() - 1 }));
    });
    await page.reload();
    await page.waitForSelector('#practice-feedback:not([hidden])');
    expect(await tagOf(0)).toBe('not right');
    expect(await tagOf(1)).toBe('no answer');
  });

  it('says so where the browser keeps nothing, and goes on', async () => {
    await open(1280, '/practice/first-steps');
    // The storage of this address is full, for real.
    await page.evaluate(() => {
      for (let size = 4_000_000; size > 0; size = Math.floor(size / 2)) {
        try {
          for (let index = 0; ; index += 1)
            localStorage.setItem(`fill-${String(size)}-${String(index)}`, 'x'.repeat(size));
        } catch {
          // This size does not fit any more: a smaller one may.
        }
      }
    });
    await page.click('#practice-start');
    await page.locator('#player-item input').nth(1).check();
    expect(await page.getAttribute('#player-saved', 'data-state')).toBe('waiting');
    expect(await page.textContent('#player-saved')).toContain('keeps nothing');
    expect(await page.textContent('#player-answer-state')).toBe('Not saved yet');
    await tabTo(page, '#player-next');
    await page.keyboard.press('Enter');
    expect(await page.textContent('#player-heading')).toContain('2');
    await look('nothing is kept');
    await page.click('#player-to-review');
    await page.click('#player-hand-in');
    await page.click('#player-confirm-yes');
    expect(await tagOf(0)).toBe('right');
  });

  it('says what it needs where there is no script, and what there is not', async () => {
    await open();
    await context.close();
    context = await browser.newContext({ javaScriptEnabled: false });
    page = await context.newPage();
    await page.goto(`${platform.base}/practice/first-steps`);
    expect(await page.locator('noscript').first().textContent()).toContain('JavaScript');
    const answer = await page.goto(`${platform.base}/practice/no-such-exam`);
    expect(answer?.status()).toBe(404);
    expect(await page.textContent('main')).toContain('There is no such practice exam');
  });
});
