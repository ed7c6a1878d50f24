import axe, { type AxeResults } from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';

/** Where Chromium cannot be had, the run said so and these tests are left out. */
export const HAS_BROWSER = process.env['OPENMERIT_SKIP_BROWSER'] !== '1';

// The address bar's two popups are pages of their own, drawn for every window: half of all that Chromium did here. A list of
// ours takes the place of Playwright's own, so the rest is what that list has and pages like ours meet.
const WITHOUT = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'Translate',
];

export const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${WITHOUT.join(',')}`,
];

/** Debian's Chromium. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });

/** A browser with a profile on disk: closed and opened again, it still has what it kept. */
export const openProfile = (folder: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, {
    executablePath: '/usr/bin/chromium',
    args: FLAGS,
    viewport: { width: 1280, height: 900 },
  });

/** Signs in by the page, as a person does. */
export async function signIn(
  page: Page,
  base: string,
  name: string,
  password = DEMONSTRATION_PASSWORD,
): Promise<void> {
  await page.goto(`${base}/sign-in`);
  await page.fill('[name=signIn]', name);
  await page.fill('[name=password]', password);
  await page.click('main form button[type=submit]');
  await page.waitForURL(/\/desk/);
}

/** What axe-core finds wrong, in a form that a failed test shows well. No page here has frames. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const own = (globalThis as unknown as { axe: typeof axe }).axe;
    const found: AxeResults = await own.run(document, { resultTypes: ['violations'] });
    return found.violations.map(({ id, nodes }) => ({
      id,
      targets: nodes.map(({ target }) => String(target)),
    }));
  });
  return violations.map(({ id, targets }) => `${id}: ${targets.join(' | ')}`);
}

/** How many pixels of the page stick out to the side. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
