import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { CreateAccount } from '../../src/people/index.js';
import { orThrow } from '../../src/platform/index.js';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf, signIn } from '../support/browser.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

const withBrowser = HAS_BROWSER ? describe : describe.skip;

const STEM = 'Which of these papers does a clerk put on the file first when a complaint arrives?';
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

withBrowser('the life of an item, by its pages', () => {
  let platform: TestPlatform;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  let author: Page;
  let colleague: Page;
  let reviewer: Page;
  let bank: string;
  let item: string;

  async function open(name: string, javaScriptEnabled = true): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled });
    contexts.push(context);
    const page = await context.newPage();
    await signIn(page, platform.base, name);
    return page;
  }
  const go = (page: Page, path: string) => page.goto(`${platform.base}${path}`);
  const text = (page: Page) => page.textContent('main');
  /** Does what leads to another page, and waits for that. */
  const led = (page: Page, act: Promise<void>) => Promise.all([page.waitForEvent('domcontentloaded'), act]);
  const press = (page: Page, name: string, exact = false) =>
    led(page, page.getByRole('button', { name, exact }).click());
  const submit = (page: Page) => led(page, page.click('main form button[type=submit]'));

  /** Fills the editor with an item that can be saved. */
  async function fill(page: Page, stem: string): Promise<void> {
    await page.fill('[name=stem]', stem);
    await page.fill('[name=option_a]', 'The one on top');
    await page.fill('[name=option_b]', 'The one that came first');
    await page.fill('[name=option_c]', 'The longest one');
    await page.check('[name=right][value=b]');
    await page.fill('[name=rationale]', 'Papers are filed in the order in which they came in.');
    for (const field of ['contentArea', 'competency', 'cognitiveLevel'])
      await page.selectOption(`[name=${field}]`, { index: 1 });
    await page.fill('[name=source_instrument_1]', 'Model office rules');
    await page.fill('[name=source_article_1]', 'Section 4');
  }

  async function step(page: Page, name: string, reason = ''): Promise<void> {
    await go(page, item);
    await press(page, name, true);
    if (reason) await page.fill('[name=reason]', reason);
    await submit(page);
  }

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    const { app, parts } = platform.api;
    const { accountId } = orThrow(
      await app.get(CreateAccount).insert(
        {
          signIn: 'author-2',
          displayName: 'Second Author',
          position: 'Item author',
          password: DEMONSTRATION_PASSWORD,
          language: 'en',
        },
        null,
      ),
    );
    const [found] = await parts.database.query<{ id: string }>(
      `SELECT id FROM bank WHERE code = 'public-ethics-administration'`,
    );
    bank = `/item-banks/${found?.id ?? ''}/items`;
    await parts.database.query(
      `INSERT INTO role_grant (id, account_id, role, scope_id) VALUES (gen_random_uuid(), $1, 'item-author', $2)`,
      [accountId, found?.id],
    );
    author = await open('author');
    colleague = await open('author-2');
    reviewer = await open('reviewer');
  }, 180_000);
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await browser.close();
    await platform.close();
  });

  it('is written without a script: a preview keeps what was typed, each fault stands at its field', async () => {
    const page = await open('author', false);
    await go(page, `${bank}/new`);
    await led(page, page.click('a[href$="type=single-choice"]'));
    await page.fill('[name=stem]', 'Too short');
    await page.fill('[name=source_url_1]', 'http://example.org');
    await press(page, 'Save the draft');
    for (const field of ['stem', 'key', 'rationale', 'contentArea', 'source_url_1', 'source_article_1'])
      expect([field, await page.locator(`.govuk-error-summary a[href="#${field}"]`).count()]).toEqual([
        field,
        1,
      ]);
    expect(await page.inputValue('[name=stem]')).toBe('Too short');

    await fill(page, STEM);
    await press(page, 'Preview');
    expect(await page.locator('#view').textContent()).toContain('when a complaint arrives?');
    expect(await page.locator('#view li').allTextContents()).toContain('The longest one');
    expect(await page.isChecked('[name=right][value=b]')).toBe(true);
    expect(await page.inputValue('[name=source_article_1]')).toBe('Section 4');

    await press(page, 'Add the picture');
    expect(await page.locator('.govuk-error-summary a').allTextContents()).toEqual([
      'Choose a file',
      'Say in words what the picture shows',
    ]);
    await page.fill('[name=pictureText]', 'A file & its papers');
    await page.setInputFiles('[name=picture]', {
      name: 'a.png',
      mimeType: 'image/png',
      buffer: Buffer.alloc(220_000),
    });
    await press(page, 'Add the picture');
    expect(await text(page)).toContain('up to 200 kB');
    await page.setInputFiles('[name=picture]', { name: 'a.png', mimeType: 'image/png', buffer: PICTURE });
    await press(page, 'Add the picture');
    expect(await page.inputValue('[name=stem]')).toMatch(
      /arrives\?\n<img src="media:[0-9a-f]{64}" alt="A file &amp; its papers">$/,
    );
    expect(await page.getAttribute('#view img', 'src')).toMatch(/^data:image\/png/);
    expect(await page.getAttribute('#view img', 'alt')).toBe('A file & its papers');

    await page.fill('[name=source_url_1]', 'https://example.org/rules');
    await press(page, 'Save the draft');
    expect(await text(page)).toContain('saved as a draft');
    item = new URL(page.url()).pathname;
  }, 60_000);

  it('is followed by the preview as it is typed, which works as the candidate’s own', async () => {
    await go(author, `${item}/edit`);
    await author.fill('[name=option_c]', 'The longest of them');
    await author.getByLabel('The longest of them').and(author.locator('#view input')).check();
    expect(await author.locator('#view img').count()).toBe(1);
    // What is tried in the preview is no part of the form.
    expect(
      await author.evaluate(() => {
        const form = document.querySelector<HTMLFormElement>('form[data-item-editor]');
        return form ? [...new FormData(form).keys()].filter((name) => name.startsWith('preview')) : null;
      }),
    ).toEqual([]);
  }, 30_000);

  it('goes to a reviewer, who comments and returns it with a reason', async () => {
    await step(author, 'Hand in for review');
    expect(await text(author)).toContain('handed in');
    await go(author, '/item-reviews');
    expect(await text(author)).toContain('Your own work');

    await go(reviewer, '/item-reviews');
    await led(reviewer, reviewer.locator('a.om-item-ref').first().click());
    await reviewer.waitForURL(/\/review$/);
    await reviewer.fill('[name=body]', 'Which file?');
    await press(reviewer, 'Comment');
    await reviewer.waitForURL(/\/review\?done=comment/);
    expect(await text(reviewer)).toContain('Which file?');
    await press(reviewer, 'Decide as Rashad Guliyev');
    expect(await reviewer.locator('.govuk-error-summary a').count()).toBe(1);
    await reviewer.check('[name=verdict][value=return]');
    await press(reviewer, 'Decide as Rashad Guliyev');
    expect(await text(reviewer)).toContain('Give a reason');
    await reviewer.fill('[name=reason]', 'Say which file is meant.');
    await press(reviewer, 'Decide as Rashad Guliyev');
    expect(await text(reviewer)).toContain('is back with its author');

    await go(author, '/desk');
    expect(await text(author)).toContain('Say which file is meant.');
  }, 60_000);

  it('is approved by another than its author, and published', async () => {
    await go(author, `${item}/edit`);
    await author.fill('[name=stem]', STEM.replace('the file', 'the paper file'));
    await press(author, 'Save the draft');
    await press(author, 'Mark as settled');
    expect(await text(author)).toContain('Settled by Saltanat Bekova');
    await step(author, 'Hand in for review');
    // Not by its author, who has no such page, nor by way of the step.
    expect((await go(author, `${item}/review`))?.status()).toBe(403);
    await go(author, `${item}/steps/approve?version=1`);
    await press(author, 'Approve version 1');
    expect(await text(author)).toContain('This step is not yours to take.');

    await go(reviewer, `${item}/review`);
    await reviewer.check('[name=verdict][value=approve]');
    await press(reviewer, 'Decide as Rashad Guliyev');
    expect(await text(reviewer)).toContain('approved by your name');
    await step(reviewer, 'Publish');
    expect(await reviewer.locator('h1 ~ p .om-tag').textContent()).toBe('Live');
    expect(await text(reviewer)).toContain('Saltanat Bekova, Item author');
  }, 60_000);

  it('is approved by nobody who wrote it, whatever roles they have', async () => {
    await platform.api.parts.database.query(
      `INSERT INTO role_grant (id, account_id, role, scope_id)
       SELECT gen_random_uuid(), a.id, 'item-reviewer', b.id FROM account a, bank b
       WHERE a.sign_in = 'author-2' AND b.code = 'public-ethics-administration'`,
    );
    await go(colleague, `${bank}/new?type=single-choice`);
    await fill(colleague, 'Who keeps the key of the archive room when the office is closed?');
    await press(colleague, 'Save the draft');
    const own = new URL(colleague.url()).pathname;
    await press(colleague, 'Hand in for review');
    await submit(colleague);
    await go(colleague, `${own}/review`);
    expect(await text(colleague)).toContain('You wrote this version.');
    expect(await colleague.isDisabled('[name=verdict][value=approve]')).toBe(true);
    await colleague.evaluate(() => {
      document.querySelector('[name=verdict][value=approve]')?.removeAttribute('disabled');
    });
    await colleague.check('[name=verdict][value=approve]');
    await press(colleague, 'Decide as Second Author');
    expect(await text(colleague)).toContain('Nobody signs or approves what they wrote themselves.');
  }, 60_000);

  it('shows a second editor what the first one saved, and loses nothing', async () => {
    await go(author, `${item}/edit`);
    expect(await text(author)).toContain('What you save becomes version 2');
    await go(colleague, `${item}/edit`);
    await author.fill('[name=option_a]', 'The one that lies on top');
    await press(author, 'Save the draft');
    await colleague.fill('[name=rationale]', 'Papers are filed in the order in which they came in, by day.');
    await press(colleague, 'Save the draft');
    const main = await text(colleague);
    expect(main).toContain('Meanwhile Saltanat Bekova has saved this item');
    expect(await colleague.locator('.om-meanwhile del').first().textContent()).toContain('that lies');
    expect(await colleague.inputValue('[name=rationale]')).toContain('by day');
    expect(await faultsOf(colleague)).toEqual([]);
    await colleague.fill('[name=option_a]', 'The one that lies on top');
    await press(colleague, 'Save mine over it');
    expect(await text(colleague)).toContain('Version 2 is saved');
  }, 60_000);

  it('says word by word what changed', async () => {
    await go(author, item);
    await led(author, author.click('a[href*="/differences"]'));
    expect(await author.locator('main ins').allTextContents()).toEqual(
      expect.arrayContaining([expect.stringContaining('that lies'), expect.stringContaining('by day')]),
    );
    expect(await author.locator('ins .govuk-visually-hidden').first().textContent()).toContain('added');
    expect(await faultsOf(author)).toEqual([]);
  }, 30_000);

  it('is translated side by side, signed by another, and told when the source changes', async () => {
    const russian = `${item}/translations/ru`;
    await go(author, russian);
    await author.fill('[name=stem]', 'Какую бумагу кладут в дело первой?');
    await press(author, 'Save the translation');
    expect(await author.locator('.govuk-error-summary a').allTextContents()).toContain(
      'Option A: Translate this option',
    );
    expect(await author.inputValue('[name=stem]')).toBe('Какую бумагу кладут в дело первой?');
    for (const [letter, words] of [
      ['a', 'Верхнюю'],
      ['b', 'Ту, что пришла первой'],
      ['c', 'Самую длинную'],
    ])
      await author.fill(`[name=option_${letter ?? ''}]`, words ?? '');
    await author.fill('[name=rationale]', 'Бумаги подшивают в том порядке, в котором они поступили.');
    await press(author, 'Save the translation');
    expect(await text(author)).toContain('You translated this yourself.');

    await go(reviewer, russian);
    expect(await faultsOf(reviewer)).toEqual([]);
    await press(reviewer, 'Sign revision 1 as Rashad Guliyev');
    expect(await text(reviewer)).toContain('Signed by Rashad Guliyev');

    await go(author, `${item}/edit`);
    await author.fill('[name=option_c]', 'The longest of them all');
    await press(author, 'Save the draft');
    await go(author, russian);
    expect(await text(author)).toContain('The source has changed since');
    expect(await author.locator('main ins').first().textContent()).toContain('all');
    await press(author, 'Save the translation');
    expect(await text(author)).not.toContain('The source has changed since');
  }, 60_000);

  it('is found, kept apart from its like, and tells who has seen it', async () => {
    await go(colleague, `${bank}/new?type=single-choice`);
    await fill(colleague, STEM.replace('a complaint', 'a request'));
    await press(colleague, 'Save the draft');
    const like = new URL(colleague.url()).pathname;
    expect(await text(colleague)).toMatch(/\d\d% alike/);
    await colleague.click('summary:has-text("Declare an enemy")');
    const code = (await colleague.locator('#likes ~ ul a').first().textContent()) ?? '';
    await colleague.fill('[name=enemyCode]', 'PE-NONE-001');
    await colleague.fill('[name=enemyReason]', 'They ask the same.');
    await press(colleague, 'Declare');
    expect(await text(colleague)).toContain('no other item with this code');
    expect(await colleague.inputValue('[name=enemyReason]')).toBe('They ask the same.');
    await colleague.fill('[name=enemyCode]', code);
    await press(colleague, 'Declare');
    expect(await text(colleague)).toContain('never stand in one form now');
    await press(colleague, `Remove ${code}`);
    expect(await text(colleague)).toContain('may stand in one form again');

    await go(reviewer, `${bank}?words=archive+room&state=in-review`);
    expect(await reviewer.locator('a.om-item-ref').count()).toBe(1);
    await go(reviewer, `${bank}?words=nothing+is+like+this`);
    expect(await text(reviewer)).toContain('No item is like this');
    await go(author, like);
    const sights = await author.locator('section:has(#sights)').textContent();
    expect(sights).toContain('Second Author');
    expect(sights).toContain('Saltanat Bekova');
    expect(await overflowOf(author)).toBe(0);
  }, 60_000);
});
