import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { staff } from '../support/candidates.js';
import {
  criteriaFor,
  essayExam,
  gradeOwed,
  namedMarkers,
  write,
  type EssayExam,
  type TaskText,
  type Writer,
} from '../support/essays.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf, signIn } from '../support/browser.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;

withBrowser('pages of marking', () => {
  let platform: TestPlatform;
  let browser: Browser;
  /** All three have marked: one text is adjudicated, one waits for a third. */
  let full: EssayExam;
  /** Nobody has marked anything, and marker2 alone is named. */
  let fresh: EssayExam;
  let empty: EssayExam;
  let writer: Writer;
  let inHand = '';
  let final = '';

  const at = ({ sessionId }: EssayExam, rest = '') => `/api/v1/sessions/${sessionId}/marking${rest}`;

  async function mark(marker: ApiClient, of: EssayExam, points: (text: string) => number, most = 100) {
    for (let done = 0; done < most; done += 1) {
      const { textId } = await marker.post<{ textId: string | null }>(at(of, '/next'));
      if (textId === null) return;
      const text = await marker.get<TaskText>(at(of, `/texts/${textId}`));
      const criteria = criteriaFor(text, points(text.text));
      await marker.post(at(of, `/texts/${textId}/marks`), { criteria, comment: 'By the rubric.' });
      final = textId;
    }
  }

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    [full, fresh, empty] = [await essayExam(platform), await essayExam(platform), await essayExam(platform)];
    const body = 'Dear Madam,\n\nwe cannot grant the allowance. '.repeat(8);
    writer = await write(platform, full, [`${body}1`, `${body}2`]);
    for (const name of ['3', '4', '5']) await write(platform, full, [`${body}${name}`, '']);
    await write(platform, fresh, [`${body}<b>& more</b>`, `${body}8`]);
    for (const { sessionId } of [full, fresh]) await gradeOwed(platform, sessionId);
    const [one, two, three] = await namedMarkers(platform, full.sessionId, ['marker', 'marker2', 'marker3']);
    if (!one || !two || !three) throw new Error('The demonstration has three markers.');
    // Two texts lie far apart; of these the third has decided one.
    const far = /[15]$/;
    await mark(one, full, (text) => (far.test(text) ? 20 : 62));
    await mark(two, full, (text) => (far.test(text) ? 80 : 70));
    await mark(three, full, () => 55, 1);
    await gradeOwed(platform, full.sessionId);
    const [fourth] = await namedMarkers(platform, fresh.sessionId, ['marker2']);
    ({ textId: inHand } = (await fourth?.post<{ textId: string }>(at(fresh, '/next'))) ?? { textId: '' });
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  const visits = (): Record<string, readonly string[]> => ({
    marker: ['/desk', '/marking', `/sessions/${full.sessionId}/marking/work`],
    marker2: [
      '/marking',
      `/sessions/${fresh.sessionId}/marking/work`,
      `/sessions/${fresh.sessionId}/marking/texts/${inHand}`,
    ],
    marker3: [`/sessions/${full.sessionId}/marking/texts/${final}`],
    exam: [
      ...[full, fresh, empty].flatMap(({ sessionId }) => [
        `/sessions/${sessionId}/marking`,
        `/sessions/${sessionId}/marking/agreement`,
      ]),
      `/sessions/${full.sessionId}/manage`,
      `/sessions/${full.sessionId}/score-sheets`,
      `/sessions/${full.sessionId}/score-sheets/${writer.candidateNumber}`,
      `/sessions/${full.sessionId}/score-sheets/no-such-number`,
    ],
  });

  it.each([
    [1280, 'en'],
    [320, 'ru'],
  ])(
    'are free of axe findings, script errors and sideways scrolling at %d px in "%s"',
    async (width, language) => {
      const wrong: string[] = [];
      for (const [who, paths] of Object.entries(visits())) {
        const context = await browser.newContext({ viewport: { width, height: 800 } });
        const page = await context.newPage();
        page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`));
        await signIn(page, platform.base, who);
        for (const path of paths) {
          const answer = await page.goto(`${platform.base}${path}?lang=${language}`);
          const status = answer?.status() ?? 0;
          if (status >= 400 !== path.includes('no-such')) wrong.push(`${who} ${path}: ${String(status)}`);
          for (const fault of await faultsOf(page)) wrong.push(`${who} ${path}: ${fault}`);
          const overflow = await overflowOf(page);
          if (overflow > 0) wrong.push(`${who} ${path}: ${String(overflow)} px to the side`);
          const untranslated = await page.evaluate(
            () => /\b[a-z-]+:[a-zA-Z]+\.[a-zA-Z.]+\b/.exec(document.body.innerText)?.[0],
          );
          if (untranslated) wrong.push(`${who} ${path}: no words for ${untranslated}`);
        }
        await context.close();
      }
      expect(wrong).toEqual([]);
    },
    240_000,
  );

  it('let a marker mark one text after another by keyboard, without JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await signIn(page, platform.base, 'marker2');
    await page.goto(`${platform.base}/sessions/${fresh.sessionId}/marking/work`);
    await page.click('main form button[type=submit]');
    expect(page.url()).toContain(inHand);
    // What somebody typed is text, whatever it looks like.
    const written = (await page.textContent('.om-text')) ?? '';
    expect(written).toMatch(/Dear Madam/);
    expect(await page.locator('.om-text b').count()).toBe(0);
    const numbers = page.locator('main form input[inputmode=numeric]');
    await numbers.first().fill('41');
    await numbers.first().press('Enter');
    expect(await page.textContent('main')).toContain('Give whole points from 0 to the maximum');
    expect(await numbers.first().inputValue()).toBe('41');
    await markAll(page);
    await page.waitForURL(/marking\/texts\/(?!.*undefined)/);
    expect(page.url()).not.toContain(inHand);
    expect(await page.textContent('main')).toContain('1 text marked');
    // The other one is a neighbour's.
    await page.click('summary');
    await page.fill('[name=reason]', 'no');
    await page.click('details button[type=submit]');
    expect(await page.textContent('main')).toContain('Say in a few words how you know');
    await page.fill('[name=reason]', 'The story is a neighbour’s.');
    await page.click('details button[type=submit]');
    await page.waitForURL(/marking\/work/);
    expect(await page.textContent('main')).toContain('Nothing to mark just now');
    await context.close();
  }, 60_000);

  /** Gives each criterion 10 points and presses Enter in the last field. */
  async function markAll(page: Page): Promise<void> {
    const numbers = page.locator('main form input[inputmode=numeric]');
    for (let index = 0; index < (await numbers.count()); index += 1) await numbers.nth(index).fill('10');
    await numbers.last().press('Enter');
  }

  it('let an officer name markers, take them back and set the rule until marking has begun', async () => {
    const page = await (await browser.newContext()).newPage();
    await signIn(page, platform.base, 'exam');
    await page.goto(`${platform.base}/sessions/${empty.sessionId}/marking`);
    const names = await page.locator('[name=accountId] option').allTextContents();
    await page.click('main form[action$="/markers"] button[type=submit]');
    await page.waitForURL(/marking$/);
    const [first = ''] = names;
    expect(await page.textContent('main .om-table')).toContain(first.split(',')[0]);
    await page.click('main form[action$="/removal"] button[type=submit]');
    await page.waitForURL(/marking$/);
    expect(await page.textContent('main .om-table')).toContain('No more');
    await page.fill('[name=tolerance]', '101');
    await page.click('main form[action$="/rule"] button[type=submit]');
    expect(await page.textContent('main')).toContain('Give a whole number from 0 to 100');
    await page.fill('[name=tolerance]', '15');
    await page.click('main form[action$="/rule"] button[type=submit]');
    expect(await page.textContent('main')).toContain('may differ by 15 of 100');
    await page.goto(`${platform.base}/sessions/${full.sessionId}/marking`);
    expect(await page.locator('[name=tolerance]').count()).toBe(0);
    await page.goto(`${platform.base}/sessions/${full.sessionId}/score-sheets`);
    await page.fill('[name=number]', 'NOBODY');
    await page.click('main form button[type=submit]');
    expect(await page.textContent('#number-error')).toContain('Nobody with this candidate number');
    expect(await page.inputValue('[name=number]')).toBe('NOBODY');
    await page.fill('[name=number]', writer.candidateNumber.toLowerCase());
    await page.click('main form button[type=submit]');
    await page.waitForURL(/score-sheets\/[A-Z0-9]+$/);
    const sheet = (await page.textContent('main')) ?? '';
    expect(sheet).not.toContain('Test Person');
    expect(sheet).toContain(writer.candidateNumber);
    await page.context().close();
  }, 60_000);

  it('keep an officer who marks in a session from its marks until all are in', async () => {
    const { database } = platform.api.parts;
    await database.query(
      `INSERT INTO role_grant (id, account_id, role, scope_id, granted_by)
       SELECT gen_random_uuid(), a.id, 'exam-officer', s.id, a.id FROM account a, scope s
       WHERE a.sign_in = 'marker' AND s.id = $1`,
      [full.sessionId],
    );
    const marker = await staff(platform, 'marker');
    for (const path of [at(full), at(full, '/agreement')])
      await expect(marker.get(path)).rejects.toThrow('403 MARKING.STAYS_BLIND');
    const own = `/api/v1/sessions/${full.sessionId}/score-sheets/${writer.candidateNumber}`;
    await expect(marker.get(own)).rejects.toThrow('403 MARKING.STAYS_BLIND');
  });
});
