import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { demonstrationCode } from '../../src/desk/round/offer-accept-sign.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf, signIn } from '../support/browser.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { published } from '../support/entries.js';
import { freshCodes } from '../support/offers.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { madeRanking, type MadeRanking } from '../support/ranked.js';

const HEAD = 'person_name,post_title,grade,location,appointed_on,basis';

(HAS_BROWSER ? describe : describe.skip)('pages of appointments and second factors', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let base: string;
  let hr: ApiClient;
  let ranking: MadeRanking;
  let agencyId: string;
  let ids: {
    open: string;
    accepted: string;
    direct: string;
    batch: string;
    leaving: string;
    entries: string[];
  };

  const offer = (of: MadeRanking, index: number, more: object = {}) =>
    hr.post<{ offerId: string }>(`/api/v1/competitions/${of.competitionId}/offers`, {
      postId: of.postId,
      applicationId: of.ranked[index]?.applicationId,
      ...more,
    });
  const accept = (of: MadeRanking, index: number, offerId: string) =>
    of.ranked[index]?.client.post(`/api/v1/offers/${offerId}/acceptance`);

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    browser = await openBrowser();
    // A passkey belongs to a name, and an address of digits is none.
    base = platform.base.replace('127.0.0.1', 'localhost');
    hr = await staff(platform, 'hr');
    const official = await staff(platform, 'official');
    ranking = await madeRanking(platform, { candidates: 6, places: 4 });
    const offers = [];
    for (let index = 0; index < 3; index += 1) offers.push(await offer(ranking, index));
    const [a, b, c] = offers.map(({ offerId }) => offerId);
    await accept(ranking, 0, a ?? '');
    await ranking.ranked[1]?.client.post(`/api/v1/offers/${b ?? ''}/refusal`, { reason: 'I move away.' });
    const reason = 'Two before asked to be passed over.';
    const last = await offer(ranking, 5, { reason });
    await accept(ranking, 5, last.offerId);

    const agencies = await hr.get<{ items: { id: string; code: string }[] }>('/api/v1/agencies');
    agencyId = agencies.items.find(({ code }) => code === 'MDS')?.id ?? '';
    const agency = `/api/v1/agencies/${agencyId}`;
    const direct = [];
    for (const personName of ['Aliya Nurlan', 'Timur Bekov'])
      direct.push(
        await hr.post<{ appointmentId: string }>(`${agency}/appointments`, {
          kind: 'acting',
          personName,
          postTitle: 'Head of archive',
          grade: 'B-3',
          location: 'Baku',
          legalBasis: 'Civil Service Act, article 30.2',
          beginsOn: '2026-03-10',
        }),
      );
    const signed = direct[0]?.appointmentId ?? '';
    const body = { appointmentIds: [signed], code: demonstrationCode() };
    await official.post(`${agency}/appointments/signature`, body);
    const content = `${HEAD}\nSaule Karimova,Clerk,B-5,Baku,1999-05-01,Order 7\n,Clerk,,,1.5.1999,Order 8\n`;
    const read = () =>
      hr.post<{ batchId: string }>(`${agency}/imports`, {
        source: 'Personnel book of 1998–2012',
        content: Buffer.from(content).toString('base64'),
      });
    const done = await read();
    await hr.post(`${agency}/imports/${done.batchId}/confirmation`);
    const { batchId } = await hr.post<{ batchId: string }>(`${agency}/imports`, {
      source: 'Personnel book of 2013–2020',
      content: Buffer.from(content.replaceAll('Saule', 'Dana')).toString('base64'),
    });
    await hr.post('/api/v1/account/delegations', {
      role: 'hr-officer',
      scopeId: agencyId,
      to: 'member',
      from: '2020-01-01',
      until: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
      reason: 'On leave until then.',
    });
    await published(platform);
    const entries = await Promise.all(
      ['appointment-without-competition', 'appointment-imported'].map((type) =>
        hr.get<{ items: { publicId: string }[] }>(`/api/v1/registry/entries?type=${type}`),
      ),
    );
    const [leaving] = await platform.api.parts.database.query<{ id: string }>(
      `SELECT id FROM account WHERE sign_in = 'hr'`,
    );
    ids = {
      open: c ?? '',
      accepted: a ?? '',
      direct: signed,
      batch: batchId,
      leaving: leaving?.id ?? '',
      entries: entries.flatMap(({ items }) => items.map(({ publicId }) => publicId)),
    };
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  const visits = (): Record<string, readonly string[]> => {
    const agency = `/manage/agencies/${agencyId}`;
    const competition = `/manage/competitions/${ranking.competitionId}`;
    return {
      hr: [
        '/desk',
        `${competition}/appointments`,
        `${agency}/appointments`,
        `${agency}/appointments/${ids.direct}/end`,
        `${agency}/imports`,
        `${agency}/imports/${ids.batch}`,
        '/account/second-factors',
        '/account/delegations',
        '/registry',
        ...ids.entries.map((id) => `/registry/entries/${id}`),
      ],
      official: [
        '/desk',
        `${competition}/signing`,
        `${agency}/appointments`,
        '/account/second-factors',
        '/account/delegations',
      ],
      admin: ['/admin/accounts', `/admin/accounts/${ids.leaving}/handover`],
      [ranking.ranked[2]?.email ?? '']: ['/desk', `/offers/${ids.open}`],
      [ranking.ranked[0]?.email ?? '']: ['/desk', `/offers/${ids.accepted}`],
    };
  };

  it.each([
    [1280, 'en'],
    [320, 'ru'],
  ])(
    'are free of axe findings, script errors and sideways scrolling at %d px in "%s"',
    async (width, language) => {
      const wrong: string[] = [];
      for (const [who, paths] of Object.entries(visits())) {
        const context = await browser.newContext({ viewport: { width, height: 900 } });
        const page = await context.newPage();
        page.on('pageerror', (error) => wrong.push(`${who}: ${error.message}`));
        const own = ranking.ranked.find(({ email }) => email === who);
        await signIn(page, base, who, own?.password);
        for (const path of paths) {
          await page.goto(`${base}${path}?lang=${language}`);
          for (const fault of await faultsOf(page)) wrong.push(`${who} ${path}: ${fault}`);
          const wide = await overflowOf(page);
          if (wide > 0) wrong.push(`${who} ${path}: ${String(wide)} px too wide`);
          if (/\b[a-z]+:[a-zA-Z.]+[a-z]\b/.test(await page.innerText('main')))
            wrong.push(`${who} ${path}: a key without words`);
        }
        await context.close();
      }
      expect(wrong).toEqual([]);
    },
    240_000,
  );

  /** A page at the name of this machine, with a passkey device that says yes. */
  async function withPasskeys(): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return { context, page };
  }

  it('make a passkey, and have it sign this decision and no other, once', async () => {
    const { context, page } = await withPasskeys();
    await signIn(page, base, 'official');
    await page.goto(`${base}/account/second-factors?lang=en`);
    await freshCodes(platform);
    // Without a code of the factor that is there, none is made.
    await page.click('[data-passkey-make]');
    await page.waitForFunction(
      () => (document.querySelector('[data-passkey-said]')?.textContent ?? '') !== '',
    );
    await page.fill('[name=code]', demonstrationCode());
    await page.fill('[name=name]', 'My laptop');
    await page.click('[data-passkey-make]');
    await page.waitForURL('**/passkeys');
    await page.click('main a.govuk-button');
    expect(await page.textContent('main')).toContain('My laptop');

    const signing = `${base}/manage/competitions/${ranking.competitionId}/signing?lang=en`;
    await page.goto(signing);
    const boxes = page.locator('[name=offerIds]');
    expect(await boxes.count()).toBe(2);
    const [first, second] = await boxes.evaluateAll((all) =>
      all.map((one) => (one as HTMLInputElement).value),
    );
    await boxes.nth(1).uncheck();
    // What the page would send is kept back, to be sent by others and for others.
    let keep: (assertion: string) => void = () => undefined;
    const kept = new Promise<string>((resolve) => {
      keep = resolve;
    });
    await page.route('**/signing*', async (route) => {
      const request = route.request();
      if (request.method() !== 'POST') return route.continue();
      keep(new URLSearchParams(request.postData() ?? '').get('assertion') ?? '');
      return route.fulfill({ status: 204 });
    });
    await page.click('[data-passkey-sign]');
    const assertion = JSON.parse(await kept) as object;
    await page.unroute('**/signing*');
    const official = await staff(platform, 'official');
    // From the address of digits another origin asks, and the answer is not for it.
    const path = `/api/v1/competitions/${ranking.competitionId}/appointments`;
    expect(await codeOf(official.post(path, { offerIds: [first], assertion }))).toBe('SECOND_FACTOR.WRONG');
    const send = (offerIds: (string | undefined)[]) =>
      page.evaluate(
        async ([address, body]) => {
          const { csrfToken } = (await (await fetch('/api/v1/session')).json()) as { csrfToken: string };
          const answer = await fetch(address ?? '', {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken },
            body: body ?? '',
          });
          return answer.ok ? 'done' : ((await answer.json()) as { code: string }).code;
        },
        [path, JSON.stringify({ offerIds, assertion })],
      );
    await page.goto(signing);
    expect(await send([second])).toBe('SECOND_FACTOR.WRONG');
    expect(await send([first])).toBe('done');
    // The device's counter has moved on; one that does not count is told by its challenge.
    expect(await send([first])).toBe('SECOND_FACTOR.WRONG');
    await platform.api.parts.database.query('UPDATE second_factor SET sign_count = 0 WHERE sign_count > 0');
    expect(await send([first])).toBe('SECOND_FACTOR.USED');

    // And simply pressed.
    await page.goto(signing);
    await page.click('[data-passkey-sign]');
    await page.locator('main tbody tr').nth(1).waitFor();
    expect(await page.locator('[name=offerIds]').count()).toBe(0);
    await context.close();
  }, 120_000);

  it('lead from an offer to a signature without a script, and say what is wrong', async () => {
    const made = await madeRanking(platform, { candidates: 2, places: 1 });
    const [candidate] = made.ranked;
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const errors = async () => page.locator('.govuk-error-summary__list li').allInnerTexts();
    const as = async (who: string, password?: string) => {
      await context.clearCookies();
      await signIn(page, base, who, password);
    };
    await as('hr');
    const path = `/manage/competitions/${made.competitionId}`;
    await page.goto(`${base}${path}/appointments?lang=en`);
    await page.selectOption('[name=applicationId]', { index: 1 });
    await page.fill('[name=answerDays]', '31');
    await page.click('main form button[type=submit]');
    expect(await errors()).toEqual(['Enter a whole number from 1 to 30']);
    await page.fill('[name=answerDays]', '3');
    await page.click('main form button[type=submit]');
    expect(await errors()).toEqual(['Say in a sentence why a higher place is passed over']);
    await page.selectOption('[name=applicationId]', { index: 0 });
    await page.click('main form button[type=submit]');
    expect(await page.textContent('main')).toContain('waits for an answer');

    await as(candidate?.email ?? '', candidate?.password);
    await page.goto(`${base}/desk?lang=en`);
    await page.click('text=Read the offer and answer');
    await page.click('text=I accept the post');
    expect(await page.textContent('main')).toContain('The responsible official signs next');

    await as('official');
    await page.goto(`${base}${path}/signing?lang=en`);
    expect(await page.locator('[data-passkey-sign]').isVisible()).toBe(false);
    await page.click('main form button[type=submit]');
    expect(await errors()).toEqual(['Enter a code of your second factor']);
    await page.fill('[name=code]', '000000');
    await page.click('main form button[type=submit]');
    expect(await errors()).toEqual(['This code is not right. Look at the app again']);
    await freshCodes(platform);
    await page.fill('[name=code]', demonstrationCode());
    await page.click('main form button[type=submit]');
    expect(await page.textContent('main')).toContain('Nothing waits for you');

    await as(candidate?.email ?? '', candidate?.password);
    await page.goto(`${base}/notices?lang=en`);
    expect(await page.textContent('main')).toContain('You are appointed');
    await context.close();
  }, 120_000);

  it('show an authenticator once, and its recovery codes once', async () => {
    const { generateSync } = await import('otplib/functional');
    for (const [width, language] of [
      [1280, 'en'],
      [320, 'ru'],
    ] as const) {
      const context = await browser.newContext({ viewport: { width, height: 900 } });
      const page = await context.newPage();
      await signIn(page, base, width === 320 ? 'expert' : 'expert2');
      await page.goto(`${base}/account/second-factors?lang=${language}`);
      // It concerns only those who sign.
      expect(await page.locator('main .om-notice--warning').count()).toBe(0);
      await page.click('main form button[type=submit]');
      expect(await page.locator('.govuk-error-summary__list li').count()).toBe(1);
      await page.fill('[name=password]', 'openmerit-demo');
      await page.click('main form button[type=submit]');
      expect(await faultsOf(page)).toEqual([]);
      expect(await overflowOf(page)).toBe(0);
      const secret = (await page.textContent('main .om-code'))?.replaceAll(' ', '') ?? '';
      await page.fill('[name=code]', generateSync({ secret, epoch: Math.floor(Date.now() / 1000) }));
      await page.click('main form button[type=submit]');
      expect(await page.locator('main li .om-code').count()).toBe(10);
      expect(await faultsOf(page)).toEqual([]);
      expect(await overflowOf(page)).toBe(0);
      await page.click('main a.govuk-button');
      expect(await page.locator('main .om-code').count()).toBe(0);
      await context.close();
    }
  }, 120_000);
});
