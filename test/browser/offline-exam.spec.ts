import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { HAS_BROWSER, openBrowser, openProfile, signIn } from '../support/browser.js';
import { newApplicant, type NewAccount } from '../support/candidates.js';
import {
  answer,
  beginExam,
  given,
  inExam,
  keptNames,
  leftInBrowser,
  offlineReady,
  saved,
  secondsLeft,
  stopped,
  waiting,
} from '../support/exam-page.js';
import { answerAnything } from '../support/keyboard.js';
import { openLine, type Line } from '../support/line.js';
import { sampleBanks } from '../support/sample-bank.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;
const NOTHING = { records: 0, keys: 0, caches: 0, workers: 0 };

withBrowser('an exam on a line that breaks', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let line: Line;
  // With every type of item: some are typed.
  const banks = sampleBanks();
  const contexts: BrowserContext[] = [];
  const folders: string[] = [];
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);

  beforeAll(async () => {
    platform = await startPlatform({ OPENMERIT_BANKS_DIR: banks.folder });
    await platform.worker();
    browser = await openBrowser();
  }, 120_000);
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    await line.close();
  });
  afterAll(async () => {
    await browser.close();
    await platform.close();
    banks.remove();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  const newFolder = (): string => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-profile-'));
    folders.push(folder);
    return folder;
  };
  const known = (context: BrowserContext): BrowserContext => {
    context.setDefaultTimeout(30_000);
    contexts.push(context);
    return context;
  };
  const newPage = async (): Promise<Page> =>
    known(await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  const profile = async (folder: string): Promise<BrowserContext> => known(await openProfile(folder));
  const closeProfile = async (context: BrowserContext): Promise<void> => {
    contexts.splice(contexts.indexOf(context), 1);
    await context.close();
  };
  const begin = async (page: Page): Promise<{ who: NewAccount; sittingId: string }> => {
    line = await openLine(platform.base);
    const { sessionId, ...who } = await newApplicant(platform);
    return { who, sittingId: await beginExam(page, line.base, who, sessionId) };
  };
  const answersIn = async (table: 'response_event' | 'late_response_event', sittingId: string) => {
    const rows = await query<{ lease: number; positions: number }>(
      `SELECT lease, count(DISTINCT event ->> 'position')::int AS positions FROM ${table}
       WHERE sitting_id = $1 AND event ->> 'type' = 'answer' GROUP BY lease ORDER BY lease`,
      [sittingId],
    );
    return rows.map(({ lease, positions }) => [lease, positions]);
  };
  const leases = async (sittingId: string): Promise<number> =>
    (await query('SELECT 1 FROM sitting_lease WHERE sitting_id = $1', [sittingId])).length;
  const deadlineIn = async (sittingId: string, seconds: number): Promise<void> => {
    for (const [table, key] of [
      ['sitting', 'id'],
      ['sitting_lease', 'sitting_id'],
    ])
      await query(
        `UPDATE ${table ?? ''} SET deadline_at = clock_timestamp() + make_interval(secs => $2) WHERE ${key ?? ''} = $1`,
        [sittingId, seconds],
      );
  };
  const handIn = async (page: Page): Promise<void> => {
    await page.click('#player-to-review');
    await page.click('#player-hand-in');
    await page.click('#player-confirm-yes');
    await page.waitForURL(/\/receipt/);
  };

  it('is loaded again without a line, goes on, and sends everything under the same lease', async () => {
    const page = await newPage();
    const { sittingId } = await begin(page);
    await answer(page, 3);
    await saved(page);
    await offlineReady(page);
    line.cut();
    await answer(page, 2);
    await waiting(page);
    await page.reload();
    await inExam(page);
    expect(await given(page)).toBe(5);
    expect(await page.textContent('#player-heading')).toContain('6');
    await answer(page, 2);
    await waiting(page);
    expect(await answersIn('response_event', sittingId)).toEqual([[1, 3]]);
    line.mend();
    await saved(page);
    expect(await answersIn('response_event', sittingId)).toEqual([[1, 7]]);
    expect(await leases(sittingId)).toBe(1);
  });

  it('outlives a browser that is closed and opened again, without a line and with one', async () => {
    const folder = newFolder();
    const first = await profile(folder);
    const page = await first.newPage();
    const { who, sittingId } = await begin(page);
    await answer(page, 1);
    await page.click('#player-notes-toggle');
    await page.fill('#player-notes-text', 'look here again');
    await page.click('#player-next');
    await saved(page);
    await offlineReady(page);
    line.cut();
    await answer(page, 2);
    await waiting(page);
    const address = page.url();
    await closeProfile(first);

    const second = await profile(folder);
    const again = await second.newPage();
    await again.goto(address);
    await inExam(again);
    expect(await given(again)).toBe(3);
    await again.click('.player-map__item >> nth=1');
    await until(async () => (await again.inputValue('#player-notes-text')) === 'look here again');
    await closeProfile(second);

    line.mend();
    const third = await profile(folder);
    const online = await third.newPage();
    await signIn(online, line.base, who.email, who.password);
    await online.goto(address);
    await inExam(online);
    await saved(online);
    expect(await answersIn('response_event', sittingId)).toEqual([[1, 3]]);
    expect(await leases(sittingId)).toBe(1);
    await handIn(online);
    expect(await leftInBrowser(online)).toEqual(NOTHING);
  });

  it('keeps what is being typed when the page goes', async () => {
    const page = await newPage();
    const { sittingId } = await begin(page);
    await offlineReady(page);
    const texts = page.locator('#player-item :is(input[type=text], textarea)');
    for (let i = 0; i < 60 && (await texts.count()) === 0; i += 1) await page.click('#player-next');
    line.cut();
    const position = /\d+/.exec((await page.textContent('#player-heading')) ?? '')?.[0] ?? '';
    // One stroke: a browser writes in its own time, and that it has this one on its disk can be waited for.
    await texts.first().fill('42');
    await until(async () =>
      (await keptNames(page)).some((name) => name === 'draft' || name === `answer:${position}`),
    );
    await page.reload();
    await inExam(page);
    await page.click(`.player-map__item:text-is("${position}")`);
    expect(await texts.first().inputValue()).toBe('42');
    line.mend();
    await saved(page);
    expect(await answersIn('response_event', sittingId)).toEqual([[1, 1]]);
  });

  it('is answered in one tab; another one takes over, and nothing is lost or overwritten', async () => {
    const page = await newPage();
    const { sittingId } = await begin(page);
    await answer(page, 2);
    line.cut();
    await answer(page, 1);
    await waiting(page);
    line.mend();
    const other = await page.context().newPage();
    await other.goto(page.url());
    expect(await stopped(other)).toContain('another tab');
    await answer(page, 1);
    await other.click('#player-stop-action');
    await inExam(other);
    expect(await given(other)).toBe(4);
    expect(await stopped(page)).toContain('another tab');
    await answer(other, 1);
    await saved(other);
    await page.click('#player-stop-action');
    await inExam(page);
    expect(await given(page)).toBe(5);
    expect(await stopped(other)).toContain('another tab');
    await answer(page, 1);
    await saved(page);
    expect(await answersIn('response_event', sittingId)).toEqual([[1, 6]]);
    expect(await leases(sittingId)).toBe(1);
  });

  it('is moved to another device while the first is cut off: all twenty answers are on disk, and the page says what counts', async () => {
    const first = await newPage();
    const { who, sittingId } = await begin(first);
    line.cut();
    await answer(first, 10);
    await waiting(first);

    const second = await newPage();
    await signIn(second, platform.base, who.email, who.password);
    await second.goto(`${platform.base}/sittings/${sittingId}`);
    expect(await stopped(second)).toContain('another device');
    await second.click('#player-stop-action');
    await inExam(second);
    expect(await given(second)).toBe(0);
    await answer(second, 10);
    await saved(second);

    line.mend();
    const said = await stopped(first);
    expect(said).toContain('You continued on another device');
    expect(said).toContain('10');
    expect(said).toContain('an official decides');
    expect(await answersIn('response_event', sittingId)).toEqual([[2, 10]]);
    expect(await answersIn('late_response_event', sittingId)).toEqual([[1, 10]]);
    const evidence = await query<{ reason: string; has: boolean }>(
      `SELECT DISTINCT reason, evidence ? 'lastAcknowledgedAt' AS has FROM late_response_event WHERE sitting_id = $1`,
      [sittingId],
    );
    expect(evidence).toEqual([{ reason: 'lease-revoked', has: true }]);

    // The first device takes the exam back, knowingly, with what counts.
    await first.click('#player-stop-action');
    await inExam(first);
    expect(await given(first)).toBe(10);
    // The second one hears of it at once, and what it shows can't be answered any more.
    expect(await stopped(second)).toContain('You continued on another device');
    await answer(first, 1);
    await saved(first);
    expect(await answersIn('response_event', sittingId)).toEqual([
      [2, 10],
      [3, 1],
    ]);
    await handIn(first);
    expect(await leftInBrowser(first)).toEqual(NOTHING);
  });

  it('moves to a new lease of its own once, though its answer is lost and the page is loaded again', async () => {
    const page = await newPage();
    const { sittingId } = await begin(page);
    await answer(page, 1);
    await saved(page);
    await page.route('**/api/v1/responses', (route) =>
      route.fulfill({ status: 409, json: { code: 'SITTING.FORK' } }),
    );
    let moves = 0;
    await page.route('**/leases', async (route) => {
      await route.fetch();
      moves += 1;
      await route.abort();
    });
    await answerAnything(page);
    await until(() => Promise.resolve(moves > 0));
    await page.unroute('**/api/v1/responses');
    await page.unroute('**/leases');
    await page.reload();
    await inExam(page);
    await saved(page);
    expect(await given(page)).toBe(2);
    expect(await leases(sittingId)).toBe(2);
    expect(await answersIn('response_event', sittingId)).toHaveLength(2);
    expect(await answersIn('late_response_event', sittingId)).toHaveLength(0);
  });

  it('goes on where the browser keeps nothing, and says so', async () => {
    const page = await newPage();
    await page.addInitScript(() => {
      Object.defineProperty(window, 'indexedDB', {
        get: () => {
          throw new DOMException('Storage is forbidden.', 'SecurityError');
        },
      });
    });
    const { sittingId } = await begin(page);
    await page.waitForSelector('#player-storage:not([hidden])');
    expect(await page.textContent('#player-storage')).toContain('cannot keep your answers');
    await answer(page, 2);
    await saved(page);
    expect(await answersIn('response_event', sittingId)).toEqual([[1, 2]]);
    // A reload finds nothing here: it asks, and goes on with what the server has.
    await page.reload();
    expect(await stopped(page)).toContain('another device');
    await page.click('#player-stop-action');
    await inExam(page);
    expect(await given(page)).toBe(2);
  });

  it('says it when the storage is full, and keeps everything once there is room', async () => {
    const page = await newPage();
    line = await openLine(platform.base);
    const { sessionId, ...who } = await newApplicant(platform);
    const devtools = await page.context().newCDPSession(page);
    const quota = (quotaSize?: number): Promise<unknown> =>
      devtools.send('Storage.overrideQuotaForOrigin', {
        origin: line.base,
        ...(quotaSize !== undefined && { quotaSize }),
      });
    await quota(1);
    const sittingId = await beginExam(page, line.base, who, sessionId);
    await page.waitForSelector('#player-storage:not([hidden])');
    await answer(page, 2);
    await saved(page);
    expect(await answersIn('response_event', sittingId)).toEqual([[1, 2]]);
    await quota();
    await answer(page, 1);
    await page.waitForSelector('#player-storage', { state: 'hidden' });
    line.cut();
    await answer(page, 1);
    await waiting(page);
    line.mend();
    await page.reload();
    await inExam(page);
    expect(await given(page)).toBe(4);
    await saved(page);
    expect(await answersIn('response_event', sittingId)).toEqual([[1, 4]]);
    expect(await leases(sittingId)).toBe(1);
  });

  it('is closed by its deadline without a line: everything is kept, then sent, and the page says what an official decides', async () => {
    const page = await newPage();
    const { sittingId } = await begin(page);
    await offlineReady(page);
    await answer(page, 1);
    await saved(page);
    await deadlineIn(sittingId, 8);
    await answer(page, 1);
    await saved(page);
    line.cut();
    await answer(page, 2);
    await page.waitForSelector('#player-cover:not([hidden])');
    await until(async () => (await page.textContent('#player-cover'))?.includes('Keep this page open'));
    expect(await page.isHidden('#player-columns')).toBe(true);
    // Also after a reload.
    await page.reload();
    await inExam(page);
    await until(async () => (await page.textContent('#player-cover'))?.includes('Keep this page open'));
    line.mend();
    const said = await stopped(page);
    expect(said).toContain('Your exam is closed');
    expect(said).toContain('an official decides');
    expect(said).toContain('2');
    expect(await answersIn('response_event', sittingId)).toEqual([[1, 2]]);
    expect(await answersIn('late_response_event', sittingId)).toEqual([[1, 2]]);
    expect(await leftInBrowser(page)).toEqual(NOTHING);
    await page.click('#player-stop-action');
    await page.waitForURL(/\/receipt/);
  });

  it('sends what a browser still held when it was closed, though the exam is over by then', async () => {
    const folder = newFolder();
    const first = await profile(folder);
    const page = await first.newPage();
    const { who, sittingId } = await begin(page);
    await offlineReady(page);
    await answer(page, 1);
    await saved(page);
    line.cut();
    await answer(page, 3);
    await waiting(page);
    const address = page.url();
    await closeProfile(first);
    await deadlineIn(sittingId, -1);
    line.mend();
    const again = await (await profile(folder)).newPage();
    await signIn(again, line.base, who.email, who.password);
    // Whoever goes to the receipt by the desk is led past the exam's page, which sends it.
    await again.goto(`${address}/receipt`);
    expect(await stopped(again)).toContain('an official decides');
    expect(await answersIn('late_response_event', sittingId)).toEqual([[1, 3]]);
    expect(await leftInBrowser(again)).toEqual(NOTHING);
  });

  it('sends what somebody left on a shared machine when the next one begins there', async () => {
    const page = await newPage();
    const left = await begin(page);
    await answer(page, 1);
    await saved(page);
    line.cut();
    await answer(page, 2);
    await waiting(page);
    await page.goto('about:blank');
    line.mend();
    await page.context().clearCookies();
    const { sessionId, ...next } = await newApplicant(platform);
    const sittingId = await beginExam(page, line.base, next, sessionId);
    await until(async () => (await answersIn('response_event', left.sittingId))[0]?.[1] === 3);
    expect(await given(page)).toBe(0);
    expect(await answersIn('response_event', sittingId)).toEqual([]);
  });

  it('gains no time by a clock that is set, and loses none for good', async () => {
    const page = await newPage();
    await begin(page);
    await offlineReady(page);
    const before = await secondsLeft(page);
    const setWall = (minutes: number): Promise<void> =>
      page.evaluate((by) => {
        const real = Date.now.bind(Date);
        Date.now = () => real() + by * 60_000;
      }, minutes);
    line.cut();
    await setWall(-120);
    await answer(page, 1);
    await waiting(page);
    expect(await secondsLeft(page)).toBeLessThanOrEqual(before);
    expect(await secondsLeft(page)).toBeGreaterThan(before - 60);
    // Two hours forward: by this device the time is over, until the server says that it is not.
    await setWall(240);
    await page.waitForSelector('#player-cover:not([hidden])');
    line.mend();
    await page.waitForSelector('#player-cover', { state: 'hidden' });
    expect(await secondsLeft(page)).toBeGreaterThan(before - 60);
    await saved(page);
  });

  it('goes on from an old copy of the browser’s profile without overwriting what was answered since', async () => {
    const folder = newFolder();
    const first = await profile(folder);
    const page = await first.newPage();
    const { who, sittingId } = await begin(page);
    await answer(page, 2);
    await saved(page);
    const address = page.url();
    await closeProfile(first);
    const copy = newFolder();
    cpSync(folder, copy, { recursive: true });

    const second = await profile(folder);
    const later = await second.newPage();
    await signIn(later, line.base, who.email, who.password);
    await later.goto(address);
    await inExam(later);
    await answer(later, 2);
    await saved(later);
    await closeProfile(second);

    const stale = await (await profile(copy)).newPage();
    await signIn(stale, line.base, who.email, who.password);
    await stale.goto(address);
    await inExam(stale);
    await stale.click('.player-map__item:text-is("6")');
    await answer(stale, 1);
    await until(async () => (await answersIn('response_event', sittingId)).length === 2);
    await inExam(stale);
    await until(async () => (await given(stale)) === 5);
    expect(await answersIn('response_event', sittingId)).toEqual([
      [1, 4],
      [2, 1],
    ]);
  });

  it('fetches a form anew that was changed on its way, and says it plainly where that does not help', async () => {
    const page = await newPage();
    let spoilt = 1;
    await page.route('**/sealed/*', async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      if (spoilt > 0) body.writeUInt8((body.readUInt8(20) + 1) % 256, 20);
      spoilt -= 1;
      await route.fulfill({ response, body });
    });
    await begin(page);
    expect(spoilt).toBe(-1);

    const other = await newPage();
    await other.route('**/sealed/*', (route) => route.fulfill({ body: 'not a form' }));
    const { sessionId, ...who } = await newApplicant(platform);
    await signIn(other, line.base, who.email, who.password);
    await other.goto(`${line.base}/sessions/${sessionId}/sitting`);
    await other.click('#waiting-start');
    expect(await stopped(other)).toContain('does not open');
  });
});
