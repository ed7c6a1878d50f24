import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf, signIn } from '../support/browser.js';
import { newApplicant, type Applicant } from '../support/candidates.js';
import { ApiClient } from '../../src/desk/round/api-client.js';
import { sitExam } from '../../src/desk/round/sit-exam.js';
import { seededGenerator, sha256 } from '../../src/kernel/index.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { begin } from '../support/sessions.js';
import { until } from '../support/until.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;
const WHAT = 'Somebody stood behind the candidate and read the screen aloud.';
const WHY = 'Two proctors saw it, and the candidate says the same about it.';

/** One incident from its opening to its end, by the pages alone, at the width of a small phone. */
withBrowser('the pages of an incident', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let applicant: Applicant;
  let sittingId: string;
  let incident: string;
  let own: string;

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    browser = await openBrowser();
    applicant = await newApplicant(platform);
    const client = await new ApiClient(platform.base).signIn(applicant.email, applicant.password);
    const leased = await begin(client, applicant.sessionId);
    await sitExam(client, leased, seededGenerator(sha256('incident pages')));
    ({ sittingId } = leased);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  /** A page of somebody who is signed in, looked at wherever it goes. */
  async function as(
    who: string,
    path: string,
    act: (page: Page) => Promise<void>,
    password?: string,
  ): Promise<string> {
    const context = await browser.newContext({ viewport: { width: 320, height: 800 } });
    const page = await context.newPage();
    await signIn(page, platform.base, who, password);
    await page.goto(platform.base + path);
    await act(page);
    expect(await faultsOf(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    const address = new URL(page.url()).pathname;
    await context.close();
    return address;
  }
  const candidate = (path: string, act: (page: Page) => Promise<void>) =>
    as(applicant.email, path, act, applicant.password);
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

  it('begins in the room, with what is missing said beside its field', async () => {
    incident = await as('proctor', `/sessions/${applicant.sessionId}/room`, async (page) => {
      await page.getByRole('link', { name: /^Open an incident/ }).click();
      await page.fill('[name=note]', 'I saw it from the second row.');
      await press(page, 'Open the incident');
      expect(await page.textContent('.govuk-error-summary')).toContain('Say what it is about.');
      await page.check('[value=help-from-outside]');
      await page.fill('[name=what]', 'Short.');
      await press(page, 'Open the incident');
      expect(await page.textContent('.govuk-error-summary')).toContain('20 to 4000');
      expect(await page.inputValue('[name=note]')).toBe('I saw it from the second row.');
      await page.fill('[name=what]', WHAT);
      await press(page, 'Open the incident');
      expect(await page.textContent('h1')).toContain('Incident about');
    });
    expect(incident).toMatch(new RegExp(`^/sessions/${applicant.sessionId}/incidents/[0-9a-f-]{36}$`));
    own = `/sittings/${sittingId}/incidents/${incident.split('/').at(-1) ?? ''}`;
  }, 60_000);

  it('is answered by the candidate, also after an official has taken something down', async () => {
    await platform.api.parts.database.query(
      `INSERT INTO role_grant (id, account_id, role, scope_id)
       SELECT gen_random_uuid(), a.id, 'proctor', $1 FROM account a WHERE a.sign_in = 'hr'`,
      [applicant.sessionId],
    );
    await as('hr', incident, async (page) => {
      await page.getByText('Take down what the candidate says').click();
      await page.fill('[name=answer]', 'They say that it was their brother.');
      await press(page, 'Save the answer');
      expect(await page.textContent('main')).toContain('They say that it was their brother.');
    });
    await candidate(own, async (page) => {
      const main = await page.textContent('main');
      expect(main).toContain('What you said was taken down. You can write yourself until');
      expect(main).not.toContain('Settled');
      expect(await page.locator('[name=answer]').count()).toBe(1);
    });
    await as('exam', '/desk', async (page) => {
      expect(await page.textContent('main')).not.toContain('1 waits');
    });
    await platform.api.parts.database.query('UPDATE incident SET answer_until = clock_timestamp()');
    await as('exam', '/desk', async (page) => {
      expect(await page.textContent('main')).toContain('1 waits');
    });
    await candidate(own, async (page) => {
      expect(await page.textContent('main')).toContain('you can still answer');
      expect(await page.locator('[name=answer]').count()).toBe(1);
    });
  }, 60_000);

  it('is answered where the desk and the result lead, and what comes second is not lost', async () => {
    await candidate(`/sittings/${sittingId}/result`, async (page) => {
      await page.getByRole('link', { name: 'What happened, and what you can do' }).click();
      expect(new URL(page.url()).pathname).toBe(own);
      expect(await page.textContent('main')).toContain('I saw it from the second row.');
      await press(page, 'Send my answer');
      expect(await page.textContent('.govuk-error-summary')).toContain('Write something');
      const other = await page.context().newPage();
      await other.goto(platform.base + own);
      await other.fill('[name=answer]', 'A long text that was written elsewhere.');
      await page.fill('[name=answer]', 'It was my brother, who left again.');
      await press(page, 'Send my answer');
      expect(await page.textContent('main')).toContain('Your answer is here');
      await press(other, 'Send my answer');
      const main = await other.textContent('main');
      expect(main).toContain('further on already');
      expect(main).toContain('This was not sent');
      expect(main).toContain('A long text that was written elsewhere.');
      expect(await faultsOf(other)).toEqual([]);
    });
  }, 60_000);

  async function isDecided(): Promise<void> {
    await as('exam', '/desk', async (page) => {
      expect(await page.textContent('main')).toContain('1 waits');
      await page.getByRole('link', { name: 'Incidents', exact: true }).click();
      await page.getByRole('link', { name: /^[0-9A-Z]{10}$/ }).click();
      expect(new URL(page.url()).pathname).toBe(incident);
      await page.check('[value=void-misconduct]');
      await press(page, 'Decide by my name');
      expect(await page.textContent('.govuk-error-summary')).toContain('Say why');
      await page.fill('[name=reason]', WHY);
      await press(page, 'Decide by my name');
      expect(await page.textContent('main')).toContain('The candidate can contest it until');
    });
  }

  it('is decided by a second person, contested, and reviewed by a third', async () => {
    await as('appeals', incident, async (page) => {
      await page.check('[value=noted]');
      await page.fill('[name=reason]', 'These reasons come a moment too late.');
      await isDecided();
      await press(page, 'Decide by my name');
      expect(await page.textContent('main')).toContain('This was not sent');
      expect(await page.textContent('main')).toContain('These reasons come a moment too late.');
    });
    await candidate('/desk', async (page) => {
      expect(await page.textContent('main')).toContain('You can contest it.');
      await page.getByRole('link', { name: 'What happened, and what you can do' }).click();
      await page.fill('[name=reason]', 'Nobody said a word about any of the questions.');
      await press(page, 'Contest it');
      expect(await page.textContent('main')).toContain('You have contested the decision');
    });
    await as('exam', incident, async (page) => {
      expect(await page.textContent('main')).toContain('somebody else decides');
      expect(await page.getByRole('button', { name: 'Decide by my name' }).count()).toBe(0);
    });
    await as('appeals', incident, async (page) => {
      await page.check('[value=overturned]');
      await page.fill('[name=reason]', WHY);
      await press(page, 'Decide by my name');
    });
    await until(async () => {
      const rows = await platform.api.parts.database.query('SELECT 1 FROM incident WHERE settled_at IS NULL');
      return rows.length === 0;
    });
    await candidate(own, async (page) => {
      expect(await page.textContent('main')).toContain('The decision is overturned');
      expect(await page.textContent('main')).toContain('Settled');
    });
  }, 90_000);

  it('is counted for everybody', async () => {
    const page = await browser.newPage();
    await page.goto(`${platform.base}/incidents/figures`);
    expect(await page.textContent('main')).toContain('100 %');
    await page.close();
    const answer = await fetch(`${platform.base}/api/v1/incidents/figures`);
    expect(await answer.json()).toMatchObject({
      years: [{ decided: 1, found: 1, contested: 1, reviewed: 1, overturned: 1, kinds: [] }],
    });
  });

  it('says what was not sent where the results came out meanwhile', async () => {
    await as(
      'proctor',
      `/sessions/${applicant.sessionId}/sittings/${sittingId}/incidents/new`,
      async (page) => {
        await page.check('[value=other]');
        await page.fill('[name=what]', WHAT);
        await platform.api.parts.database.query(
          'UPDATE exam_session SET released_at = clock_timestamp() WHERE id = $1',
          [applicant.sessionId],
        );
        await press(page, 'Open the incident');
        expect(await page.textContent('main')).toContain('This was not sent');
        expect(await page.textContent('main')).toContain(WHAT);
      },
    );
  });
});
