import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';
import { faultsOf, FLAGS, HAS_BROWSER, openBrowser, overflowOf } from '../support/browser.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;

withBrowser('the device check', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const errors: string[] = [];

  const use = (made: BrowserContext): void => {
    context = made;
    context.setDefaultTimeout(20_000);
  };
  const newPage = async (): Promise<void> => {
    page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
  };
  const done = () =>
    page.waitForFunction(() => document.querySelector('#device-summary')?.hasAttribute('data-level'));
  const open = async (options: BrowserContextOptions = {}, language = 'en') => {
    use(await browser.newContext(options));
    await newPage();
    await page.goto(`${platform.base}/device-check?lang=${language}`);
    await done();
  };
  const again = async () => {
    await page.evaluate(() => {
      document.querySelector('#device-summary')?.removeAttribute('data-level');
    });
    await page.click('#device-again');
    await done();
  };
  const summary = () => page.getAttribute('#device-summary', 'data-level');
  const finding = async (check: string) => {
    const one = page.locator(`[data-check="${check}"]`);
    return `${(await one.getAttribute('data-level')) ?? ''}: ${(await one.locator('.device-finding__text').textContent()) ?? ''}`;
  };

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
  }, 120_000);
  afterEach(async () => {
    await context.close();
    expect(errors.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  it.each([
    [1280, 'en'],
    [320, 'ru'],
  ])('passes this browser at %d px in "%s", in plain words, clean for axe', async (width, language) => {
    await open({ viewport: { width, height: 800 } }, language);
    const levels = await page
      .locator('.device-finding')
      .evaluateAll((all) =>
        all.map((one) => `${one.getAttribute('data-level') ?? ''} ${one.getAttribute('data-check') ?? ''}`),
      );
    expect(levels.filter((level) => !level.startsWith('pass'))).toEqual([]);
    expect(levels).toHaveLength(10);
    expect(await summary()).toBe('pass');
    expect(await faultsOf(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    // A level has its word, not its colour alone.
    expect(await page.locator('.device-finding .om-tag').first().textContent()).toBe(
      language === 'en' ? 'good' : 'хорошо',
    );
    const shown = await page.locator('main').innerText();
    expect(shown).not.toMatch(/\{\w+\}|_(pass|warn|fail)/);
    // Nothing is left behind.
    expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(
      0,
    );
  });

  it('gives a text for the help desk that names nobody', async () => {
    await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    await page.click('#device-copy');
    await page.waitForFunction(() => document.querySelector('#device-copied')?.textContent !== '');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await page.inputValue('#device-report'));
    expect(copied).toMatch(/^OpenMerit device check, [\dT:.-]+Z\nPASS browser\nPASS secure\n/);
    expect(copied).toContain('line 5/5');
    expect(copied).not.toMatch(/@|cookie:|openmerit=/);
  });

  it('finds storage full', async () => {
    use(await browser.newContext());
    await newPage();
    // Room for a page, and not for an exam. Beforehand: Chromium remembers for a while how much room there was.
    const session = await context.newCDPSession(page);
    await session.send('Storage.overrideQuotaForOrigin', { origin: platform.base, quotaSize: 4_000_000 });
    await page.goto(`${platform.base}/device-check?lang=en`);
    await done();
    expect(await finding('storage')).toBe(
      'fail: There is no room left. Delete files that you do not need, then check again.',
    );
    expect(await summary()).toBe('fail');
    expect(await page.textContent('#device-summary')).toContain('Please fix');
    // What must be mended stands first.
    expect(await page.locator('.device-finding').first().getAttribute('data-check')).toBe('storage');
    expect(await faultsOf(page)).toEqual([]);
  });

  it('finds storage and cookies forbidden, as a browser’s settings forbid them', async () => {
    const profile = mkdtempSync(path.join(os.tmpdir(), 'openmerit-profile-'));
    mkdirSync(path.join(profile, 'Default'));
    writeFileSync(
      path.join(profile, 'Default', 'Preferences'),
      JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }),
    );
    use(
      await chromium.launchPersistentContext(profile, { executablePath: '/usr/bin/chromium', args: FLAGS }),
    );
    try {
      await newPage();
      await page.goto(`${platform.base}/device-check`);
      await done();
      expect(await finding('storage')).toMatch(/^fail: This browser keeps nothing/);
      expect(await finding('cookies')).toMatch(/^fail: They are blocked/);
      expect(await finding('serviceWorker')).toMatch(/^warn: The exam works, but/);
      expect(await summary()).toBe('fail');
    } finally {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    }
  });

  it('finds that service workers are not allowed, and that this is no reason to stay away', async () => {
    await open({ serviceWorkers: 'block' });
    expect(await finding('serviceWorker')).toMatch(/^warn: The exam works, but/);
    expect(await summary()).toBe('warn');
  });

  it('finds an address that is not secure, and what follows from it', async () => {
    const plain = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: [...FLAGS, '--host-resolver-rules=MAP exam.example 127.0.0.1'],
    });
    try {
      use(await plain.newContext());
      await newPage();
      await page.goto(`http://exam.example:${new URL(platform.base).port}/device-check?lang=en`);
      await done();
      expect(await finding('secure')).toMatch(/^fail: This address does not begin with https/);
      expect(await finding('encryption')).toMatch(/^fail/);
      expect(await finding('serviceWorker')).toMatch(/^warn/);
      expect(await summary()).toBe('fail');
      // Without a clipboard the text is there to be copied by hand.
      await page.click('#device-copy');
      expect(await page.textContent('#device-copied')).toContain('Ctrl + C');
    } finally {
      await context.close();
      await plain.close();
    }
  });

  it.each([
    [7 * 60_000, 'warn: It is 7 minutes fast. This costs you nothing'],
    [-2 * 3_600_000, 'warn: It is 2 hours slow. This costs you nothing'],
    [20_000, 'pass: It is right.'],
  ])('compares a clock that is off by %d ms', async (off, words) => {
    use(await browser.newContext());
    await newPage();
    await page.addInitScript((by) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + by;
    }, off);
    await page.goto(`${platform.base}/device-check?lang=en`);
    await done();
    expect(await finding('clock')).toContain(words);
    expect(await finding('line')).toMatch(/^pass/);
  });

  it('finds that there is no line, and that one is slow', async () => {
    await open();
    await context.setOffline(true);
    await again();
    expect(await finding('line')).toBe(
      'fail: The server cannot be reached at the moment. Check your connection, then check again.',
    );
    expect(await finding('clock')).toMatch(/^warn: It could not be compared/);
    expect(await summary()).toBe('fail');
    await context.setOffline(false);
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 1800,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
    await again();
    expect(await finding('line')).toMatch(/^warn: It is slow/);
    expect(await summary()).toBe('warn');
  }, 60_000);

  it('finds a browser that is too old', async () => {
    use(await browser.newContext());
    await newPage();
    await page.addInitScript(() => {
      Reflect.deleteProperty(window, 'DecompressionStream');
      Reflect.deleteProperty(HTMLDialogElement.prototype, 'showModal');
    });
    await page.goto(`${platform.base}/device-check?lang=en`);
    await done();
    expect(await finding('browser')).toMatch(/^fail: It is too old/);
    expect(await finding('decompression')).toMatch(/^fail/);
    expect(await page.inputValue('#device-report')).toContain('missing dialog');
  });

  it('says whether the keyboard writes the letters of the language', async () => {
    await open({}, 'ru');
    await page.fill('#device-type', 'otvet');
    expect(await page.textContent('#device-typed')).toContain('не того языка');
    await page.fill('#device-type', 'ответ');
    expect(await page.textContent('#device-typed')).toBe('Буквы верные.');
  });

  it('says without a script that the exam needs one', async () => {
    use(await browser.newContext({ javaScriptEnabled: false }));
    await newPage();
    await page.goto(`${platform.base}/device-check?lang=en`);
    expect(await page.locator('noscript').first().textContent()).toContain('JavaScript is switched off');
  });
});
