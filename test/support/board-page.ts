import type { Browser, Locator, Page } from 'playwright-core';
import { signIn } from './browser.js';

export interface BoardPageWish {
  /** Origin: of the platform, or of a line to it. */
  readonly base: string;
  readonly session: string;
  readonly who?: string;
  readonly width?: number;
  readonly language?: string;
}

/** A page of somebody who is signed in, in a browser of its own, before they go to the board. */
export async function beforeBoard(browser: Browser, wish: BoardPageWish): Promise<Page> {
  const { base, who = 'proctor', width = 1280, language = 'en' } = wish;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: language,
    // Whoever watches is not where the record's clock is.
    timezoneId: 'Asia/Baku',
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await signIn(page, base, who);
  return page;
}

export async function goToBoard(
  page: Page,
  { base, session, language = 'en' }: BoardPageWish,
): Promise<Page> {
  await page.goto(`${base}/sessions/${session}/board?lang=${language}`);
  await page.waitForSelector('#board-loading', { state: 'hidden' });
  return page;
}

/** The board of a session as somebody sees it. */
export const openBoard = async (browser: Browser, wish: BoardPageWish): Promise<Page> =>
  goToBoard(await beforeBoard(browser, wish), wish);

export const tileOf = (page: Page, candidateNumber: string): Locator =>
  page.locator('.board-tile', { hasText: candidateNumber });

/** Fills in the form that is open, and sends it. */
export async function sendAct(page: Page, text: string): Promise<void> {
  await page.fill('#board-act-text', text);
  await page.click('.board-act button.govuk-button >> nth=0');
}

/** The text of what has the focus. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() =>
    document.activeElement === document.body ? '' : (document.activeElement?.textContent ?? ''),
  );
