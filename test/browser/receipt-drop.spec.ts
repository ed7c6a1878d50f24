import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { sitExam } from '../../src/desk/round/sit-exam.js';
import { canonicalJson, seededGenerator, sha256 } from '../../src/kernel/index.js';
import { DrainOutbox, StateKeys } from '../../src/registry/index.js';
import { rotateKey } from '../../src/platform/keys/cli.js';
import { faultsOf, HAS_BROWSER, openBrowser, overflowOf } from '../support/browser.js';
import { newSitting } from '../support/candidates.js';
import { tabAndPress, tabTo } from '../support/keyboard.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

interface Receipt {
  readonly body: {
    readonly candidateNumber: string;
    readonly nonce: string;
    readonly inLogBy: string;
    readonly answered: number;
  };
  readonly signature: string;
  readonly keyId: string;
}

const withBrowser = HAS_BROWSER ? describe : describe.skip;

/** A change of one byte of an answer: of the place's lowest bit. */
const flip = (answer: Buffer, place: number): Buffer => {
  const changed = Buffer.from(answer);
  changed[place] = (changed[place] as number) ^ 1;
  return changed;
};

withBrowser('a receipt, dropped on the page', () => {
  let platform: TestPlatform;
  let browser: Browser;
  let receipt: Receipt;
  let hash: string;
  let seq: number;
  /** Where the log states the key that signed the receipt. */
  let keySeq: number;

  const handIn = async (): Promise<Receipt> => {
    const { client, sittingId, leased } = await newSitting(platform);
    await sitExam(client, leased, seededGenerator(sha256(sittingId)));
    return client.post<Receipt>(`/api/v1/sittings/${sittingId}/submission`);
  };
  const hashOf = ({ body }: Receipt): string => sha256(canonicalJson(body)).toString('hex');
  const seqOf = async (wanted: string): Promise<number | undefined> => {
    const answer = await fetch(`${platform.base}/api/v1/receipts/${wanted}`);
    const { entry } = (await answer.json()) as { entry: { seq: string } | null };
    return entry ? Number(entry.seq) : undefined;
  };

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    await handIn();
    receipt = await handIn();
    hash = hashOf(receipt);
    await platform.api.app.get(StateKeys).run();
    await platform.api.app.get(DrainOutbox).run();
    await handIn();
    await platform.api.app.get(DrainOutbox).run();
    seq = await until(() => seqOf(hash));
    const [key] = await platform.api.parts.database.query<{ seq: string }>(
      `SELECT seq FROM registry_entry WHERE type = 'signing-key' AND fact ->> 'subject' = $1`,
      [receipt.keyId],
    );
    keySeq = Number(key?.seq);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await platform.close();
  });

  /** Does something on a page of its own, and closes it. */
  async function onPage<T>(
    act: (page: Page, context: BrowserContext) => Promise<T>,
    { width = 1280, language = 'en' } = {},
  ): Promise<T> {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    try {
      const page = await context.newPage();
      const wrong: string[] = [];
      page.on('pageerror', (error) => wrong.push(error.message));
      page.on('console', (line) => {
        if (line.text().includes('Content Security Policy')) wrong.push(line.text());
      });
      await page.goto(`${platform.base}/receipts?lang=${language}`);
      await page.waitForSelector('[data-part="choose"]', { timeout: 5000 });
      await page.waitForFunction(
        () => (document.getElementById('drop-key') as HTMLTextAreaElement).value !== '',
      );
      const result = await act(page, context);
      expect(wrong).toEqual([]);
      return result;
    } finally {
      await context.close();
    }
  }

  const fileOf = (value: unknown) => ({
    name: 'receipt.json',
    mimeType: 'application/json',
    buffer: Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value, null, 2)),
  });

  async function choose(page: Page, value: unknown = receipt): Promise<void> {
    // The verdict on the file before this one is no answer.
    await page.evaluate(() => {
      delete document.querySelector<HTMLElement>('[data-part="result"]')?.dataset['verdict'];
    });
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.click('[data-part="choose"]'),
    ]);
    await chooser.setFiles(fileOf(value));
  }

  /** What the page says in the end: the verdict, then each step with what came of it. */
  async function outcomeOf(page: Page): Promise<string[]> {
    await page.waitForSelector(
      '[data-part="result"][data-verdict]:not([hidden]):not([data-verdict="checking"])',
    );
    return page.evaluate(() => [
      document.querySelector<HTMLElement>('[data-part="result"]')?.dataset['verdict'] ?? '',
      ...[...document.querySelectorAll<HTMLElement>('[data-part="steps"] > li')].map(
        ({ dataset }) => `${dataset['step'] ?? ''} ${dataset['reason'] ?? ''}`,
      ),
    ]);
  }

  /** Checks the true receipt while answers whose address has this in it are changed on their way. */
  const withAnswer = (address: string, change: (answer: Buffer) => Buffer): Promise<string[]> =>
    onPage(async (page) => {
      let changes = 0;
      await page.route(
        (url) => url.pathname.includes(address),
        async (route) => {
          const answer = await route.fetch();
          const before = await answer.body();
          const body = change(before);
          changes += Number(!body.equals(before));
          await route.fulfill({ response: answer, body });
        },
      );
      await choose(page);
      const outcome = await outcomeOf(page);
      expect([address, changes > 0]).toEqual([address, true]);
      return outcome;
    });

  const TRUE = ['true', 'file holds', 'checkpoint holds', 'entry holds', 'signature holds', 'newest word'];

  it('is true by the file chooser, and nothing but its hash leaves the browser', async () => {
    await onPage(async (page) => {
      const asked: Request[] = [];
      page.on('request', (request) => asked.push(request));
      await choose(page);
      expect(await outcomeOf(page)).toEqual(TRUE);
      const paths = new Set(asked.map((request) => new URL(request.url()).pathname));
      expect([...paths].sort()).toEqual([
        `/api/v1/receipts/${hash}`,
        '/api/v1/registry/entries',
        '/log/checkpoint',
        expect.stringMatching(/^\/log\/contents\//),
        ...[`/log/proofs/${String(seq)}`, `/log/proofs/${String(keySeq)}`].sort(),
        expect.stringMatching(/^\/log\/tile\/entries\//),
      ]);
      for (const request of asked) {
        expect([request.method(), request.postData()]).toEqual(['GET', null]);
        expect(await request.headerValue('cookie')).toBeNull();
      }
      expect(await page.innerText('[data-part="facts"]')).toContain(receipt.body.candidateNumber);
      expect(await page.innerText('[data-step="entry"]')).toContain(`Entry ${String(seq)} `);
      expect(page.url()).toContain('/receipts?lang=en');
    });
  });

  it('is true by a drop, on the area or beside it; one that is no receipt is told apart', async () => {
    await onPage(async (page) => {
      const drop = async (target: string, text: string) => {
        const data = await page.evaluateHandle((body) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([body], 'receipt.json', { type: 'application/json' }));
          return transfer;
        }, text);
        await page.dispatchEvent(target, 'dragover', { dataTransfer: data });
        expect(await page.locator('.om-drop--over').count()).toBe(1);
        await page.dispatchEvent(target, 'drop', { dataTransfer: data });
        expect(await page.locator('.om-drop--over').count()).toBe(0);
      };
      await drop('[data-part="zone"]', JSON.stringify(receipt));
      expect(await outcomeOf(page)).toEqual(TRUE);
      await drop('h1', '{"a shopping list": ["milk"]}');
      expect(await outcomeOf(page)).toEqual(['noReceipt', 'file wrong']);
      expect(await page.isVisible('[data-part="facts"]')).toBe(false);
      await drop('h1', `\ufeff${JSON.stringify(receipt)}`);
      expect(await outcomeOf(page)).toEqual(TRUE);
    });
  });

  it('is not true with a byte changed', async () => {
    await onPage(async (page) => {
      const { body } = receipt;
      await choose(page, { ...receipt, body: { ...body, answered: body.answered - 1 } });
      expect(await outcomeOf(page)).toEqual([
        'failed',
        'file holds',
        'checkpoint holds',
        'entry never',
        'signature changed',
        'newest unknown',
      ]);
      const [first = ''] = receipt.signature;
      const signature = `${first === 'A' ? 'B' : 'A'}${receipt.signature.slice(1)}`;
      await choose(page, { ...receipt, signature });
      expect(await outcomeOf(page)).toEqual(TRUE.with(0, 'failed').with(4, 'signature changed'));
      const text = Buffer.from(JSON.stringify(receipt));
      await choose(page, flip(text, text.indexOf(receipt.body.nonce)));
      expect((await outcomeOf(page))[0]).toBe('failed');
    });
  });

  it('is checked by the key in the field, whatever this page gave', async () => {
    const key = (await (await fetch(`${platform.base}/log/key`)).text()).trim();
    const name = key.split('+')[0] ?? '';
    const material = Buffer.concat([Uint8Array.of(1), sha256('another key')]);
    const id = sha256(Buffer.concat([Buffer.from(`${name}\n`), material])).subarray(0, 4);
    await onPage(async (page) => {
      expect(await page.inputValue('#drop-key')).toBe(key);
      await page.click('text=Which key the check trusts');
      await page.fill('#drop-key', [name, id.toString('hex'), material.toString('base64')].join('+'));
      await choose(page);
      expect(await outcomeOf(page)).toEqual([
        'failed',
        'file holds',
        'checkpoint unsigned',
        'entry unsigned',
        'signature unsigned',
        'newest word',
      ]);
      await page.fill('#drop-key', key.slice(0, -1));
      await choose(page);
      expect((await outcomeOf(page)).slice(0, 3)).toEqual(['noKey', 'file holds', 'checkpoint noKey']);
      await page.fill('#drop-key', key.replaceAll('+', '+\n'));
      await choose(page);
      expect(await outcomeOf(page)).toEqual(TRUE);
    });
  });

  it('sees answers that were changed on their way', async () => {
    const at = (text: string) => (answer: Buffer) => flip(answer, answer.indexOf(text) + text.length);
    const fails = (step: string, reason: string) =>
      expect.arrayContaining(['failed', `${step} ${reason}`]) as unknown;
    expect(await withAnswer('/log/checkpoint', (answer) => flip(answer, answer.length - 9))).toEqual(
      fails('checkpoint', 'unsigned'),
    );
    expect(await withAnswer('/log/checkpoint', at('/log\n'))).toEqual(fails('checkpoint', 'unsigned'));
    expect(await withAnswer('/log/proofs/', at(`index ${String(seq)}\n`))).toEqual(
      fails('entry', 'unproved'),
    );
    expect(await withAnswer('/log/proofs/', (answer) => flip(answer, answer.length - 9))).toEqual(
      fails('entry', 'unproved'),
    );
    expect(
      await withAnswer('/log/tile/entries/', at(`"subject":"${receipt.body.candidateNumber.slice(0, -1)}`)),
    ).toEqual(fails('entry', 'unproved'));
    // Another's entry in the same bundle.
    expect(await withAnswer('/log/tile/entries/', (answer) => flip(answer, 20))).toEqual(
      fails('entry', 'unproved'),
    );
    expect(await withAnswer('/log/contents/', at(hash.slice(0, 20)))).toEqual(fails('entry', 'changed'));
    // Where the key stands is the platform's word; that it stands there is not.
    expect(
      await withAnswer('/api/v1/registry/entries', (answer) =>
        Buffer.from(answer.toString().replaceAll(`"seq":"${String(keySeq)}"`, `"seq":"${String(seq)}"`)),
      ),
    ).toEqual(fails('signature', 'unproved'));
    expect(
      await withAnswer('/log/contents/', (answer) => {
        const list = JSON.parse(answer.toString()) as { shown: { keyId?: string; publicKey?: string } }[];
        const { publicKey = '' } =
          list
            .map(({ shown }) => shown)
            .find(({ keyId, publicKey: key }) => keyId === receipt.keyId && key) ?? {};
        return flip(answer, answer.indexOf(publicKey) + 7);
      }),
    ).toEqual(fails('signature', 'unproved'));
    expect(await withAnswer(`/log/proofs/${String(keySeq)}`, at(`index ${String(keySeq)}\n`))).toEqual(
      fails('signature', 'unproved'),
    );
    expect(
      await withAnswer('/api/v1/receipts/', (answer) =>
        Buffer.from(answer.toString().replace(`"seq":"${String(seq)}"`, `"seq":"${String(seq - 1)}"`)),
      ),
    ).toEqual(fails('entry', 'other'));
    expect(await withAnswer('/api/v1/receipts/', (answer) => flip(answer, 0))).toEqual(
      fails('entry', 'unreadable'),
    );
  }, 120_000);

  it('tells what it could not reach, and nothing good or bad', async () => {
    await onPage(async (page, context) => {
      await context.setOffline(true);
      await choose(page);
      expect(await outcomeOf(page)).toEqual([
        'incomplete',
        'file holds',
        'checkpoint unreachable',
        'entry unreachable',
        'signature unreachable',
        'newest unreachable',
      ]);
      await context.setOffline(false);
      await choose(page);
      expect(await outcomeOf(page)).toEqual(TRUE);
      await page.route('**/log/proofs/*', (route) => route.fulfill({ status: 503, body: 'busy' }));
      await choose(page);
      expect(await outcomeOf(page)).toEqual(
        TRUE.with(0, 'incomplete').with(3, 'entry unreachable').with(4, 'signature unreachable'),
      );
    });
  });

  it('is true also by a key that has handed over since, and by the one that signs now', async () => {
    const keyOf = async () => (await (await fetch(`${platform.base}/log/key`)).text()).trim();
    const old = await keyOf();
    expect(rotateKey(platform.config.keysDir, 'checkpoints', () => undefined)).toBe(0);
    for (let round = 0; round < 3; round += 1) {
      await platform.api.app.get(StateKeys).run();
      await platform.api.app.get(DrainOutbox).run();
    }
    const now = await keyOf();
    expect(now).not.toBe(old);
    await onPage(async (page) => {
      // On each page's foot without a new start, and in the field of this one.
      expect(await page.innerText('footer')).toContain(now);
      expect(await page.inputValue('#drop-key')).toBe(now);
      await choose(page);
      expect(await outcomeOf(page)).toEqual(TRUE);
      await page.click('text=Which key the check trusts');
      await page.fill('#drop-key', old);
      await choose(page);
      expect(await outcomeOf(page)).toEqual(TRUE);
      expect(await page.innerText('[data-step="checkpoint"]')).toContain(now.split('+')[1]);
    });
  });

  it('waits for the log until the promised time, and is then checked in it', async () => {
    const waiting = await handIn();
    await onPage(async (page) => {
      await choose(page, waiting);
      expect(await outcomeOf(page)).toEqual(TRUE.with(0, 'waits').with(3, 'entry waits'));
      const promised = new Date(waiting.body.inLogBy);
      const minutes = String(promised.getUTCMinutes()).padStart(2, '0');
      expect(await page.innerText('[data-step="entry"]')).toContain(`:${minutes} UTC`);

      await page.clock.setFixedTime(promised.getTime() + 1000);
      await choose(page, waiting);
      expect(await outcomeOf(page)).toEqual(TRUE.with(0, 'failed').with(3, 'entry late'));

      await platform.worker();
      await until(() => seqOf(hashOf(waiting)));
      await choose(page, waiting);
      expect(await outcomeOf(page)).toEqual(TRUE);
    });
  });

  it('can be checked by keyboard alone, and is read out as it goes', async () => {
    await onPage(async (page) => {
      // Asked for well before the key is pressed: until the browser has heard of it, a dialog opens by itself.
      const chosen = page.waitForEvent('filechooser');
      await tabTo(page, '[data-part="choose"]');
      expect(
        await page.evaluate(() => {
          const zone = document.querySelector('.om-drop');
          return zone && getComputedStyle(zone).borderTopStyle;
        }),
      ).toBe('solid');
      await page.keyboard.press('Enter');
      await (await chosen).setFiles(fileOf(receipt));
      expect(await outcomeOf(page)).toEqual(TRUE);
      expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('receipt.json');
      const said = await page.innerText('[role="status"]');
      expect(said.split('\n').filter((line) => line !== '')).toEqual([
        'Holds The file is a receipt',
        'Holds The log is signed with the key',
        'Holds The receipt is in the log',
        'Holds The signature on the receipt',
        'Our word The newest of this exam',
        expect.stringContaining('This receipt is true'),
      ]);

      await page.reload();
      await tabAndPress(page, '#receipt-drop details:nth-of-type(1) summary');
      await tabTo(page, '#drop-text');
      await page.keyboard.insertText(JSON.stringify(receipt));
      await tabAndPress(page, '[data-part="check"]');
      expect(await outcomeOf(page)).toEqual(TRUE);
    });
  });

  it('is checked by the platform where there is no script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${platform.base}/receipts?lang=en`);
    expect(await page.isVisible('#receipt-drop')).toBe(false);
    await page.setInputFiles('#file', fileOf(receipt));
    await page.click('#receipt-form button');
    expect(await page.innerText('main')).toContain('This receipt is true');
    await context.close();
  });

  it.each([
    [1280, 'en'],
    [320, 'ru'],
  ])('has no axe findings and fits at %d px in "%s"', async (width, language) => {
    await onPage(
      async (page) => {
        const seen = async (): Promise<unknown> => [await faultsOf(page), await overflowOf(page)];
        expect(await seen()).toEqual([[], 0]);
        for (const summary of await page.locator('#receipt-drop summary').all()) await summary.click();
        for (const value of [receipt, { ...receipt, keyId: 'none' }, {}]) {
          await choose(page, value);
          await outcomeOf(page);
          expect(await seen()).toEqual([[], 0]);
        }
        expect(await page.innerText('main')).not.toMatch(/\{\w+\}|receipt:/);
      },
      { width, language },
    );
  });
});
