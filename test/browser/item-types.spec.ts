import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { keptScores, type KeptScores } from '../../src/grading/domain/kept-scores.js';
import { PROJECT_DIR } from '../../src/app.js';
import { ApiClient, ApiError } from '../../src/desk/round/api-client.js';
import { itemType, shapeOf } from '../../src/question-bank/item-types/index.js';
import { storedStructure } from '../../src/question-bank/domain/stored-item.js';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { PAYLOADS } from '../factories/payloads.js';
import { sample, SAMPLE_ITEMS } from '../factories/sample-items.js';
import { openSession } from '../support/candidates.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf, signIn } from '../support/browser.js';
import { answerByKeyboard, tabAndPress, tabTo } from '../support/keyboard.js';
import { resealForm } from '../support/reseal-form.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { sampleBanks } from '../support/sample-bank.js';
import { until } from '../support/until.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;
const questions = SAMPLE_ITEMS.filter(({ type }) => type !== 'case');

interface Place {
  readonly itemVersionId: string;
  readonly optionOrder: readonly string[];
}

withBrowser('every type of item in the exam', () => {
  const banks = sampleBanks();
  let platform: TestPlatform;
  let browser: Browser;
  let page: Page;
  let sittingId = '';
  const errors: string[] = [];
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);

  beforeAll(async () => {
    platform = await startPlatform({ OPENMERIT_BANKS_DIR: banks.folder });
    await platform.worker();
    browser = await openBrowser();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(30_000);
    page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('response', (response) => {
      if (response.status() >= 400)
        void response.text().then((text) => errors.push(`${response.url()}: ${text}`));
    });
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await signIn(page, platform.base, 'candidate@example.org');
    await page.goto(`${platform.base}/competitions`);
    await page.click('main article a');
    await page.click('main form button[type=submit]');
    await page.waitForURL(/\/desk/);
    const { sessionId } = await openSession(platform);
    const client = await new ApiClient(platform.base).signIn('candidate@example.org', DEMONSTRATION_PASSWORD);
    ({ sittingId } = await client.post<{ sittingId: string }>(`/api/v1/sessions/${sessionId}/sittings`));
    await inKnownOrder();
    await page.goto(`${platform.base}/sittings/${sittingId}`);
    await page.click('#player-stop-action');
    await page.waitForSelector('#player:not([hidden])');
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await platform.close();
    banks.remove();
  });

  /** The drawn form in the order of the samples, options the other way round, members beside their case. */
  async function inKnownOrder(): Promise<void> {
    const versions = await query<{ id: string; code: string }>(
      'SELECT v.id, i.code FROM item_version v JOIN item i ON i.id = v.item_id',
    );
    const stimuli = await query<{ id: string; version: string; language: string }>(
      `SELECT t.id, t.item_version_id AS version, t.language FROM item_translation t
       JOIN item_version v ON v.id = t.item_version_id WHERE v.type = 'case'`,
    );
    const [form] = await query<{ items: Place[] }>('SELECT items FROM form WHERE sitting_id = $1', [
      sittingId,
    ]);
    const codeOf = new Map(versions.map(({ id, code }) => [id, code]));
    const items = questions.map((item, index) => {
      const place = form?.items.find(({ itemVersionId }) => codeOf.get(itemVersionId) === item.id);
      return {
        ...place,
        position: index + 1,
        optionOrder: [...(item.options ?? [])].reverse(),
        ...(item.case !== undefined && {
          case: {
            itemVersionId: stimuli[0]?.version,
            translations: Object.fromEntries(stimuli.map(({ id, language }) => [language, id])),
          },
        }),
      };
    });
    await resealForm(platform, sittingId, items as unknown as Parameters<typeof resealForm>[2]);
  }

  const full = (index: number): string => {
    const item = questions[index];
    const order = [...(item?.options ?? [])].reverse();
    return (
      (item &&
        itemType(item.type)?.fullResponse(item.answerKey, shapeOf(storedStructure(item)), order, 'en')) ??
      ''
    );
  };
  const look = async (index: number, where: string): Promise<string[]> => {
    const faults = await faultsOf(page);
    const overflow = await overflowOf(page);
    const untranslated = await page.evaluate(
      () =>
        /\{\w+\}|\b(?:choose|order|rate|gap|number|long|short|case)[A-Z]\w+/.exec(
          document.body.innerText,
        )?.[0],
    );
    return [
      ...faults,
      ...(overflow > 0 ? [`${String(overflow)} px to the side`] : []),
      ...(untranslated ? [`no words for ${untranslated}`] : []),
    ].map((fault) => `${where} ${questions[index]?.id ?? ''}: ${fault}`);
  };
  const position = () => page.textContent('#player-heading');

  it('is answered by keyboard alone at 1280 px, clean for axe', async () => {
    const wrong: string[] = [];
    await page.locator('.player-map__item').first().click();
    for (const [index, item] of questions.entries()) {
      expect(errors).toEqual([]);
      await answerByKeyboard(page, item.type, full(index));
      wrong.push(...(await look(index, 'en')));
      await tabTo(page, '#player-next');
      await page.keyboard.press('Enter');
    }
    expect(wrong).toEqual([]);
    expect(await page.isVisible('#player-review')).toBe(true);
    expect(await page.textContent('#player-progress')).toContain(`${String(questions.length)} of`);
    // A form that holds negative marking does not say that guessing is free.
    expect(await page.textContent('#player-review-text')).toBe('Every question has an answer.');
    expect(errors).toEqual([]);
  }, 240_000);

  it('keeps every answer when the language changes and the page is loaded again, and fits 320 px', async () => {
    await page.waitForSelector('#player-saved[data-state=saved]');
    await page.setViewportSize({ width: 320, height: 640 });
    await page.reload();
    await page.waitForSelector('#player:not([hidden])');
    await page.click('[data-language=ru]');
    const wrong: string[] = [];
    for (const index of questions.keys()) {
      await page.locator('.player-map__item').nth(index).click();
      wrong.push(...(await look(index, 'ru')));
    }
    expect(wrong).toEqual([]);
    expect(await page.locator('.player-map__item--answered').count()).toBe(questions.length);
    const [sheet] = await query<{ answers: Record<string, string> }>(
      `SELECT json_object_agg(position, value) AS answers FROM (
         SELECT DISTINCT ON (position) event ->> 'position' AS position, event ->> 'value' AS value
         FROM response_event WHERE sitting_id = $1 AND event ->> 'type' = 'answer'
         ORDER BY position, lease DESC, seq DESC) last`,
      [sittingId],
    );
    expect(sheet?.answers).toEqual(
      Object.fromEntries(questions.map((_, index) => [String(index + 1), full(index)])),
    );
    // Long texts are not sent with each key.
    const sent = await query<{ count: number }>(
      `SELECT count(*)::int AS count FROM response_event WHERE event ->> 'position' = $1`,
      [String(questions.findIndex(({ type }) => type === 'extended-text') + 1)],
    );
    expect(sent).toEqual([{ count: 1 }]);
    expect(errors).toEqual([]);
  }, 120_000);

  it('says aloud where an entry has moved, and leaves the focus with it', async () => {
    await page.click('[data-language=en]');
    await page
      .locator('.player-map__item')
      .nth(questions.findIndex(({ type }) => type === 'ordering'))
      .click();
    await tabAndPress(page, '.item-order__entry:first-child button:last-child');
    expect(await page.textContent('.item-group > .govuk-visually-hidden')).toContain('place 2 of 4');
    expect(
      await page.evaluate(() => document.activeElement?.closest('.item-order__entry')?.textContent),
    ).toMatch(/^2/);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    expect(await page.textContent('.item-group > .govuk-visually-hidden')).toContain('place 1 of 4');
  });

  it('keeps a case’s text as it was folded while one walks through its questions', async () => {
    const first = questions.findIndex((item) => item.case !== undefined);
    await page.locator('.player-map__item').nth(first).click();
    expect(await page.isVisible('#player-case-body img')).toBe(true);
    expect(await page.textContent('#player-case-title')).toContain(
      `${String(first + 1)} to ${String(first + 2)}`,
    );
    await tabAndPress(page, '#player-case-toggle');
    expect(await page.isVisible('#player-case-body')).toBe(false);
    await tabAndPress(page, '#player-next');
    expect(await position()).toContain(String(first + 2));
    expect(await page.isVisible('#player-case-body')).toBe(false);
    await page.setViewportSize({ width: 1280, height: 900 });
    expect(await page.isVisible('#player-case-body')).toBe(true);
    const [text, question] = await Promise.all(
      ['#player-case', '#player-question'].map((selector) => page.locator(selector).boundingBox()),
    );
    expect((text?.x ?? 0) + (text?.width ?? 0)).toBeLessThan(question?.x ?? 0);
  });

  it('is graded as its answer key says, and no result is out while people have something to mark', async () => {
    // A browser whose storage of pages never answers must not keep anybody from the receipt.
    await page.evaluate(() => {
      caches.delete = () => new Promise(() => undefined);
    });
    await tabAndPress(page, '#player-to-review');
    await tabAndPress(page, '#player-hand-in');
    await tabAndPress(page, '#player-confirm-yes');
    await page.waitForURL(/\/receipt/);
    const grade = await until(async () => {
      const [row] = await query<{
        points: number;
        by_item: KeptScores;
        passed: boolean;
      }>('SELECT points, by_item, passed FROM grade WHERE sitting_id = $1', [sittingId]);
      return row;
    });
    const whys = Object.fromEntries(
      keptScores(grade.by_item).map(({ why }, index) => [questions[index]?.id, why]),
    );
    expect(whys).toEqual(
      Object.fromEntries(
        questions.map(({ id, type }) => [id, type === 'extended-text' ? 'pending' : 'right']),
      ),
    );
    expect(grade.points).toBe(100 * (questions.length - 1));
    expect(grade.passed).toBe(false);
    await page.goto(`${platform.base}/sittings/${sittingId}/result`);
    expect(await page.textContent('main')).toContain('not out yet');
    const exam = await new ApiClient(platform.base).signIn('exam', DEMONSTRATION_PASSWORD);
    const [session] = await query<{ id: string }>('SELECT session_id AS id FROM sitting WHERE id = $1', [
      sittingId,
    ]);
    const address = `/api/v1/sessions/${session?.id ?? ''}`;
    await exam.post(`${address}/closing`);
    expect(await exam.get(`${address}/grading`)).toEqual({
      open: 0,
      closed: 1,
      graded: 1,
      unmarked: 1,
      lateUndecided: 0,
      failed: 0,
      aside: 0,
    });
    await expect(exam.post(`${address}/release`)).rejects.toEqual(
      new ApiError(409, 'GRADING.UNMARKED', `${address}/release`),
    );
  });

  it('runs nothing and loads nothing, whatever a text holds, even one that was never cleaned', async () => {
    const requests: string[] = [];
    await page.goto(`${platform.base}/`);
    page.on('request', (request) => requests.push(request.url()));
    const manifest = JSON.parse(
      readFileSync(path.join(PROJECT_DIR, 'dist/assets/manifest.json'), 'utf8'),
    ) as Record<string, string>;
    const { text, type } = sample('TY-ONE-001');
    await page.evaluate(
      ({ payloads, item }) => {
        for (const [index, payload] of payloads.entries()) {
          const block = document.createElement('script');
          block.type = 'application/json';
          block.dataset['itemPreview'] = `p${String(index)}`;
          const texts = { en: { ...item.text, stem: payload, options: [{ ref: '1', text: payload }] } };
          block.textContent = JSON.stringify({
            item: { type: item.type, structure: {}, texts },
            language: 'en',
            words: {},
            images: {},
            stimulus: payload,
          });
          const host = document.createElement('div');
          host.id = `p${String(index)}`;
          document.body.append(block, host);
        }
      },
      { payloads: PAYLOADS, item: { type, text: { labels: {}, ...text['en'] } } },
    );
    // Not by addScriptTag, which takes the policy's complaints about handlers for its own failure.
    await page.evaluate(
      (src) => {
        document.body.append(Object.assign(document.createElement('script'), { src }));
      },
      `${platform.base}/assets/${String(manifest['item-preview.js'])}`,
    );
    await page.waitForSelector(`#p${String(PAYLOADS.length - 1)} .item-stem`, { state: 'attached' });
    const found = await page.evaluate(() => ({
      hit: 'hit' in window,
      made: [
        ...document.querySelectorAll(
          '[id^=p] :is(script, style, iframe, object, embed, svg, math, a, form, link, meta, base, template, video)',
        ),
      ].map((one) => one.outerHTML),
      pictures: [...document.querySelectorAll('[id^=p] img')].map((one) => one.outerHTML),
      handlers: [...document.querySelectorAll('[id^=p] *')]
        .flatMap((one) => [...one.attributes])
        .filter(({ name }) => name.startsWith('on') || name === 'style')
        .map(({ name }) => name),
    }));
    expect(found).toEqual({ hit: false, made: [], pictures: [], handlers: [] });
    expect(requests.filter((url) => !url.startsWith(platform.base))).toEqual([]);
  });
});
