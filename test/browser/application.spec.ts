import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { newAccount, staff, type NewAccount } from '../support/candidates.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf, signIn } from '../support/browser.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { askingApplication, askingCompetition, GOOD_ANSWERS, PDF } from '../support/uploads.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;

withBrowser('applying, screening and where candidates stand', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let competitionId: string;
  let agencyId: string;
  let waiting: string;

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    competitionId = await askingCompetition(platform);
    const [row] = await platform.api.parts.database.query<{ agencyId: string; requestId: string }>(
      `SELECT agency_id AS "agencyId", id AS "requestId" FROM post_request WHERE state = 'requested'`,
    );
    agencyId = row?.agencyId ?? '';
    waiting = row?.requestId ?? '';
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  const apply = (path = ''): string => `/competitions/${competitionId}/apply${path}`;
  const manage = (path: string): string => `/manage/competitions/${competitionId}${path}`;
  const send = (page: Page) => page.locator('main form button[type=submit]').first().click();

  /** A candidate without JavaScript who answers every question. */
  async function answering(answers: Record<string, string>): Promise<{ page: Page; account: NewAccount }> {
    const { client: _client, ...account } = await newAccount(platform);
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await signIn(page, platform.base, account.email, account.password);
    for (const [code, value] of Object.entries(answers)) {
      await page.goto(platform.base + apply(`/${code}`));
      const choice = page.locator(`input[name=answer][type=radio][value="${value}"]`);
      if ((await choice.count()) > 0) await choice.check();
      else await page.fill('[name=answer]', value);
      await send(page);
    }
    return { page, account };
  }

  it('works without JavaScript, from the first question to a decision with its reason', async () => {
    const { page } = await answering({ ...GOOD_ANSWERS, education: 'school' });
    await page.goto(platform.base + apply('/education'));
    expect(await page.textContent('main')).toContain('By this answer you do not meet a rule');
    await page.setInputFiles('#file', { name: 'diploma.pdf', mimeType: 'application/pdf', buffer: PDF });
    await page.click('form[enctype] button[type=submit]');
    expect(await page.textContent('main')).toContain('diploma.pdf');
    await page.goto(platform.base + apply());
    expect(await page.textContent('main')).toContain('No machine refuses anybody');
    await page.click('main form button[type=submit]');
    expect(await page.textContent('main')).toContain('Handed in on');

    const hr = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await signIn(hr, platform.base, 'hr');
    await hr.goto(platform.base + manage('/screening?state=waiting&clear=no'));
    await hr.locator('main table a').first().click();
    await hr.check('input[value=not-eligible]');
    await hr.locator('main form button[type=submit]').last().click();
    // What was chosen stays.
    expect(await hr.isChecked('input[value=not-eligible]')).toBe(true);
    expect(await hr.textContent('main')).toContain('Say why: the candidate reads it');
    await hr.selectOption('[name=ruleCode]', 'education');
    await hr.fill('[name=reason]', 'The post asks for a bachelor’s degree.');
    await hr.locator('main form button[type=submit]').last().click();
    await hr.waitForURL(/\/screening$/);

    await page.goto(`${platform.base}/desk`);
    expect(await page.textContent('main')).toContain('The post asks for a bachelor’s degree.');
    await page.goto(platform.base + apply());
    const told = (await page.textContent('main')) ?? '';
    expect(told).toContain('Leyla Mammadova');
    expect(told).toContain('The rule: Education.');
    await page.context().close();
    await hr.context().close();
  }, 120_000);

  it('saves the list as a table with a head, safe for a spreadsheet, and keeps who did', async () => {
    const { ids } = await askingApplication(platform);
    await platform.api.parts.database.query(
      `UPDATE person p SET full_name = '=1+1, "Nobody"' FROM application a WHERE a.id = $1 AND p.id = a.person_id`,
      [ids.applicationId],
    );
    const page = await (await browser.newContext({ acceptDownloads: true })).newPage();
    await signIn(page, platform.base, 'hr');
    await page.goto(platform.base + manage('/pipeline?name=nobody'));
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click('form[action*="/table"] button[type=submit]'),
    ]);
    expect(download.suggestedFilename()).toBe('DEMO-2026-LAW.csv');
    const parts: Buffer[] = [];
    for await (const part of await download.createReadStream()) parts.push(part as Buffer);
    const lines = Buffer.concat(parts).toString('utf8').split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe(
      '\uFEFFApplication,Candidate,Language,Applied,Furthest step,Standing,Place,Appointed to',
    );
    expect(lines[1]).toMatch(
      new RegExp(`^${ids.applicationId},"'=1\\+1, ""Nobody""",en,\\S+Z,Applied,Still in,,$`),
    );
    const record = await (
      await staff(platform, 'admin')
    ).get<{ items: { action: string; subject: string }[] }>('/api/v1/decisions');
    expect(record.items).toContainEqual(
      expect.objectContaining({ action: 'pipeline-exported', subject: 'DEMO-2026-LAW' }),
    );
    await page.context().close();
  }, 60_000);

  it.each([
    [1280, 'en'],
    [320, 'ru'],
  ])(
    'is free of axe findings and sideways scrolling at %d px in "%s"',
    async (width, language) => {
      const { ids } = await askingApplication(platform);
      const { page: draft, account } = await answering({ citizenship: 'yes', education: 'school' });
      await draft.context().close();
      const visits: [NewAccount, string[]][] = [
        [
          account,
          [
            '/desk',
            `/competitions/${competitionId}`,
            apply(),
            apply('/education'),
            apply('/age'),
            apply('/consent'),
          ],
        ],
        [
          { email: 'hr', password: 'openmerit-demo' },
          [
            '/desk',
            manage(''),
            manage('/screening'),
            manage('/screening?state=eligible'),
            manage('/screening/clear'),
            manage(`/screening/${ids.applicationId}`),
            manage('/pipeline'),
            manage('/pipeline?name=nobody-has-this-name'),
            manage(`/pipeline/${ids.applicationId}`),
            `/manage/agencies/${agencyId}/post-requests`,
            `/manage/agencies/${agencyId}/post-requests/new?again=${waiting}`,
            `/manage/agencies/${agencyId}/competitions/new`,
          ],
        ],
        [
          { email: 'admin', password: 'openmerit-demo' },
          ['/desk', '/post-requests', `/post-requests/${waiting}`],
        ],
      ];
      const wrong: string[] = [];
      for (const [{ email, password }, paths] of visits) {
        const context = await browser.newContext({ viewport: { width, height: 800 } });
        const page = await context.newPage();
        page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`));
        await signIn(page, platform.base, email, password);
        for (const path of paths) {
          const answer = await page.goto(
            `${platform.base}${path}${path.includes('?') ? '&' : '?'}lang=${language}`,
          );
          if ((answer?.status() ?? 0) >= 400) wrong.push(`${path}: ${String(answer?.status())}`);
          for (const fault of await faultsOf(page)) wrong.push(`${path}: ${fault}`);
          const overflow = await overflowOf(page);
          if (overflow > 0) wrong.push(`${path}: ${String(overflow)} px to the side`);
          const untranslated = await page.evaluate(
            () => /\b[a-z-]+:[a-zA-Z]+\.[a-zA-Z.]+\b/.exec(document.body.innerText)?.[0],
          );
          if (untranslated) wrong.push(`${path}: no words for ${untranslated}`);
        }
        await context.close();
      }
      expect(wrong).toEqual([]);
    },
    240_000,
  );
});
