import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';

/** Where Chromium cannot be had, the run said so and these tests are left out. */
export const HAS_BROWSER = process.env['OPENMERIT_SKIP_BROWSER'] !== '1';

export const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
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

/** What axe-core finds wrong, in a form that a failed test shows well. */
export async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // No page here has frames: without them nothing else is opened for each.
    .setLegacyMode(true)
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(' | ')}`);
}

/** How many pixels of the page stick out to the side. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
