import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { FORESEE_CHANGE, foreseeChangeJobId } from '../../src/appeal/jobs/foresee-change.job.js';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf, signIn } from '../support/browser.js';
import { staff } from '../support/candidates.js';
import { foreseenAt, releasedSession, sharedItems } from '../support/contested.js';
import { published } from '../support/entries.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import { PDF } from '../support/uploads.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;
const REASONS = 'Two of these answers are right by the law as it stands since March.';
/** The first candidate of a file, as test/support/candidates.ts makes them. */
const CANDIDATE = { name: 'test-1@example.org', password: 'a password for 1' };

withBrowser('the pages of challenges and appeals', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let competitionId: string;
  let sessionId: string;
  let sittingId: string;
  let expert: ApiClient;
  let exam: ApiClient;
  const cases = new Map<string, string>();
  const appeals: string[] = [];
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);

  /** A question of the first candidate's that others had too, challenged; how far it has come since. */
  async function challenged(
    state: 'open' | 'proposed' | 'rejected' | 'accepted',
    index: number,
  ): Promise<void> {
    const items = (await sharedItems(platform)).filter(({ places }) =>
      places.some((one) => one.sittingId === sittingId),
    );
    const position = items[index]?.places.find((one) => one.sittingId === sittingId)?.position;
    const client = await candidate();
    await client.post(`/api/v1/sittings/${sittingId}/challenges`, {
      position,
      reasons: REASONS,
      source: 'Law 12, article 4',
    });
    const at = `/api/v1/competitions/${competitionId}/challenges`;
    const { items: open } = await exam.get<{ items: { id: string; state: string }[] }>(at);
    const caseId =
      open.find((one) => one.state === 'open' && ![...cases.values()].includes(one.id))?.id ?? '';
    cases.set(state, caseId);
    if (state === 'open') return;
    const kind = state === 'rejected' ? 'reject' : 'annul';
    await expert.post(`${at}/${caseId}/ruling`, {
      kind,
      reason: 'As the law stands since March.',
      challenges: 1,
    });
    if (state === 'rejected') return;
    const { foreseenHash } = await foreseenAt(exam, `${at}/${caseId}`);
    if (state !== 'accepted') return;
    await exam.post(`${at}/${caseId}/confirmation`, { foreseenHash });
    await until(async () => (await query('SELECT 1 FROM regrade WHERE done_at IS NULL')).length === 0);
  }
  let signedIn: ApiClient;
  const candidate = (): Promise<ApiClient> => Promise.resolve(signedIn);

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    const released = await releasedSession(platform, 5);
    ({ competitionId, sessionId, exam } = released);
    const [first] = released.sat;
    sittingId = first?.sittingId ?? '';
    if (first) signedIn = first.client;
    expert = await staff(platform, 'expert');
    await query(`UPDATE exam_session SET review = 'answers-and-keys' WHERE id = $1`, [sessionId]);
    await challenged('accepted', 0);
    await challenged('rejected', 1);
    await challenged('open', 2);
    await challenged('proposed', 3);
    for (const about of ['incident', 'sitting']) {
      const { appealId } = await signedIn.post<{ appealId: string }>(
        `/api/v1/sittings/${sittingId}/appeals`,
        {
          about,
          body: 'The power went out for a quarter of an hour, and no time was added.',
        },
      );
      appeals.push(appealId);
    }
    const officer = await staff(platform, 'appeals');
    const at = `/api/v1/sessions/${sessionId}/appeals/${appeals[0] ?? ''}`;
    await officer.post(`${at}/taking`);
    await officer.post(`${at}/decision`, {
      outcome: 'partly',
      remedy: 'none',
      ground: 'technical',
      reason: 'The protocol says two minutes.',
    });
    await officer.post(`/api/v1/sessions/${sessionId}/appeals/${appeals[1] ?? ''}/taking`);
    // Little time is left of one.
    await query(`UPDATE challenge_case SET due_at = clock_timestamp() + interval '1 day' WHERE id = $1`, [
      cases.get('open'),
    ]);
    await published(platform);
    browser = await openBrowser();
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  const visits = (): Record<string, string[]> => {
    const at = `/manage/competitions/${competitionId}/challenges`;
    const all = [...cases.values()].map((id) => `${at}/${id}`);
    const of = appeals.map((id) => `/sessions/${sessionId}/appeals/${id}`);
    return {
      '': [`/competitions/${competitionId}/changes`, `/competitions/${competitionId}`],
      [CANDIDATE.name]: [
        `/sittings/${sittingId}/result`,
        `/sittings/${sittingId}/review`,
        `/sittings/${sittingId}/appeals`,
        '/notices',
      ],
      expert: ['/desk', at, ...all],
      // What an officer sees besides: what a proposal would do, and what was done.
      exam: ['/desk', `${at}/${cases.get('proposed') ?? ''}`, `${at}/${cases.get('accepted') ?? ''}`],
      appeals: ['/desk', '/appeals', ...of],
    };
  };
  const enter = async (page: Page, who: string): Promise<void> => {
    if (who === '') return;
    if (who === CANDIDATE.name) await signIn(page, platform.base, who, CANDIDATE.password);
    else await signIn(page, platform.base, who);
  };

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
        await enter(page, who);
        for (const path of paths) {
          const answer = await page.goto(`${platform.base}${path}?lang=${language}`);
          if (answer?.status() !== 200) wrong.push(`${who} ${path}: ${String(answer?.status())}`);
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

  it('work without JavaScript: a challenge that says too little, an appeal with a file that is none', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await enter(page, CANDIDATE.name);
    await page.goto(`${platform.base}/sittings/${sittingId}/review`);
    const answer = await page.request.get(`${platform.base}/sittings/${sittingId}/review`);
    expect(answer.headers()['cache-control']).toBe('no-store');
    const form = page.locator('form:has(textarea[name=reasons])').first();
    await page.locator('details:has(textarea[name=reasons]) summary').first().click();
    await form.locator('textarea').fill('Too short.');
    await form.locator('button').click();
    expect(await page.textContent('.govuk-error-summary')).toContain('20');
    expect(await page.locator('.govuk-textarea--error').inputValue()).toBe('Too short.');
    await page.locator('.govuk-textarea--error').fill(REASONS);
    await page.locator('details[open] form button').click();
    await page.waitForURL(/done=challenge/);

    await page.goto(`${platform.base}/sittings/${sittingId}/appeals`);
    await page.check('[name=about][value=mark]');
    await page.fill('[name=position]', '3');
    await page.fill('[name=body]', 'My third answer says the same as the rubric, and has no points.');
    const make = page.locator('form:has([name=about])');
    await make
      .locator('[type=file]')
      .setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no PDF') });
    await make.locator('button[type=submit]').click();
    expect(await page.textContent('.govuk-error-summary')).toContain('PDF');
    expect(await page.inputValue('[name=body]')).toContain('rubric');
    await make.locator('[type=file]').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: PDF });
    await make.locator('button[type=submit]').click();
    await page.waitForURL(/\/appeals$/);
    const file = page.locator('a[href*="/files/"]').first();
    const saved = await page.request.get(`${platform.base}${(await file.getAttribute('href')) ?? ''}`);
    expect(saved.headers()['content-disposition']).toContain('attachment');
    expect((await saved.body()).equals(PDF)).toBe(true);
    await context.close();
  }, 60_000);

  it('say how far it is worked out what a change would do, and then show it by themselves', async () => {
    const caseId = cases.get('proposed') ?? '';
    const address = `${platform.base}/manage/competitions/${competitionId}/challenges/${caseId}`;
    // It is asked for, and held back as what an operator has set aside is.
    const id = randomUUID();
    const subject = foreseeChangeJobId(id);
    await query(
      `INSERT INTO failed_job (id, job, subject, payload, error_name, code, attempts, state)
       VALUES ($1, $2, $3, '{}', 'Error', 'UNKNOWN', 5, 'failed')`,
      [randomUUID(), FORESEE_CHANGE.name, subject],
    );
    await query(
      `UPDATE foreseen_change SET id = $2, state = 'working', done = 2, total = 5, result = NULL, hash = NULL, basis = NULL,
         session_ids = NULL, ended_at = NULL WHERE case_id = $1`,
      [caseId, id],
    );
    const context = await browser.newContext({ viewport: { width: 320, height: 800 } });
    const page = await context.newPage();
    await enter(page, 'exam');
    await page.goto(`${address}?lang=en`);
    expect(await page.textContent('[data-progress-text]')).toContain('2 of 5');
    expect(await page.locator('progress').getAttribute('value')).toBe('2');
    expect(await page.locator('[name=foreseenHash]').count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    await query('UPDATE foreseen_change SET done = 4 WHERE id = $1', [id]);
    await page.waitForFunction(() => document.querySelector('progress')?.value === 4);
    expect(await page.textContent('[data-progress-text]')).toContain('4 of 5');
    await query('DELETE FROM failed_job WHERE subject = $1', [subject]);
    await page.waitForSelector('[name=foreseenHash]', { state: 'attached' });

    await query(
      `UPDATE foreseen_change SET state = 'failed', failure = 'GRADING.NO_ITEM', result = NULL, hash = NULL, basis = NULL,
         session_ids = NULL WHERE case_id = $1`,
      [caseId],
    );
    await page.goto(`${address}?lang=ru`);
    expect(await page.textContent('main')).toContain('GRADING.NO_ITEM');
    expect(await faultsOf(page)).toEqual([]);
    await page.click(`form[action$="/preview"] button`);
    await page.waitForSelector('[name=foreseenHash]', { state: 'attached' });
    await context.close();
  }, 60_000);

  it('let an expert rekey by choosing answers, and an officer confirm what is shown', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await enter(page, 'expert2');
    await page.goto(
      `${platform.base}/manage/competitions/${competitionId}/challenges/${cases.get('open') ?? ''}`,
    );
    await page.check('[name=kind][value=rekey]');
    await page.fill('[name=reason]', 'Another answer is right since March.');
    await page.click('form:has([name=kind]) button');
    expect(await page.textContent('.govuk-error-summary')).toContain('answer key');
    const right = await page.locator('.om-review-item__key').count();
    expect(right).toBe(1);
    const boxes = page.locator('[name=right]');
    await boxes.first().check();
    await boxes.nth(1).check();
    await page.click('form:has([name=kind]) button');
    await page.waitForLoadState();
    expect(await page.textContent('main')).toContain('Waits to be confirmed');
    await context.close();
    const other = await browser.newContext({ javaScriptEnabled: false });
    const officer = await other.newPage();
    await enter(officer, 'exam');
    const here = `${platform.base}/manage/competitions/${competitionId}/challenges/${cases.get('open') ?? ''}`;
    await until(async () => {
      await officer.goto(here);
      return (await officer.locator('[name=foreseenHash]').count()) > 0;
    });
    expect(await officer.textContent('main')).toContain('What it would do');
    await officer.click('form:has([name=foreseenHash]) button');
    expect(await officer.textContent('main')).toMatch(/Being graded again|Accepted/);
    await other.close();
  }, 60_000);
});
