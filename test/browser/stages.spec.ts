import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf, signIn } from '../support/browser.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { stagedInHand, type StagedInHand } from '../support/staged.js';

(HAS_BROWSER ? describe : describe.skip)('pages of stages and of rankings over them', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let staged: StagedInHand;

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    browser = await openBrowser();
    staged = await stagedInHand(platform);
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  const visits = (): Record<string, readonly string[]> => {
    const played = `/manage/competitions/${staged.played}`;
    return {
      '': [`/competitions/${staged.played}`, '/registry?type=stage-concluded'],
      hr: [
        `/manage/competitions/${staged.empty}/stages`,
        `/manage/competitions/${staged.draft}/stages`,
        `${played}/stages`,
        played,
        `${played}/selection/exam`,
        `${played}/selection/interview`,
        `${played}/rankings/1`,
        `${played}/rankings/2`,
        `${played}/rankings/1/places/${staged.winner.number}`,
      ],
      exam: [played],
      [staged.winner.signIn]: ['/desk', `/competitions/${staged.played}/my-path`],
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
          const address = `${platform.base}${path}${path.includes('?') ? '&' : '?'}lang=${language}`;
          const answer = await page.goto(address);
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

  it('work without JavaScript: an officer begins from an example, moves, adds and removes stages', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await signIn(page, platform.base, 'hr');
    const here = `${platform.base}/manage/competitions/${staged.empty}/stages`;
    await page.goto(here);
    await page.click('form[action$="/examples/exam-and-interview"] button');
    const names = () => page.locator('main .om-card h3').allTextContents();
    expect((await names()).map((one) => one.trim())).toEqual([
      expect.stringContaining('1. Exam'),
      expect.stringContaining('2. Interview'),
    ]);
    await page.click('summary');
    await page.selectOption('[name=kind]', 'essay');
    await page.fill('[name="title.en"]', 'An essay');
    await page.check('[name=rule][value=best]');
    await page.click(`form[action$="/stages"] button`);
    expect(await page.textContent('main')).toContain('Enter a number for this rule');
    await page.fill('[name=number]', '10');
    await page.fill('[name=weight]', '20');
    await page.click(`form[action$="/stages"] button`);
    expect(await names()).toHaveLength(3);
    await page.click('form[action$="/essay/up"] button');
    expect((await names())[1]).toContain('An essay');
    expect(await page.textContent('main')).toContain('The best 10 and all equal to the last of them go on.');
    // The interview weighs the exam: it cannot come before it, and nothing has moved.
    await page.click('form[action$="/exam/down"] button');
    await page.click('form[action$="/exam/down"] button');
    expect(await page.textContent('main')).toContain('A weighted rule weighs this stage');
    await page.click('form[action$="/essay/remove"] button');
    expect(await names()).toHaveLength(2);
    await context.close();
  }, 60_000);
});
