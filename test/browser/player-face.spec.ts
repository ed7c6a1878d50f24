import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf } from '../support/browser.js';
import { showFace, type FaceWindow } from '../support/face.js';
import { tabAndPress, tabTo } from '../support/keyboard.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;

withBrowser('the face of an exam', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const errors: string[] = [];

  const open = async (options: BrowserContextOptions = {}, code = 'every-kind', language = 'en') => {
    context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      bypassCSP: true,
      ...options,
    });
    context.setDefaultTimeout(30_000);
    page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${platform.base}/practice/${code}?lang=${language}`);
  };
  const told = () => page.evaluate(() => (window as unknown as FaceWindow).told);
  const call = <T>(work: (face: FaceWindow['face'], given: T) => void, given: T) =>
    page.evaluate(
      ({ source, value }) => {
        // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a function of this test
        new Function('face', 'given', `(${source})(face, given)`)(
          (window as unknown as FaceWindow).face,
          value,
        );
      },
      { source: work.toString(), value: given },
    );
  /** Every sentence that is read out by itself from now on. */
  const listen = () =>
    page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      for (const region of document.querySelectorAll('[role=status], [role=alert], [aria-live]')) {
        new MutationObserver(() => {
          const text = region.textContent.trim();
          if (text !== '' && heard.at(-1) !== text) heard.push(text);
        }).observe(region, { childList: true, characterData: true, subtree: true });
      }
    });
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  const question = (index: number) => page.locator('.player-map__item').nth(index).click();

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
  }, 120_000);
  beforeEach(() => {
    errors.length = 0;
  });
  afterEach(async () => {
    await context.close();
    expect(errors).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  it('has landmarks, headings and names for who hears it', async () => {
    await open();
    await showFace(page, { aids: { calculator: 'basic' }, accommodations: { breakMinutes: 10 } });
    const shown = await page.locator('main').ariaSnapshot();
    for (const line of [
      'button "Time left"',
      'region "Question 1 of 19"',
      'heading "Question 1 of 19" [level=1]',
      'group "Choose one answer"',
      'radio "At 9:50"',
      'button "Back" [disabled]',
      'button "Next"',
      'button "Mark for later"',
      'heading "Calculator" [level=2]',
      'heading "Notes for yourself" [level=2]',
      'navigation "All questions"',
      'heading "All questions" [level=2]',
      'heading "Choosing" [level=3]',
      'button "Question 2, not answered"',
      'button "Take a break"',
    ])
      expect(shown).toContain(line);
    // The ticking clock is for eyes alone.
    await call((face) => {
      face.bar.showTime(1_411_000);
    }, null);
    expect(await page.textContent('#player-time')).toContain('23:31');
    expect(await page.locator('#player-time').ariaSnapshot()).not.toContain('23:31');
    expect(await faultsOf(page)).toEqual([]);
  });

  it('tells the time on request and at few moments, and is silent while answers are saved', async () => {
    await open();
    await showFace(page);
    await listen();
    const minutes = (left: number) => left * 60_000;
    for (let second = 0; second < 90; second += 1)
      await call(
        (face, left) => {
          face.bar.showTime(left);
        },
        minutes(25) - second * 1000,
      );
    await page.locator('#player-item input').first().check();
    await call((face) => {
      face.bar.showSaved('saving', 1);
      face.bar.showSaved('saved', 0);
      face.markSaved(1, 'saved');
    }, null);
    expect(await page.textContent('#player-clock')).toBe('23:31');
    expect(await heard()).toEqual([]);

    await tabAndPress(page, '#player-time');
    await page.waitForFunction(() => document.querySelector('#player-announce')?.textContent !== '');
    expect(await heard()).toEqual(['Time left: 23 minutes']);
    for (const left of [10, 9, 8, 7, 6, 5.5, 5, 4, 3, 2, 1.5, 1, 0.5]) {
      await call((face, value) => {
        face.bar.showTime(value);
      }, minutes(left));
      await page.waitForFunction(() => document.querySelector('#player-announce')?.textContent !== '');
    }
    expect(await heard()).toEqual([
      'Time left: 23 minutes',
      'Time left: 10 minutes',
      'Time left: 5 minutes',
      'Time left: 1 minute',
    ]);
  });

  it('says once that the line is gone, and once that it is back', async () => {
    await open();
    await showFace(page);
    await listen();
    for (const waiting of [1, 2, 3])
      await call((face, count) => {
        face.bar.showSaved('waiting', count);
      }, waiting);
    await page.waitForFunction(() => document.querySelector('#player-announce')?.textContent !== '');
    expect(await page.textContent('#player-saved')).toBe('Not saved yet: 3. We keep trying.');
    await call((face) => {
      face.bar.showSaved('saved', 0);
    }, null);
    await page.waitForFunction(() =>
      document.querySelector('#player-announce')?.textContent.startsWith('The connection'),
    );
    expect(await heard()).toEqual([
      'There is no connection. Your answers are kept on this device and sent once it is back.',
      'The connection is back. All answers are saved.',
    ]);
  });

  it('shows at each answer, and in the map, whether it is on disk', async () => {
    await open();
    await showFace(page);
    expect(await page.textContent('#player-answer-state')).toBe('');
    await page.locator('#player-item input').first().check();
    expect(await page.textContent('#player-answer-state')).toBe('Not saved yet');
    const first = page.locator('.player-map__item').first();
    expect(await first.getAttribute('aria-label')).toBe('Question 1, answered, not saved yet');
    // Not by colour alone: the mark is a shape.
    expect(await first.evaluate((one) => getComputedStyle(one, '::after').content)).toContain('↑');
    await page.click('#player-next');
    await call((face) => {
      face.markSaved(1, 'saved');
    }, null);
    expect(await first.getAttribute('aria-label')).toBe('Question 1, answered');
    expect(await page.textContent('#player-answer-state')).toBe('');
    await page.click('#player-previous');
    expect(await page.textContent('#player-answer-state')).toBe('Saved');
    expect(await told()).toEqual([['answer', 1, '1']]);
  });

  it('stops for a break and for a pause, and goes on where it was', async () => {
    await open();
    await showFace(page, { accommodations: { breakMinutes: 10 } });
    await question(4);
    await tabAndPress(page, '#player-break');
    expect(await told()).toEqual([['break', 'begin']]);
    await call((face) => {
      face.cover({ reason: 'break', left: 1_920_000, breakLeft: 540_000 });
    }, null);
    expect(await page.isVisible('#player-columns')).toBe(false);
    const cover = await page.textContent('#player-cover');
    expect(cover).toContain('32 minutes');
    expect(cover).toContain('9 minutes');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('player-cover-title');
    expect(await faultsOf(page)).toEqual([]);
    await page.click('[data-language=ru]');
    expect(await page.textContent('#player-cover-title')).toBe('Перерыв');
    await tabAndPress(page, '#player-cover-end');
    expect((await told()).at(-1)).toEqual(['break', 'end']);
    await call((face) => {
      face.uncover();
    }, null);
    expect(await page.textContent('#player-heading')).toBe('Задание 5 из 19');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('player-heading');
    // A pause by staff is not the candidate's to end.
    await call((face) => {
      face.cover({ reason: 'paused', left: 60_000 });
    }, null);
    expect(await page.isVisible('#player-cover-end')).toBe(false);
    expect(await faultsOf(page)).toEqual([]);
  });

  it('asks once more before it hands in, and can be told that this did not work', async () => {
    await open();
    await showFace(page);
    await page.locator('#player-item input').first().check();
    await question(5);
    await page.locator('#player-item input').first().check();
    await page.click('#player-flag');
    await tabAndPress(page, '#player-to-review');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('player-review-title');
    const review = await page.locator('#player-review').ariaSnapshot();
    for (const line of [
      'heading "Choosing" [level=2]',
      'link "Question 2, not answered"',
      'link "Question 6, answered in part, marked for later, not saved yet"',
    ])
      expect(review).toContain(line);
    expect(review).toContain('17');
    expect(await page.locator('.player-map__item[aria-current]').count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await tabAndPress(page, '#player-hand-in');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('player-confirm-title');
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('player-hand-in');
    await page.keyboard.press('Enter');
    await tabAndPress(page, '#player-confirm-no');
    expect((await told()).map(([name]) => name)).not.toContain('handIn');
    await tabAndPress(page, '#player-hand-in');
    await tabAndPress(page, '#player-confirm-yes');
    expect((await told()).at(-1)).toEqual(['handIn']);
    await call((face) => {
      face.setBusy(true);
    }, null);
    expect(await page.isDisabled('#player-hand-in')).toBe(true);
    await call((face) => {
      face.setBusy(false);
      face.tell('It did not work.');
    }, null);
    expect(await page.textContent('#player-message')).toBe('It did not work.');
    await page.click('#player-review-list a >> nth=0');
    expect(await page.textContent('#player-heading')).toContain('Question 2 ');
  });

  it('begins in larger type where that was granted, and remembers what the candidate chose', async () => {
    await open();
    await showFace(page, { accommodations: { largerType: true } });
    const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
    expect(await size()).toBe(20);
    await tabAndPress(page, '#player-settings-toggle');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('player-settings-title');
    expect(await faultsOf(page)).toEqual([]);
    await page.check('#player-size-2');
    await page.uncheck('#player-showClock');
    expect(await size()).toBe(24);
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('player-settings-toggle');
    await page.reload();
    await showFace(page);
    expect(await size()).toBe(24);
    await call((face) => {
      face.bar.showTime(900_000);
    }, null);
    expect(await page.isVisible('#player-clock')).toBe(false);
    // Who hides the clock still gets the time for the asking, by eye too.
    await page.click('#player-time');
    expect(await page.textContent('#player-clock')).toBe('15:00');
    expect(await page.isVisible('#player-clock')).toBe(true);
  });

  it('has shortcuts that do nothing until they are wanted', async () => {
    await open();
    await showFace(page);
    const heading = () => page.textContent('#player-heading');
    await page.keyboard.press('Alt+n');
    expect(await heading()).toContain('Question 1 ');
    await page.click('#player-settings-toggle');
    await page.check('#player-shortcuts');
    await page.click('#player-settings-close');
    await page.keyboard.press('n');
    expect(await heading()).toContain('Question 1 ');
    await page.keyboard.press('Alt+n');
    expect(await heading()).toContain('Question 2 ');
    await page.keyboard.press('Alt+m');
    await page.keyboard.press('Alt+b');
    expect(await heading()).toContain('Question 1 ');
    expect(await told()).toEqual([['flag', 2, true]]);
    await page.keyboard.press('Alt+r');
    expect(await page.isVisible('#player-review')).toBe(true);
  });

  it('keeps answers, marks, notes, sums and the focus when the language changes in the middle', async () => {
    await open();
    await showFace(page, { aids: { calculator: 'basic' } });
    await page.locator('#player-item input').nth(1).check();
    await page.click('#player-flag');
    await page.click('#player-notes-toggle');
    await page.keyboard.type('Count again.');
    await page.click('#player-calculator-toggle');
    await page.keyboard.type('7/8');
    await tabTo(page, '[data-language=ru]').catch(() => page.focus('[data-language=ru]'));
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset['language'])).toBe('ru');
    expect(await page.getAttribute('html', 'lang')).toBe('ru');
    expect(await page.locator('#player-item input').nth(1).isChecked()).toBe(true);
    expect(await page.getAttribute('#player-flag', 'aria-pressed')).toBe('true');
    expect(await page.inputValue('#player-notes-text')).toBe('Count again.');
    await page.focus('#player-calculator-display');
    await page.keyboard.press('Enter');
    expect(await page.inputValue('#player-calculator-display')).toBe('0,875');
    expect(await page.textContent('#player-heading')).toBe('Задание 1 из 19');
    // Each question has a sheet of its own.
    await page.click('#player-next');
    expect(await page.inputValue('#player-notes-text')).toBe('');
    await page.click('#player-previous');
    await page.waitForFunction(
      () => document.querySelector<HTMLTextAreaElement>('#player-notes-text')?.value === 'Count again.',
    );
    expect(await faultsOf(page)).toEqual([]);
  });

  it('has a calculator for buttons and for keys, only where one is allowed', async () => {
    await open();
    await showFace(page);
    expect(await page.locator('#player-calculator').count()).toBe(0);
    await page.reload();
    await showFace(page, { aids: { calculator: 'basic' } });
    await tabAndPress(page, '#player-calculator-toggle');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('player-calculator-display');
    await listen();
    await page.keyboard.type('0.1+0.2=');
    expect(await page.inputValue('#player-calculator-display')).toBe('0.3');
    for (const name of ['clear', '1', 'divided by', '3', 'equals', 'times', '3', 'equals'])
      await page.getByRole('button', { name, exact: true }).click();
    expect(await page.inputValue('#player-calculator-display')).toBe('1');
    // Told once a step is made, not with each digit.
    expect(await heard()).toEqual(['0.1', '0.3', '0', '1', '≈ 0.333333333333', '1']);
    await page.getByRole('button', { name: 'divided by', exact: true }).focus();
    await page.keyboard.type('/0=');
    expect(await page.inputValue('#player-calculator-display')).toBe('Nothing can be divided by 0');
    expect(await faultsOf(page)).toEqual([]);
    // What is typed into the calculator answers no question.
    expect(await told()).toEqual([]);
  });

  it('shows stem, options and Next without scrolling on an old laptop', async () => {
    // 1366 × 768 less what a browser keeps for itself.
    await open({ viewport: { width: 1366, height: 625 } });
    await showFace(page, { aids: { calculator: 'basic' } });
    for (const index of [0, 1, 2, 4, 13, 16]) {
      await question(index);
      await page.evaluate(() => {
        window.scrollTo(0, 0);
      });
      const hidden = await page.evaluate(() => {
        const parts = ['.item-stem', '.item-option:last-child', '#player-next'].flatMap((selector) => [
          ...document.querySelectorAll(selector),
        ]);
        return parts
          .map((part) => ({ part: part.className, bottom: part.getBoundingClientRect().bottom }))
          .filter(({ bottom }) => bottom > window.innerHeight);
      });
      expect([index, hidden]).toEqual([index, []]);
    }
  });

  it.each([
    [320, 256, 0],
    [320, 256, 2],
    [320, 640, 0],
    [320, 640, 2],
    [1366, 625, 0],
    [1366, 625, 2],
    [1280, 800, 1],
  ])(
    'covers nothing that has the focus and needs no sideways scrolling at %d × %d, size of text %d',
    async (width, height, textSize) => {
      await open({ viewport: { width, height } }, 'every-kind', width === 320 ? 'ru' : 'en');
      await page.evaluate((size) => {
        localStorage.setItem('openmerit-display', JSON.stringify({ textSize: size }));
      }, textSize);
      await showFace(page, { aids: { calculator: 'basic' }, accommodations: { breakMinutes: 5 } });
      const wrong: string[] = [];
      // Every way to answer, and the text of a case beside its question.
      for (const index of [0, 3, 5, 6, 7, 9, 10, 11, 14, 16, 18]) {
        await question(index);
        if ((await overflowOf(page)) > 0) wrong.push(`${String(index)}: to the side`);
        await page.evaluate(() => {
          (document.querySelector('#player-heading') as HTMLElement).focus();
        });
        for (let tabs = 0; tabs < 12; tabs += 1) {
          await page.keyboard.press('Tab');
          const covered = await page.evaluate(() => {
            const focused = document.activeElement;
            if (!focused || focused === document.body) return null;
            const { left, top, width: wide, height: high } = focused.getBoundingClientRect();
            // The edge that is read first: what is taller than the window cannot be in it whole.
            const x = left + wide / 2;
            const y = top + Math.min(high / 2, 12);
            const there = document.elementFromPoint(x, y);
            const label = focused.id === '' ? null : document.querySelector(`label[for="${focused.id}"]`);
            const isFree =
              there !== null &&
              (focused.contains(there) || there.contains(focused) || label?.contains(there));
            return isFree ? null : `${focused.id || focused.className} by ${there?.className ?? 'the edge'}`;
          });
          if (covered) wrong.push(`${String(index)}: ${covered}`);
        }
      }
      expect(wrong).toEqual([]);
    },
    120_000,
  );

  it('keeps bars from eating the page at 400 %', async () => {
    await open({ viewport: { width: 320, height: 256 } });
    await showFace(page, { accommodations: { breakMinutes: 5 } });
    const stuck = await page.evaluate(() =>
      [...document.querySelectorAll('#player *')]
        .filter((one) => getComputedStyle(one).position === 'sticky')
        .map((one) => one.className),
    );
    expect(stuck).toEqual([]);
    await page.click('#player-to-review');
    await page.click('#player-hand-in');
    const dialog = await page.locator('#player-confirm').boundingBox();
    expect((dialog?.y ?? -1) >= 0 && (dialog?.height ?? 999) <= 256).toBe(true);
    await tabAndPress(page, '#player-confirm-no');
    expect(await overflowOf(page)).toBe(0);
  });

  it('mirrors itself in a script that runs from right to left, and nothing overlaps', async () => {
    for (const width of [1280, 320]) {
      await open({ viewport: { width, height: 800 } });
      await showFace(page, { aids: { calculator: 'basic' } });
      await page.evaluate(() => {
        document.documentElement.dir = 'rtl';
      });
      for (const index of [0, 3, 5, 6, 7, 9, 11, 14]) {
        await question(index);
        expect([width, index, await overflowOf(page)]).toEqual([width, index, 0]);
      }
      await question(0);
      const box = async (selector: string) => {
        const found = await page.locator(selector).boundingBox();
        if (!found) throw new Error(`${selector} is not there.`);
        return { ...found, end: found.x + found.width };
      };
      const [next, previous, map, time, settings] = [
        await box('#player-next'),
        await box('#player-previous'),
        await box('.player-side'),
        await box('#player-time'),
        await box('#player-settings-toggle'),
      ];
      expect(next.end).toBeLessThanOrEqual(previous.x);
      if (width === 1280) {
        expect(map.end).toBeLessThanOrEqual((await box('#player-question')).x);
        expect(settings.end).toBeLessThanOrEqual(time.x);
      }
      const overlaps = await page.evaluate(() => {
        const boxes = [...document.querySelectorAll('.player-top :is(button, p), .player-foot button')]
          .filter((one) => one.checkVisibility())
          .map((one) => ({ id: one.id, rect: one.getBoundingClientRect() }));
        return boxes.flatMap((a, index) =>
          boxes
            .slice(index + 1)
            .filter(
              (b) =>
                a.rect.left < b.rect.right - 1 &&
                b.rect.left < a.rect.right - 1 &&
                a.rect.top < b.rect.bottom - 1 &&
                b.rect.top < a.rect.bottom - 1,
            )
            .map((b) => `${a.id} and ${b.id}`),
        );
      });
      expect(overlaps).toEqual([]);
      expect(await faultsOf(page)).toEqual([]);
      if (width === 1280) await context.close();
    }
  });

  it('tells states apart in forced colours, and moves nothing where that is asked for', async () => {
    await open({ forcedColors: 'active', reducedMotion: 'reduce' });
    await showFace(page);
    await page.locator('#player-item input').first().check();
    await page.click('#player-flag');
    await question(5);
    await page.locator('#player-item input').first().check();
    const looks = await page.evaluate(() =>
      [0, 5, 8].map((index) => {
        const one = document.querySelectorAll('.player-map__item')[index] as Element;
        const { borderTopWidth, borderBottomStyle, backgroundColor } = getComputedStyle(one);
        return [borderTopWidth, borderBottomStyle, backgroundColor].join(' ');
      }),
    );
    expect(new Set(looks).size).toBe(3);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('#player *')]
        .filter((one) => {
          const { animationName, transitionDuration } = getComputedStyle(one);
          return (
            animationName !== 'none' ||
            transitionDuration.split(', ').some((time) => parseFloat(time) > 0.001)
          );
        })
        .map((one) => one.className),
    );
    expect([...new Set(moving)]).toEqual([]);
    await context.close();
    await open({ contrast: 'more' });
    await showFace(page);
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(0, 0, 0)');
    expect(await faultsOf(page)).toEqual([]);
  });
});
