import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { closedCopies } from '../../bench/load/closed-copies.js';
import { ApiClient } from '../../src/desk/round/api-client.js';
import { sitExam, type Leased } from '../../src/desk/round/sit-exam.js';
import { seededGenerator, sha256 } from '../../src/kernel/index.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf, signIn } from '../support/browser.js';
import { newApplicant, staff, type Applicant } from '../support/candidates.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

const OTHERS = 40;
const FACES = [
  [1280, 'en'],
  [320, 'ru'],
] as const;

const withBrowser = HAS_BROWSER ? describe : describe.skip;

withBrowser('from graded to released, and the result', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let exam: ApiClient;
  let own: Applicant & { sittingId: string };
  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const results = () => `/sessions/${own.sessionId}/results`;

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    exam = await staff(platform, 'exam');
    const applicant = await newApplicant(platform);
    const client = await new ApiClient(platform.base).signIn(applicant.email, applicant.password);
    const leased = await client.post<Leased>(`/api/v1/sessions/${applicant.sessionId}/sittings`);
    await sitExam(client, leased, seededGenerator(sha256('results')));
    own = { ...applicant, sittingId: leased.sittingId };
    const [form] = await query<{ items: unknown[] }>('SELECT items FROM form WHERE sitting_id = $1', [
      own.sittingId,
    ]);
    await closedCopies((sql, values = []) => query(sql, values), {
      sessionId: own.sessionId,
      count: OTHERS,
      forms: [form?.items],
      items: form?.items.length ?? 0,
    });
    await query(
      `UPDATE exam_session SET release_policy = 'officer', release_signed_by = NULL WHERE id = $1`,
      [own.sessionId],
    );
    await query(
      `DELETE FROM form WHERE sitting_id = (SELECT id FROM sitting WHERE id <> $1 ORDER BY id LIMIT 1)`,
      [own.sittingId],
    );
    await platform.worker();
    await until(
      async () => (await query(`SELECT 1 FROM failed_job WHERE state = 'failed'`)).length === 1,
      120,
    );
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  /** Looks at pages as somebody, in both faces. @returns what is wrong. */
  async function look(who: readonly [name: string, password?: string] | null, paths: readonly string[]) {
    const wrong: string[] = [];
    for (const [width, language] of FACES) {
      const page = await opened(width);
      page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`));
      if (who) await signIn(page, platform.base, ...who);
      for (const path of paths) {
        await page.goto(`${platform.base}${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
        wrong.push(...(await faultsIn(page)).map((fault) => `${path} ${language}: ${fault}`));
      }
      await page.context().close();
    }
    return wrong;
  }

  async function opened(width: number): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled: true });
    return context.newPage();
  }

  async function faultsIn(page: Page): Promise<string[]> {
    const overflow = await overflowOf(page);
    const bare = await page.evaluate(
      () => /\b[a-z-]+:[a-zA-Z]+\.[a-zA-Z.]+\b/.exec(document.body.innerText)?.[0],
    );
    return [
      ...(await faultsOf(page)),
      ...(overflow > 0 ? [`${String(overflow)} px to the side`] : []),
      ...(bare ? [`no words for ${bare}`] : []),
    ];
  }

  it('shows what failed to the operator and the officer, and refuses what has no reason', async () => {
    expect(await look(['admin'], ['/admin/jobs', '/desk'])).toEqual([]);
    expect(await look(['exam'], [results(), `/sessions/${own.sessionId}/manage`])).toEqual([]);
    expect(await look([own.email, own.password], [`/sittings/${own.sittingId}/result`])).toEqual([]);
    const page = await opened(320);
    await signIn(page, platform.base, 'exam');
    await page.goto(`${platform.base}${results()}`);
    expect(await page.textContent('main')).toContain('1 sitting could not be graded');
    await page.locator('section details summary').first().click();
    await page.locator('section details button').first().click();
    expect(await page.textContent('.govuk-error-summary')).toContain('Say why it is set aside.');
    expect(await faultsIn(page)).toEqual([]);
    await page.locator('section details input[name^=reason]').fill('Its paper is lost.');
    await page.locator('section details button').first().click();
    expect(await page.textContent('main')).toContain('Set aside');
    await page.context().close();
  }, 120_000);

  it('signs a time, takes it back, and releases with a reason', async () => {
    await exam.post(`/api/v1/sessions/${own.sessionId}/closing`);
    const page = await opened(1280);
    await signIn(page, platform.base, 'exam');
    await page.goto(`${platform.base}${results()}`);
    await page.locator('summary', { hasText: 'Set a time instead' }).click();
    await page.fill('[name=releaseAt]', '2020-01-01T10:00');
    await page.click('text=Sign the release by my name');
    expect(await page.textContent('.govuk-error-summary')).toContain('That moment is past');
    await page.fill('[name=releaseAt]', '2099-01-01T10:00');
    await page.click('text=Sign the release by my name');
    expect(await page.textContent('main')).toContain('The results come out on 1 January 2099');
    expect(await faultsIn(page)).toEqual([]);
    // The time has come, and something calls for caution: nothing is released, and the pages say so.
    await query('UPDATE exam_session SET release_at = clock_timestamp() WHERE id = $1', [own.sessionId]);
    expect(await look(['exam'], [results(), '/desk'])).toEqual([]);
    await page.goto(`${platform.base}${results()}`);
    expect(await page.textContent('main')).toContain('were to come out');
    await page.click('text=Take the signature back');
    await page.click('text=Release the results by my name');
    expect(await page.textContent('.govuk-error-summary')).toContain('Say why');
    await page.fill('[name=reason]', 'The candidate sits again.');
    await page.click('text=Release the results by my name');
    expect(await page.textContent('main')).toContain('Released on');
    await page.context().close();
  }, 120_000);

  it('shows a result, and a certificate that whoever holds it checks', async () => {
    const client = await new ApiClient(platform.base).signIn(own.email, own.password);
    const { code } = await client.post<{ code: string }>(`/api/v1/sittings/${own.sittingId}/certificate`);
    expect(await look([own.email, own.password], [`/sittings/${own.sittingId}/result`])).toEqual([]);
    expect(
      await look(null, ['/check', `/check?code=${code}`, '/check?code=none', `/check/${'2'.repeat(27)}`]),
    ).toEqual([]);
    expect(await look(['exam'], [results()])).toEqual([]);
    const page = await opened(320);
    await page.goto(`${platform.base}/check`);
    await page.fill('[name=code]', `https://example.org/check/${code.toLowerCase()}`);
    await page.click('main form button[type=submit]');
    expect(await page.textContent('main')).toContain('This certificate is genuine');
    await page.fill('[name=name]', 'Somebody Else');
    await page.click('main form button[type=submit]');
    expect(await page.textContent('main')).toContain('The name is not right');
    expect(await faultsIn(page)).toEqual([]);
    await page.context().close();
  }, 120_000);
});
