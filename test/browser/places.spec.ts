import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openSession, staff } from '../support/candidates.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf, signIn } from '../support/browser.js';
import { pdfText } from '../support/pdf-text.js';
import { placesOnOffer } from '../support/places.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;
const CANDIDATE = 'candidate@example.org';

withBrowser('places and receipts, as people meet them', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let competitionId: string;
  let sessionId: string;

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    ({ competitionId, sessionId } = await openSession(platform));
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  const main = (page: Page) => page.innerText('main');
  const isSound = async (page: Page): Promise<void> => {
    expect([page.url(), await faultsOf(page), await overflowOf(page)]).toEqual([page.url(), [], 0]);
  };
  const press = async (page: Page, name: string): Promise<void> => {
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name, exact: true }).click()]);
  };

  it('a candidate chooses a place, is told what is wrong, books, moves and gives it back', async () => {
    const context = await browser.newContext({ viewport: { width: 320, height: 800 } });
    const page = await context.newPage();
    await signIn(page, platform.base, CANDIDATE);
    const address = `${platform.base}/competitions/${competitionId}/booking`;
    await page.goto(`${address}?lang=en`);
    expect(await main(page)).toContain('You have not applied here');
    await page.getByRole('button', { name: 'Go to the competition' }).click();
    await page.locator('form[action$="/application"] button').click();
    await page.waitForURL(/\/desk/);
    await page.goto(address);
    expect(await main(page)).toContain('There are no places to book now');
    const { centre, early, late } = await placesOnOffer(platform, competitionId, 1);
    await page.goto(`${platform.base}/desk`);
    await page.getByRole('button', { name: 'Choose where and when you sit the exam' }).click();
    expect(await main(page)).toContain('2 free places');
    await isSound(page);

    await press(page, 'Book this place');
    expect(await main(page)).toContain('Choose a centre and a time');
    expect(await page.locator('.govuk-error-summary a').getAttribute('href')).toBe('#place');
    await isSound(page);
    await page.check(`input[name=place][value="${early}/${centre.centreId}"]`);
    await page.getByLabel('without steps').check();
    await press(page, 'Book this place');
    expect(await main(page)).toContain('Your place in the exam');
    expect(await main(page)).toMatch(/Room 10[12], seat 1/);
    expect(await main(page)).toContain('GMT+4');
    await isSound(page);
    const slip = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the admission slip (PDF)' }).click();
    expect((await slip).suggestedFilename()).toMatch(/^admission-[0-9A-F-]{14}\.pdf$/);
    const own = await staff(platform, CANDIDATE);
    const paper = await own.ownFile(`/api/v1/competitions/${competitionId}/booking/slip`);
    expect(pdfText(paper.bytes)).toContain('Kamran Demo');
    await page.goto(`${platform.base}/sessions/${early}`);
    expect(await main(page)).toMatch(/Room 10[12], seat 1/);

    await page.goto(address);
    await page.check(`input[name=place][value="${late}/${centre.centreId}"]`);
    await press(page, 'Move my place');
    const [held] = await platform.api.parts.database.query<{ session_id: string }>(
      'SELECT session_id FROM booking WHERE ended_at IS NULL',
    );
    expect(held?.session_id).toBe(late);
    await page.locator('summary', { hasText: 'Give my place back' }).click();
    await press(page, 'Give my place back');
    expect(await main(page)).toContain('Choose where and when you sit the exam');
    await context.close();
  }, 90_000);

  it('an officer adds a centre and a room, offers places, and books for somebody by name, without a script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${platform.base}/sign-in?lang=en`);
    await page.fill('[name=signIn]', 'exam');
    await page.fill('[name=password]', 'openmerit-demo');
    await page.click('main form button[type=submit]');
    await page.goto(`${platform.base}/centres/new`);
    await page.fill('[name="name.en"]', 'Northern hall');
    await page.fill('[name=timeZone]', 'Baku');
    await press(page, 'Add a centre');
    // What was typed is still there, and each fault stands beside its field.
    expect(await page.inputValue('[name="name.en"]')).toBe('Northern hall');
    await page.fill('[name=code]', 'north-1');
    await page.fill('[name="address.en"]', 'Hill Road 2');
    await page.fill('[name=contact]', '+994 12 111 11 11');
    await press(page, 'Add a centre');
    expect(await main(page)).toContain('This is no time zone that we know');
    await page.fill('[name=timeZone]', 'Asia/Baku');
    await press(page, 'Add a centre');
    const centre = page.url();
    expect(await main(page)).toContain('NORTH-1');
    await page.getByRole('button', { name: 'Add a room' }).click();
    await page.fill('[name=name]', 'Hall');
    await press(page, 'Add a room');
    expect(await main(page)).toContain('Give a number of seats');
    await page.fill('[name=labels]', 'A1, A2, B1');
    await page.fill('[name=large-desk]', 'B1');
    await press(page, 'Add a room');
    expect(await main(page)).toContain('Seat B1: with a larger desk');

    const { early } = await placesOnOffer(platform, competitionId, 2);
    await page.goto(`${platform.base}/sessions/${early}/places?centre=${centre.split('/').at(-1) ?? ''}`);
    await page.check('[name=rooms]');
    await page.fill('[name=capacity]', '4');
    await press(page, 'Offer these places');
    expect(await main(page)).toContain('There are 3 seats in these rooms');
    await page.fill('[name=capacity]', '2');
    await press(page, 'Offer these places');
    expect(await main(page)).toContain('Northern hall');

    const candidate = await staff(platform, CANDIDATE);
    const { items } = await candidate.get<{ items: { id: string }[] }>('/api/v1/applications');
    await page.goto(`${platform.base}/sessions/${early}/bookings`);
    await page.fill('[name=reference]', (items[0]?.id ?? '').slice(0, 13).toUpperCase());
    await page.selectOption('[name=centreId]', { label: 'Northern hall (2 free places)' });
    await page.check('[name=needs][value=large-desk]');
    await press(page, 'Book by my name');
    expect(await main(page)).toContain('Say why you do this for the candidate');
    await page.fill('[name=reason]', 'Cannot use the page: wrote a letter.');
    await press(page, 'Book by my name');
    expect(await main(page)).toContain('Kamran Demo');
    expect(await main(page)).toContain('Room Hall, seat B1');
    await context.close();
  }, 90_000);

  it('whoever has handed in keeps a receipt, and anybody checks it', async () => {
    const client = await staff(platform, CANDIDATE);
    await client.delete(`/api/v1/competitions/${competitionId}/booking`);
    const { sittingId } = await client.post<{ sittingId: string }>(`/api/v1/sessions/${sessionId}/sittings`);
    await client.post(`/api/v1/sittings/${sittingId}/submission`);
    const context = await browser.newContext({ viewport: { width: 320, height: 800 } });
    const page = await context.newPage();
    await signIn(page, platform.base, CANDIDATE);
    await page.goto(`${platform.base}/sittings/${sittingId}/receipt?lang=en`);
    await isSound(page);
    expect(await page.locator('svg.om-qr').getAttribute('aria-label')).toContain('QR code');
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Save the receipt as a file' }).click();
    // Read now: a download goes with its context.
    const file = {
      name: 'receipt.json',
      mimeType: 'application/json',
      buffer: readFileSync(await (await saved).path()),
    };
    await page.getByRole('link', { name: 'See how others check it' }).click();
    expect(await main(page)).toContain('We issued this receipt');
    await context.close();

    // Anybody: without an account, and without a script.
    const stranger = await browser.newContext({ javaScriptEnabled: false });
    const public_ = await stranger.newPage();
    await public_.goto(`${platform.base}/receipts?lang=en`);
    await press(public_, 'Check the receipt');
    expect(await main(public_)).toContain('Choose the file, or paste what it holds');
    await public_.setInputFiles('[name=file]', file);
    await press(public_, 'Check the receipt');
    expect(await main(public_)).toContain('This receipt is true');
    const text = JSON.stringify(await client.get(`/api/v1/sittings/${sittingId}/receipt`));
    await public_.goto(`${platform.base}/receipts`);
    await public_.fill('[name=text]', text.replace('"answered":0', '"answered":9'));
    await press(public_, 'Check the receipt');
    const said = await main(public_);
    expect(said).toContain('This is no receipt of ours as it is here');
    expect(said).toContain('something in the file was changed');
    await stranger.close();
  }, 90_000);
});
