import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf, signIn } from '../support/browser.js';
import {
  CODES,
  conclude,
  declareNone,
  interviewStage,
  levels,
  seal,
  sittingPanel,
  type Panel,
} from '../support/commissions.js';
import { staff } from '../support/candidates.js';
import { published } from '../support/entries.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;

withBrowser('pages of a commission', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let empty: Panel;
  let forming: Panel;
  let sitting: Panel;
  let done: Panel;
  let entries: string[];

  /** One candidate to declare on, one void, one sealed by the chair, one absent, one with a time; one without quorum. */
  async function mixed(): Promise<Panel> {
    const panel = await sittingPanel(platform, 6, { largestGap: 2 });
    const [chair, second, third] = panel.members;
    const ids = panel.candidates.map(({ applicationId }) => applicationId);
    const [toDeclare, isVoid, sealed, absent, timed, stuck] = ids as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    await declareNone(panel, chair, toDeclare);
    await declareNone(panel, second, toDeclare, stuck);
    await declareNone(panel, third, toDeclare, stuck);
    for (const member of [second, third])
      await member.post(`${panel.at}/declarations`, {
        declarations: [{ applicationId: stuck, kind: 'work' }],
      });
    await seal(panel, chair, isVoid, levels(1), 'Spoke of one case alone.');
    await seal(panel, second, isVoid, levels(4));
    await seal(panel, third, isVoid, levels(3));
    await seal(panel, chair, sealed, levels(4), 'Calm, with examples.');
    await chair.post(`${panel.at}/absences/${absent}`, { reason: 'Did not come, and did not write.' });
    await panel.hr.put(`${panel.at}/slots/${timed}`, {
      startsAt: new Date(Date.now() + 86_400_000).toISOString(),
      minutes: 45,
      timeZone: 'Asia/Baku',
      place: 'Neftchiler Avenue 12, room 5',
    });
    const { applicationId } = await demonstrationCandidate(panel);
    await panel.hr.post(`${panel.at}/candidates`);
    for (const [days, reason] of [
      [2, ''],
      [3, 'The room is closed that day.'],
    ] as const)
      await panel.hr.put(`${panel.at}/slots/${applicationId}`, {
        startsAt: new Date(Date.now() + days * 86_400_000).toISOString(),
        minutes: 45,
        timeZone: 'Asia/Baku',
        place: 'Neftchiler Avenue 12, room 5',
        reason,
      });
    return panel;
  }

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    browser = await openBrowser();
    empty = await interviewStage(platform, 1);
    forming = await interviewStage(platform, 1);
    await forming.hr.put(forming.at, { members: forming.seats, guide: 'service' });
    sitting = await mixed();
    done = await sittingPanel(platform, 2);
    const candidate = (await demonstrationCandidate(done)).applicationId;
    await done.hr.post(`${done.at}/candidates`);
    await done.members[1].post(`${done.at}/declarations`, {
      declarations: [{ applicationId: candidate, kind: 'family' }],
    });
    const all = { ...done, candidates: [...done.candidates, { client: done.hr, applicationId: candidate }] };
    for (const member of [done.members[0], done.members[2]]) {
      await declareNone(all, member);
      await seal(all, member, candidate, levels(4, { empathy: 5 }));
    }
    await declareNone(done, done.members[1]);
    for (const { applicationId } of done.candidates)
      for (const [index, member] of done.members.entries())
        await seal(done, member, applicationId, levels(3 + (index % 2)), 'Listens well.');
    await conclude(done);
    await published(platform);
    const { items } = await done.hr.get<{ items: { publicId: string }[] }>(
      '/api/v1/registry/entries?type=commission-concluded',
    );
    const formed = await done.hr.get<{ items: { publicId: string }[] }>(
      '/api/v1/registry/entries?type=commission-formed',
    );
    entries = [items[0]?.publicId ?? '', formed.items[0]?.publicId ?? ''];
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  /** The demonstration's candidate applies, so that a browser can sign in as one who was heard. */
  async function demonstrationCandidate(panel: Panel): Promise<{ applicationId: string }> {
    const client = await staff(platform, 'candidate@example.org');
    return client.post<{ applicationId: string }>(
      `/api/v1/competitions/${panel.competitionId}/applications`,
      { language: 'en' },
    );
  }

  const manage = (panel: Panel) => `/manage/competitions/${panel.competitionId}/commissions/${panel.stageId}`;
  const own = (panel: Panel) => `/competitions/${panel.competitionId}/commissions/${panel.stageId}`;

  const visits = (): Record<string, readonly string[]> => {
    const candidates = sitting.candidates.map(
      ({ applicationId }) => `${own(sitting)}/candidates/${applicationId}`,
    );
    const slot = (index: number) =>
      `${manage(sitting)}/slots/${sitting.candidates[index]?.applicationId ?? ''}`;
    return {
      '': entries.map((id) => `/registry/entries/${id}`),
      hr: [
        `/manage/competitions/${sitting.competitionId}`,
        manage(empty),
        manage(forming),
        `${manage(forming)}/guide`,
        `${manage(forming)}/guide/empathy`,
        `${manage(forming)}/guide/new`,
        manage(sitting),
        slot(4),
        manage(done),
        `${own(done)}/results`,
      ],
      auditor: [manage(empty), `${own(sitting)}/results`],
      member: [
        '/desk',
        own(sitting),
        ...candidates,
        `${own(sitting)}/results`,
        own(done),
        `${own(done)}/results`,
      ],
      member3: [candidates[5] ?? '', `${manage(sitting)}/guide`],
      'candidate@example.org': [
        '/desk',
        `/competitions/${done.competitionId}/interview`,
        `/competitions/${sitting.competitionId}/interview`,
      ],
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
        const context = await browser.newContext({ viewport: { width, height: 800 } });
        const page = await context.newPage();
        page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`));
        if (who) await signIn(page, platform.base, who);
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

  const signInPlain = async (page: Page, name: string): Promise<void> => {
    await page.context().clearCookies();
    await page.goto(`${platform.base}/sign-in?lang=en`);
    await page.fill('[name=signIn]', name);
    await page.fill('[name=password]', DEMONSTRATION_PASSWORD);
    await page.click('main form button[type=submit]');
  };
  const errors = (page: Page) => page.locator('.govuk-error-summary a').allTextContents();

  it('set a commission up without JavaScript: what is wrong is said, what was chosen stays', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await signInPlain(page, 'hr');
    await page.goto(`${platform.base}${manage(empty)}?lang=en`);
    const form = page.locator('form[aria-label="Commission"]');
    const save = () => form.locator('button').click();
    await save();
    expect(await errors(page)).toEqual(['Choose a guide']);
    const guides = await form.locator('.govuk-radios').textContent();
    expect(guides).toContain('Competencies: Communication; Empathy; Negotiation; Readiness to learn.');
    expect(guides).toContain('Interview for posts that lead people');
    await page.check('[name=guide][value=service]');
    await save();
    expect(await errors(page)).toEqual(['Choose three members at least']);
    const [chair, second, third] = empty.seats.map(({ accountId }) => accountId);
    await page.selectOption(`[name="seat-${chair ?? ''}"]`, 'chair');
    await page.selectOption(`[name="seat-${second ?? ''}"]`, 'member');
    await page.selectOption(`[name="seat-${third ?? ''}"]`, 'outside');
    await save();
    expect(await errors(page)).toEqual(['Say whom the member from outside comes from']);
    expect(await page.inputValue(`[name="seat-${chair ?? ''}"]`)).toBe('chair');
    expect(await page.isChecked('[name=guide][value=service]')).toBe(true);
    await page.fill(`[name="organisation-${third ?? ''}"]`, 'Ministry of Digital Services');
    await save();
    expect(await errors(page)).toEqual([
      'Vusala Ibrahimova has another role in the agency, or comes from it',
    ]);
    await page.fill(`[name="organisation-${third ?? ''}"]`, 'University of Public Service');
    await save();
    expect(await errors(page)).toEqual([]);
    // The guide, one competency at a time.
    await page.goto(`${platform.base}${manage(empty)}/guide/negotiation?lang=en`);
    await page.fill('[name="questions.en"]', 'One question\n- further\nAnother');
    await page.locator('main form button').first().click();
    expect(await errors(page)).toEqual(['Give each competency a question, in each language']);
    await page.fill('[name="questions.ru"]', 'Вопрос\n- ещё\nДругой');
    await page.locator('main form button').first().click();
    expect(await page.textContent('main')).toContain('Version 2');
    expect(await page.textContent('main')).toContain('One question');
    await page.goto(`${platform.base}${manage(empty)}/guide/empathy?lang=en`);
    await page.locator('form[action$="/removal"] button').click();
    expect(await page.textContent('main')).not.toContain('Empathy');
    await page.goto(`${platform.base}${manage(empty)}?lang=en`);
    await page.locator('form[action$="/opening"] button').click();
    expect(await page.textContent('main')).toContain('Not declared yet');
    await context.close();
  }, 60_000);

  it('are all that members need: declare, score, seal, talk, score again, vote, conclude', async () => {
    const panel = await sittingPanel(platform, 1);
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const candidate = `${own(panel)}/candidates/${panel.candidates[0]?.applicationId ?? ''}`;
    const score = async (level: number, empathy = level): Promise<void> => {
      await page.goto(`${platform.base}${candidate}?lang=en`);
      for (const code of CODES)
        await page.check(`[name="level-${code}"][value="${String(code === 'empathy' ? empathy : level)}"]`);
      await page.click('button[value=yes]');
    };
    const declare = async (): Promise<void> => {
      await page.goto(`${platform.base}${own(panel)}?lang=en`);
      await page.check('input[value=none]');
      await page.click('form[action$="/declarations"] button');
    };
    await signInPlain(page, 'member');
    await page.goto(`${platform.base}${candidate}?lang=en`);
    expect(await page.textContent('main')).toContain('Declare first');
    await declare();
    await page.goto(`${platform.base}${candidate}?lang=en`);
    await page.check('[name="level-empathy"][value="1"]');
    await page.fill('[name=notes]', 'Only of themselves.');
    await page.click('button[value=no]');
    expect(await page.textContent('main')).toContain('Nobody but you sees it');
    await page.click('button[value=yes]');
    expect(await errors(page)).toEqual(['Choose a level', 'Choose a level', 'Choose a level']);
    expect(await page.inputValue('[name=notes]')).toBe('Only of themselves.');
    await score(3, 1);
    expect(await page.textContent('main')).toContain('2 members are still missing');
    await signInPlain(page, 'member2');
    await declare();
    await score(4, 5);
    await page.goto(`${platform.base}${own(panel)}/results?lang=en`);
    expect(await page.textContent('main')).toContain('No scores are open yet');
    await signInPlain(page, 'member3');
    await declare();
    await score(4, 4);
    expect(await page.textContent('main')).toContain('This round is void');
    await signInPlain(page, 'member');
    await page.goto(`${platform.base}${candidate}?lang=en`);
    await page.fill('[name=discussion]', 'One of us had missed the second story.');
    await page.locator('form[aria-label="Open the second round"] button').click();
    expect(await page.textContent('main')).toContain('Second round. What was talked about: One of us');
    for (const name of ['member', 'member2', 'member3']) {
      await signInPlain(page, name);
      await score(4);
    }
    for (const name of ['member3', 'member2', 'member']) {
      await signInPlain(page, name);
      await page.goto(`${platform.base}${own(panel)}/results?lang=en`);
      expect(await page.textContent('main')).toContain('16.00');
      await page.check('input[value=for]');
      await page.click('form[action$="/vote"] button');
    }
    await page.click('form[action$="/conclusion"] button');
    expect(await page.textContent('main')).toContain('Concluded');
    const file = await page.request.get(`${platform.base}${own(panel)}/protocol.pdf`);
    expect([file.status(), file.headers()['content-type']]).toEqual([200, 'application/pdf']);
    await context.close();
  }, 90_000);

  it('set a time in the candidate’s own time zone, and the chair records who did not come', async () => {
    const panel = await sittingPanel(platform, 1);
    const one = panel.candidates[0];
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await signInPlain(page, 'hr');
    await page.goto(`${platform.base}${manage(panel)}/slots/${one?.applicationId ?? ''}?lang=en`);
    await page.fill('[name=timeZone]', 'Baku');
    await page.click('main form button');
    expect(await errors(page)).toEqual(['Enter a time zone, as Asia/Baku']);
    await page.fill('[name=timeZone]', 'Asia/Baku');
    await page.fill('[name=startsAt]', '2099-05-04T09:30');
    await page.fill('[name=place]', 'Room 5');
    await page.click('main form button');
    const { items } = (await one?.client.get<{ items: { slot: { startsAt: string } }[] }>(
      `/api/v1/competitions/${panel.competitionId}/interviews`,
    )) ?? { items: [] };
    expect(items[0]?.slot.startsAt).toBe('2099-05-04T05:30:00.000Z');
    await signInPlain(page, 'member');
    await page.goto(`${platform.base}${own(panel)}/candidates/${one?.applicationId ?? ''}?lang=en`);
    const absent = page.locator('form[aria-label="Record that the candidate did not come"]');
    await page.locator('summary', { hasText: 'The candidate did not come' }).click();
    await absent.locator('button').click();
    expect(await errors(page)).toEqual(['Say why, in a few words']);
    await absent.locator('textarea').fill('Nobody came, nobody wrote.');
    await absent.locator('button').click();
    expect(await page.textContent('main')).toContain('Nobody came, nobody wrote.');
    await context.close();
  }, 60_000);
});
