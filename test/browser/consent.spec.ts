import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf, signIn } from '../support/browser.js';
import { newApplicant, openSession, staff, type NewAccount } from '../support/candidates.js';
import { inExam } from '../support/exam-page.js';
import { chooseRadio, tabAndPress } from '../support/keyboard.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { OFFERED, watch } from '../support/watching.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;

withBrowser('agreeing to what is watched, on pages', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let exam: ApiClient;
  let sessionId: string;
  const contexts: BrowserContext[] = [];
  const at = (path: string): string => `${platform.base}/sessions/${sessionId}${path}`;

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    browser = await openBrowser();
    exam = await staff(platform, 'exam');
    ({ sessionId } = await openSession(platform));
  }, 120_000);
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  const newPage = async (width = 1280, language = 'en', javaScriptEnabled = true): Promise<Page> => {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      locale: language,
      javaScriptEnabled,
    });
    context.setDefaultTimeout(30_000);
    contexts.push(context);
    return context.newPage();
  };
  const enter = async (page: Page, who: NewAccount): Promise<void> => {
    await signIn(page, platform.base, who.email, who.password);
    await page.goto(at('/sitting'));
  };
  const isFine = async (page: Page): Promise<void> => {
    expect(await faultsOf(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
  };

  it.each([
    [1280, 'en', 'Choose one of the two', 'You have agreed', 'What you agreed to'],
    [320, 'ru', 'Выберите одно из двух', 'Вы дали согласие', 'На что вы согласились'],
  ])(
    'stands before the waiting room, and leads into the exam by keyboard alone, at %i px in "%s"',
    async (width, language, choose, agreed, part) => {
      await watch(exam, sessionId);
      const page = await newPage(width, language);
      await enter(page, await newApplicant(platform));
      expect(new URL(page.url()).pathname).toBe(`/sessions/${sessionId}/consent`);
      await isFine(page);
      // Nothing is chosen for anybody.
      expect(await page.locator('input[name=camera]:checked').count()).toBe(0);
      await tabAndPress(page, 'main form button');
      await page.waitForSelector('.govuk-error-summary');
      expect(await page.textContent('.govuk-error-summary')).toContain(choose);
      await isFine(page);
      await chooseRadio(page, 'camera', 'no');
      await tabAndPress(page, 'main form button');
      await page.waitForSelector('#waiting:not([hidden])');
      await tabAndPress(page, '#waiting-start');
      const sittingId = await inExam(page);
      const setup = await page.evaluate(
        () => JSON.parse(document.getElementById('watch-setup')?.textContent ?? '') as object,
      );
      expect(setup).toMatchObject({ fullScreen: true, camera: 'none' });

      await page.goto(at('/consent'));
      expect(await page.textContent('main')).toContain(agreed);
      await isFine(page);
      await tabAndPress(page, 'form[action$="/consent/camera"] button');
      await page.waitForSelector('input[name=camera][value=no]', { state: 'attached' });
      await page.goto(`${platform.base}/sittings/${sittingId}/record`);
      await isFine(page);
      // That they left the exam's page may stand below, where its report came in time.
      const consents = page.locator('main table').filter({ has: page.locator('caption', { hasText: part }) });
      expect(await consents.locator('tbody tr').count()).toBe(2);
      await consents.locator('tbody a').click();
      await isFine(page);
    },
  );

  it('sends whoever waits back to read what has changed', async () => {
    await watch(exam, sessionId);
    const page = await newPage();
    await enter(page, await newApplicant(platform));
    await page.check('input[name=camera][value=yes]');
    await page.click('main form button');
    await page.waitForSelector('#waiting-start:not([hidden])');
    await watch(exam, sessionId, { ...OFFERED, keepSignalDays: 33 });
    await page.click('#waiting-start');
    await page.waitForURL(/\/consent$/);
    expect(await page.textContent('main')).toContain('33 days');
  });

  it('needs no script: a candidate without a camera asks a proctor, who finds them, and goes on', async () => {
    await watch(exam, sessionId, { ...OFFERED, camera: 'required' });
    const who = await newApplicant(platform);
    const page = await newPage(320, 'en', false);
    await enter(page, who);
    expect(await page.textContent('main')).toContain('You have no camera, or want none?');
    expect(await page.locator('input[type=radio]').count()).toBe(0);

    const door = await newPage(320, 'en');
    await signIn(door, platform.base, 'proctor');
    await door.goto(at('/admission'));
    await door.click('main a[href*="/camera-excuses"]');
    await door.fill('[name=search]', 'Test Person');
    await door.click('form[role=search] button');
    await isFine(door);
    const own = door.locator(`article[aria-labelledby="door-${who.applicationId}"]`);
    await own.locator('button').click();
    await door.waitForSelector('.govuk-error-summary');
    await isFine(door);
    await own.locator('textarea').fill('The camera is broken.');
    await own.locator('button').click();
    await door.waitForSelector(`#excused-${who.applicationId}`);
    await isFine(door);

    await page.click('main a.govuk-button--secondary');
    await page.check('input[name=camera][value=no]');
    await page.click('main form button');
    expect(new URL(page.url()).pathname).toBe(`/sessions/${sessionId}/sitting`);
  });

  it.each([
    [1280, 'en'],
    [320, 'ru'],
  ])(
    'is planned by an officer, with what was typed kept where it is wrong, at %i px in "%s"',
    async (width, language) => {
      await watch(exam, sessionId, { watched: false, reason: 'A new beginning.' });
      const page = await newPage(width, language);
      await signIn(page, platform.base, 'exam');
      await page.goto(at('/manage'));
      await page.click('main a[href$="/watch-plan"]');
      await isFine(page);
      await page.check('[name=watched][value=yes]');
      await page.check('[name=camera][value=offered]');
      await page.fill('[name=snapshotsAnHour]', 'many');
      await page.fill('[name=keepSignalDays]', '0');
      await page.click('main form button');
      const errors = page.locator('.govuk-error-summary a');
      await errors.first().waitFor();
      expect(await errors.count()).toBe(2);
      expect(await page.inputValue('[name=snapshotsAnHour]')).toBe('many');
      await isFine(page);
      await page.fill('[name=snapshotsAnHour]', '6');
      await page.fill('[name=keepSignalDays]', '100');
      await page.click('main form button');
      await page.waitForSelector('#reason-error');
      await page.fill('[name=reason]', 'The rule of this exam.');
      await page.click('main form button');
      await page.waitForSelector('main table');
      expect(await page.textContent('main .om-facts')).toContain('100');
      await isFine(page);
      for (const path of [at('/privacy'), `${platform.base}/privacy`]) {
        await page.goto(path);
        await isFine(page);
      }
    },
  );
});
