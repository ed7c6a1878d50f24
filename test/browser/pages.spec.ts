import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { bankKnowledge } from '../../src/desk/round/knowledge.js';
import { answerKeyChangedFact } from '../../src/grading/facts.js';
import type { CompetitionView } from '../../src/competition/index.js';
import { indicatorReportFact } from '../../src/registry/facts.js';
import { playRound, type RoundOutcome } from '../../src/desk/round/play-round.js';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf, signIn } from '../support/browser.js';
import { assembledForms, type MadeForms } from '../support/forms.js';
import { openSession, sitSome, staff } from '../support/candidates.js';
import { dayInHand } from '../support/day.js';
import { drawsInHand } from '../support/draws.js';
import { placesOnOffer } from '../support/places.js';
import { published, statedEntry } from '../support/entries.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

/** Addresses that name what is not there; every other one is a page. */
const REFUSED = /no-such|hash=none|\/receipts\/0{64}/;

const withBrowser = HAS_BROWSER ? describe : describe.skip;

withBrowser('every page', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let outcome: RoundOutcome;
  /** Its answer sheets are public. */
  let disclosed: RoundOutcome;
  let forms: MadeForms;
  let items: string;
  let item: string;
  let day: Awaited<ReturnType<typeof dayInHand>>;
  let draws: { offered: string; committed: string; drawn: string };
  let acts: { ended: string; held: string; entries: string[] };
  let places: { centreId: string; sessionId: string; competitionId: string; receipt: string };

  /** A session with places, one of them booked by the demonstration's candidate, and a receipt of somebody. */
  async function somePlaces(): Promise<typeof places> {
    const { competitionId } = await openSession(platform);
    const { centre, early } = await placesOnOffer(platform, competitionId);
    const candidate = await staff(platform, 'candidate@example.org');
    const own = `/api/v1/competitions/${competitionId}`;
    await candidate.post(`${own}/applications`, { language: 'en' });
    await candidate.put(`${own}/booking`, { sessionId: early, centreId: centre.centreId });
    await sitSome(platform, 1);
    const [stated] = await platform.api.parts.database.query<{ hash: string }>(
      `SELECT body #>> '{content,shown,receiptHash}' AS hash FROM outbox WHERE type = 'receipt' ORDER BY id DESC LIMIT 1`,
    );
    return { centreId: centre.centreId, sessionId: early, competitionId, receipt: stated?.hash ?? '' };
  }

  /** An appointment that has ended and is corrected, one that holds, and the entries that say so. */
  async function someActs(): Promise<typeof acts> {
    const hr = await staff(platform, 'hr');
    const admin = await staff(platform, 'admin');
    const path = `/api/v1/competitions/${outcome.competitionId}/appointments`;
    const { items } = await hr.get<{ items: { id: string; decidedAt: string; personName: string }[] }>(path);
    const [one, other] = items;
    await hr.post(`${path}/${one?.id ?? ''}/end`, {
      reason: 'transferred',
      endedOn: one?.decidedAt.slice(0, 10),
    });
    await published(platform);
    const entries = await hr.get<{ items: { publicId: string; fact: { subject: string } }[] }>(
      '/api/v1/registry/entries?type=appointment',
    );
    const entry = entries.items.find(({ fact }) => fact.subject === one?.id)?.publicId ?? '';
    await admin.post(`/api/v1/registry/entries/${entry}/correction`, {
      fields: [
        { field: 'personName', published: one?.personName, correct: 'Somebody Spelt Right' },
        { field: '/passedOverReason', published: null, correct: 'The first in rank has withdrawn.' },
      ],
      ground: 'Order 12 of the agency names it like that',
    });
    await published(platform);
    const stated = await Promise.all(
      ['correction', 'tenure-ended'].map((type) =>
        hr.get<{ items: { publicId: string }[] }>(`/api/v1/registry/entries?type=${type}`),
      ),
    );
    return {
      ended: one?.id ?? '',
      held: other?.id ?? '',
      entries: [
        entry,
        ...stated.flatMap((found) => found.items.map(({ publicId }) => publicId)),
        await statedEntry(platform, someKeyChange()),
        await statedEntry(platform, someReport()),
      ],
    };
  }

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    browser = await openBrowser();
    const plan = {
      base: platform.base,
      candidates: 6,
      password: DEMONSTRATION_PASSWORD,
      knowledge: bankKnowledge(platform.config.banksDir),
      ability: 95,
    };
    outcome = await playRound({ ...plan, disclosure: 'auditor' });
    disclosed = await playRound({ ...plan, disclosure: 'public', places: 5 });
    forms = await assembledForms(platform, 'forms-on-pages');
    const [found] = await platform.api.parts.database.query<{ id: string; bankId: string }>(
      `SELECT id, bank_id AS "bankId" FROM item WHERE state = 'live' ORDER BY code COLLATE "C" LIMIT 1`,
    );
    items = `/item-banks/${found?.bankId ?? ''}/items`;
    item = `${items}/${found?.id ?? ''}`;
    draws = await drawsInHand(platform, outcome.competitionId);
    places = await somePlaces();
    acts = await someActs();
    day = await dayInHand(platform);
    // Two letters that need a person.
    await platform.api.parts.database.query(
      `UPDATE notice SET state = CASE WHEN n = 1 THEN 'refused' ELSE 'unsure' END, fault = 'SMTP 550'
       FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM notice WHERE state = 'sent' LIMIT 2) stuck WHERE stuck.id = notice.id`,
    );
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  const pathOf = (address: string | undefined): string => new URL(address ?? '', platform.base).pathname;
  const visits = (): Record<string, readonly string[]> => {
    const manage = `/manage/competitions/${outcome.competitionId}`;
    return {
      '': [
        '/',
        '/sign-in',
        '/register',
        '/competitions',
        pathOf(outcome.addresses['Competition']),
        '/registry',
        '/registry/log',
        '/registry?name=nobody-has-this-name',
        '/programmes',
        '/accessibility',
        '/privacy',
        `/sessions/${day.open}/privacy`,
        `/sessions/${outcome.sessionId}/privacy`,
        '/device-check',
        '/incidents/figures',
        '/practice',
        '/practice/first-steps',
        '/practice/no-such-exam',
        '/no-such-page',
        '/receipts',
        '/receipts?hash=none',
        `/receipts/${places.receipt}`,
        `/receipts/${'0'.repeat(64)}`,
        `/sessions/${outcome.sessionId}/draw/public`,
        `/sessions/${draws.offered}/draw/public`,
        `/sessions/${draws.committed}/draw/public`,
        pathOf(disclosed.addresses['Competition']),
        ...['First appointment', 'Places appointed', 'Answer sheets'].map((name) =>
          pathOf(disclosed.addresses[name]),
        ),
        ...acts.entries.map((id) => `/registry/entries/${id}`),
        ...['Result list', 'Ranking', 'First appointment'].map((name) => pathOf(outcome.addresses[name])),
      ],
      'candidate@example.org': [
        '/desk',
        '/notices',
        pathOf(outcome.addresses['Competition']),
        `/competitions/${outcome.competitionId}/booking`,
        `/competitions/${places.competitionId}/booking`,
        `/sessions/${places.sessionId}`,
        `/sessions/${outcome.sessionId}/sitting`,
      ],
      hr: [
        '/desk',
        manage,
        `/manage/competitions/${disclosed.competitionId}/appointments`,
        `${manage}/rankings/1`,
        `${manage}/appointments`,
        ...[acts.held, acts.ended].map((id) => `${manage}/appointments/${id}/end`),
      ],
      exam: [
        '/desk',
        manage,
        '/banks',
        '/centres',
        '/centres/new',
        `/centres/${places.centreId}`,
        `/centres/${places.centreId}/edit`,
        `/centres/${places.centreId}/rooms/new`,
        `/sessions/${outcome.sessionId}/places`,
        `/sessions/${places.sessionId}/places`,
        `/sessions/${places.sessionId}/places?centre=${places.centreId}`,
        `/sessions/${places.sessionId}/bookings`,
        `/sessions/${places.sessionId}/bookings?find=nobody`,
        `/sessions/${outcome.sessionId}/room`,
        ...[outcome.sessionId, disclosed.sessionId].map((id) => `/sessions/${id}/disclosure`),
        '/blueprints',
        '/blueprints/new',
        `/blueprints/${forms.programmeId}`,
        `/blueprints/${forms.programmeId}/editor`,
        `/assemblies/${forms.assemblyId}`,
        ...[outcome.sessionId, draws.offered, draws.committed, draws.drawn].map(
          (id) => `/sessions/${id}/draw`,
        ),
        ...[outcome.sessionId, day.open, day.planned, day.lost].map((id) => `/sessions/${id}/manage`),
        `/sessions/${day.open}/admission?search=test`,
        ...[outcome.sessionId, day.open, day.planned].map((id) => `/sessions/${id}/watch-plan`),
        `/sessions/${day.planned}/checklist`,
        `/sessions/${day.planned}/rehearsals`,
        `/sessions/${day.open}/rehearsals`,
        `/sessions/${day.open}/sittings/${day.sitting}/void`,
        `/sessions/${day.open}/void`,
        `/sessions/${day.open}/messages`,
        `/sessions/${day.open}/messages?number=nobody`,
        `/sessions/${day.planned}/messages`,
        `/sessions/${day.open}/sittings/${day.sitting}/end`,
        `/sessions/${day.lost}/void`,
        `/sessions/${day.open}/time`,
        `/sessions/${day.open}/time?step=pause`,
        `/sessions/${day.open}/time?step=extend`,
        `/sessions/${day.planned}/time`,
        `/sessions/${day.open}/late`,
        `/sessions/${day.planned}/late`,
        `/sessions/${day.open}/late/${day.late}`,
        `/competitions/${day.competitionId}/accommodations`,
        `/competitions/${day.competitionId}/accommodations?name=told`,
        `/competitions/${day.competitionId}/accommodations?name=nobody`,
        `/competitions/${outcome.competitionId}/accommodations`,
        `/competitions/${day.competitionId}/accommodations/new/${day.told.applicationId}`,
      ],
      [day.told.signIn]: [
        '/desk',
        '/notices',
        `/sittings/${day.told.sittingId}`,
        `/sittings/${day.told.sittingId}/record`,
        `/sessions/${day.planned}/record`,
        `/sittings/${day.told.sittingId}/incidents/${day.incidents.waiting}`,
        `/sittings/${day.told.sittingId}/snapshots`,
        `/sessions/${day.open}`,
        `/sessions/${day.open}/consent`,
      ],
      [day.undone.signIn]: ['/desk', `/sittings/${day.undone.sittingId}`],
      appeals: [`/sessions/${day.open}/incidents`, `/sessions/${day.open}/incidents/${day.incidents.found}`],
      admin: [
        `${pathOf(outcome.addresses['First appointment'])}/removal`,
        ...acts.entries.slice(0, 2).map((id) => `/registry/entries/${id}/correction`),
        '/admin/accounts',
        '/admin/agencies',
        '/admin/letters',
        '/audit',
        '/desk',
      ],
      author: [
        '/desk',
        '/item-banks',
        items,
        `${items}?words=nothing-is-like-this`,
        `${items}/new`,
        `${items}/new?type=matching`,
        item,
        `${item}/edit`,
        `${item}/translations/ru`,
        `${item}/differences`,
        '/item-reviews',
      ],
      reviewer: ['/desk', item, `${item}/steps/suspend?version=1`, '/item-reviews'],
      auditor: [
        '/audit',
        manage,
        `/sessions/${draws.offered}/draw`,
        `/sessions/${draws.committed}/draw`,
        '/blueprints',
        `/assemblies/${forms.assemblyId}`,
      ],
      proctor: [
        '/desk',
        `/sessions/${outcome.sessionId}/room`,
        `/sessions/${day.open}/room`,
        `/sessions/${day.open}/room?state=void`,
        ...[day.open, day.planned].map((id) => `/sessions/${id}/incidents`),
        `/sessions/${day.open}/incidents/${day.incidents.waiting}`,
        `/sessions/${day.open}/sittings/${day.sitting}/incidents/new`,
        `/sessions/${day.open}/admission`,
        `/sessions/${day.open}/admission?search=nobody`,
        `/sessions/${day.open}/camera-excuses`,
        `/sessions/${day.open}/camera-excuses?search=nobody`,
        `/sessions/${day.planned}/camera-excuses`,
        `/sessions/${day.open}/sittings/${day.sitting}/snapshots`,
        `/sessions/${day.open}/watch/removals`,
        `/sessions/${day.open}/board`,
        `/sessions/${outcome.sessionId}/admission`,
        `/sessions/${day.planned}/checklist`,
      ],
    };
  };

  it.each([
    [1280, 'en'],
    [320, 'ru'],
  ])(
    'is free of axe findings, script errors and sideways scrolling at %d px in "%s"',
    async (width, language) => {
      const wrong: string[] = [];
      for (const [who, paths] of Object.entries(visits())) {
        const context = await browser.newContext({ viewport: { width, height: 800 } });
        const page = await context.newPage();
        page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`));
        if (who) await signIn(page, platform.base, who);
        for (const path of paths) {
          const answer = await page.goto(
            `${platform.base}${path}${path.includes('?') ? '&' : '?'}lang=${language}`,
          );
          const status = answer?.status() ?? 0;
          if (status >= 400 !== REFUSED.test(path)) wrong.push(`${who} ${path}: ${String(status)}`);
          for (const fault of await faultsOf(page)) wrong.push(`${who} ${path}: ${fault}`);
          const overflow = await overflowOf(page);
          if (overflow > 0) wrong.push(`${who} ${path}: ${String(overflow)} px to the side`);
          const untranslated = await page.evaluate(
            () => /\b[a-z-]+:[a-zA-Z]+\.[a-zA-Z.]+\b/.exec(document.body.innerText)?.[0],
          );
          if (untranslated) wrong.push(`${who} ${path}: no words for ${untranslated}`);
          if ((await page.getAttribute('html', 'lang')) !== language)
            wrong.push(`${who} ${path}: another language`);
        }
        await context.close();
      }
      expect(wrong).toEqual([]);
    },
    480_000,
  );

  it('work without JavaScript: a visitor searches, registers, applies, and sees the desk', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${platform.base}/registry`);
    await page.fill('[name=agency]', 'digital');
    await page.click('main form button[type=submit]');
    expect(await page.locator('main article').count()).toBeGreaterThan(0);

    await page.goto(`${platform.base}/register`);
    await page.fill('[name=fullName]', 'Without Script');
    await page.fill('[name=nationalId]', 'NOSCRIPT-1');
    await page.fill('[name=email]', 'not an address');
    await page.fill('[name=password]', 'short');
    await page.click('main form button[type=submit]');
    const wrong = await page.textContent('main');
    expect(wrong).toContain('name@example.org');
    // What was typed stays, but for the password.
    expect(await page.inputValue('[name=fullName]')).toBe('Without Script');
    expect(await page.inputValue('[name=password]')).toBe('');
    expect(await faultsOfStatic(page)).toBe(true);

    await page.fill('[name=email]', 'without@script.example');
    await page.fill('[name=password]', 'a long enough password');
    await page.click('main form button[type=submit]');
    await page.waitForURL(/\/desk/);
    await page.goto(`${platform.base}/competitions`);
    await page.locator('main article a').last().click();
    await page.click('main form button[type=submit]');
    await page.waitForURL(/\/desk/);
    expect(await page.locator('main section.om-card, main .om-card').count()).toBe(1);
    await context.close();
  }, 60_000);

  it('correct an entry and end an appointment without JavaScript; what is wrong is said, what was typed stays', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const signInAs = async (name: string): Promise<void> => {
      await context.clearCookies();
      await page.goto(`${platform.base}/sign-in`);
      await page.fill('[name=signIn]', name);
      await page.fill('[name=password]', DEMONSTRATION_PASSWORD);
      await page.click('main form button[type=submit]');
    };
    const errors = () => page.locator('.govuk-error-summary a').allTextContents();
    await signInAs('admin');
    const entry = pathOf(outcome.addresses['First appointment']);
    await page.goto(`${platform.base}${entry}?lang=en`);
    await page.click('main a[href$="/correction"]');
    await page.click('main form button[type=submit]');
    expect(await errors()).toEqual([
      'Change at least one thing',
      'Say in 10 to 500 characters what this rests on',
    ]);
    const place = await page.inputValue('[name="/place"]');
    await page.fill('[name="/place"]', 'second');
    await page.fill('[name="/post/grade"]', 'G-7');
    await page.fill('[name=ground]', 'Order 14 of the agency');
    await page.click('main form button[type=submit]');
    expect(await errors()).toEqual(['Enter something of the same kind as what is published']);
    expect(await page.inputValue('[name="/place"]')).toBe('second');
    expect(await page.inputValue('[name=ground]')).toBe('Order 14 of the agency');

    await page.fill('[name="/place"]', '77');
    await page.click('main form button[type=submit]');
    const rows = () => page.locator('main tbody tr').allInnerTexts();
    expect(await rows()).toHaveLength(2);
    // Read through, and something is changed after all.
    await page.click('button[value=back]');
    expect(await page.inputValue('[name="/post/grade"]')).toBe('G-7');
    await page.fill('[name="/place"]', place);
    await page.click('main form button[type=submit]');
    expect(await rows()).toHaveLength(1);
    await page.click('button[value=state]');
    expect(new URL(page.url()).pathname).toBe(entry);
    await published(platform);
    await page.reload();
    await page.click('main .om-notice a');
    expect(await page.textContent('main')).toContain('G-7');
    await page.click(`main a[href="${entry}"]`);

    await signInAs('hr');
    await page.goto(`${platform.base}/manage/competitions/${outcome.competitionId}/appointments?lang=en`);
    await page.click(`main a[href$="/${acts.held}/end"]`);
    await page.fill('[name=endedOn]', '2020-01-01');
    await page.click('main form button[type=submit]');
    expect(await errors()).toEqual([
      'Choose why it ended',
      'Enter the day of the appointment or a later one',
    ]);
    expect(await page.inputValue('[name=endedOn]')).toBe('2020-01-01');
    await page.check('[name=reason][value=retired]');
    await page.click('main form button[type=submit]');
    expect(await errors()).toEqual(['Enter the day of the appointment or a later one']);
    expect(await page.isChecked('[name=reason][value=retired]')).toBe(true);
    const { items } = await (
      await staff(platform, 'hr')
    ).get<{ items: { id: string; decidedAt: string }[] }>(
      `/api/v1/competitions/${outcome.competitionId}/appointments`,
    );
    await page.fill('[name=endedOn]', items.find(({ id }) => id === acts.held)?.decidedAt.slice(0, 10) ?? '');
    await page.click('main form button[type=submit]');
    expect(new URL(page.url()).pathname).toMatch(/\/appointments$/);
    expect(await page.locator('main tbody', { hasText: 'Ended on' }).count()).toBe(1);
    expect(await page.locator(`main a[href$="/${acts.held}/end"]`).count()).toBe(0);
    await context.close();
  }, 120_000);

  it.each([
    [1280, 'en'],
    [320, 'ru'],
  ])(
    'show a correction once more before it is published, at %d px in "%s"',
    async (width, language) => {
      const context = await browser.newContext({ viewport: { width, height: 800 } });
      const page = await context.newPage();
      await signIn(page, platform.base, 'admin');
      const entry = pathOf(outcome.addresses['First appointment']);
      await page.goto(`${platform.base}${entry}/correction?lang=${language}`);
      await page.fill('[name=personName]', 'Somebody Spelt Otherwise');
      await page.fill('[name=ground]', 'Order 15 of the agency');
      await page.click('main form button[type=submit]');
      await page.waitForSelector('button[value=state]');
      expect([await faultsOf(page), await overflowOf(page)]).toEqual([[], 0]);
      await context.close();
    },
    60_000,
  );

  it('make a blueprint and its forms without JavaScript, under the content policy', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const broken: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) broken.push(message.text());
    });
    await page.goto(`${platform.base}/sign-in`);
    await page.fill('[name=signIn]', 'exam');
    await page.fill('[name=password]', DEMONSTRATION_PASSWORD);
    await page.click('main form button[type=submit]');
    await page.goto(`${platform.base}/blueprints/new?lang=en`);
    const press = (value: string) => page.locator(`button[name=action][value="${value}"]`).last().click();
    await page.fill('[name=minutes]', 'an hour');
    await press('save');
    // What is wrong is said beside its field, and what was typed is still there.
    expect(await page.inputValue('[name=minutes]')).toBe('an hour');
    expect(await page.textContent('main')).toContain('Enter a whole number');
    expect(await faultsOfStatic(page)).toBe(true);

    await page.fill('[name=code]', 'without-script');
    await page.fill('[name=minutes]', '20');
    await page.selectOption('[name="aids.calculator"]', 'basic');
    for (const language of ['en', 'ru']) {
      await page.fill(`[name="title.${language}"]`, `Exam ${language}`);
      await page.fill(`[name="parts.0.title.${language}"]`, `Part ${language}`);
    }
    await page.fill('[name="parts.0.code"]', 'one');
    await page.selectOption('[name="parts.0.bank"]', 'service-orientation');
    await page.fill('[name="parts.0.draw.0.count"]', '400');
    await page.check('[name=assembly][value=one-form]');
    await press('add-stratum:0');
    await page.fill('[name="parts.0.draw.1.count"]', '2');
    await page.selectOption('[name="parts.0.draw.1.contentArea"]', 'empathy');
    await press('check');
    expect(await page.textContent('#feasibility')).toContain('The bank cannot provide this');
    expect(await page.locator('#feasibility tbody tr').count()).toBeGreaterThan(0);
    await page.fill('[name="parts.0.draw.0.count"]', '4');
    await press('save');
    expect(await page.textContent('#feasibility')).toContain('The bank can provide this');
    expect(await page.textContent('main')).toContain('Four functions');
    await page.locator('form[action$="/assemblies"] button').click();
    const { pathname } = new URL(page.url());
    await until(async () => {
      await page.goto(`${platform.base}${pathname}`);
      return (await page.locator('.om-plot').count()) > 0;
    });
    for (const plot of await page.locator('.om-plot').all()) {
      await plot.scrollIntoViewIfNeeded();
      const address = (await plot.getAttribute('src')) ?? '';
      const answer = await page.request.get(`${platform.base}${address}`);
      expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'image/svg+xml']);
    }
    const csv = await page.request.get(`${platform.base}${pathname}/tables/items.csv`);
    expect((await csv.text()).split('\r\n')).toHaveLength(1 + 6 + 1);
    expect(broken).toEqual([]);
    await context.close();
  }, 120_000);
});

const competition = {
  code: 'T-1',
  title: { en: 'Open test', ru: 'Открытый тест' },
  agency: { id: 'a', code: 'T', name: { en: 'Test agency', ru: 'Пробный орган' } },
} as unknown as CompetitionView;
const signed = { official: 'Somebody, Test', time: new Date() };

const someKeyChange = () =>
  answerKeyChangedFact({
    ...signed,
    competition,
    item: 'logic/012',
    change: 'other-key',
    sessions: [
      {
        session: { id: 's-1', title: { en: 'Morning', ru: 'Утро' } },
        before: { id: 'v1', number: 1, hash: 'ab'.repeat(32) },
        after: { id: 'v2', number: 2, hash: 'cd'.repeat(32) },
      },
    ],
    reason: 'Two answers are right.',
  });

const someReport = () =>
  indicatorReportFact({
    ...signed,
    agency: null,
    indicator: 'answered-in-time',
    from: '2026-01-01',
    until: '2026-03-31',
    value: '97.50',
    unit: { en: 'per cent', ru: 'процентов' },
    method: { en: 'Counted from all letters.', ru: 'Сосчитано по всем письмам.' },
    target: '95',
    listHash: null,
  });

/** Without script: the error summary links to a field that is there. */
async function faultsOfStatic(page: Page): Promise<boolean> {
  const href = await page.locator('.govuk-error-summary a').first().getAttribute('href');
  return (await page.locator(href ?? '#none').count()) === 1;
}
