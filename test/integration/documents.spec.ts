import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClearDocuments } from '../../src/application/index.js';
import { newAccount, staff } from '../support/candidates.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import {
  askingCompetition,
  browserlike,
  GOOD_ANSWERS,
  PDF,
  png,
  staffBrowser,
  upload,
  ZIP,
  type Browserlike,
} from '../support/uploads.js';

const EICAR = String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`;

/** A scanner that speaks clamd's INSTREAM, and can be away or out of its mind. */
class Scanner {
  mode: 'well' | 'silent' | 'failing' = 'well';
  seen: Buffer[] = [];
  /** How often it was asked and gave no verdict. */
  readonly unanswered = { silent: 0, failing: 0 };
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  constructor() {
    this.#server = createServer((socket) => {
      this.#open.add(socket);
      socket.on('close', () => this.#open.delete(socket));
      socket.on('error', () => undefined);
      this.#serve(socket);
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: Socket): void {
    let held = Buffer.alloc(0);
    const pieces: Buffer[] = [];
    let began = false;
    socket.on('data', (chunk: Buffer) => {
      held = Buffer.concat([held, chunk]);
      if (!began) {
        if (held.length < 10) return;
        if (held.subarray(0, 10).toString('latin1') !== 'zINSTREAM\0') {
          socket.end('UNKNOWN COMMAND\0');
          return;
        }
        began = true;
        held = held.subarray(10);
      }
      while (held.length >= 4) {
        const length = held.readUInt32BE(0);
        if (held.length < 4 + length) return;
        if (length === 0) {
          this.#answer(socket, Buffer.concat(pieces));
          return;
        }
        pieces.push(held.subarray(4, 4 + length));
        held = held.subarray(4 + length);
      }
    });
  }

  #answer(socket: Socket, content: Buffer): void {
    if (this.mode !== 'well') this.unanswered[this.mode] += 1;
    if (this.mode === 'silent') socket.destroy();
    else if (this.mode === 'failing') socket.end('INSTREAM size limit exceeded. ERROR\0');
    else {
      this.seen.push(content);
      socket.end(content.includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
    }
  }
}

interface Listed {
  readonly documents: {
    id: string;
    name: string | null;
    state: string;
    type: string | null;
    bytes: number | null;
  }[];
}

/** Everything that lies in the store. */
function stored({ config }: TestPlatform): string[] {
  try {
    return readdirSync(config.filesDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.join(parentPath, name));
  } catch {
    return [];
  }
}

/** A candidate with a draft, and a browser of theirs. */
async function drafting(platform: TestPlatform, competitionId: string) {
  const { client, ...account } = await newAccount(platform);
  const form = `/api/v1/competitions/${competitionId}/application-form`;
  const { applicationId } = await client.put<{ applicationId: string }>(`${form}/answers`, {
    answers: GOOD_ANSWERS,
  });
  const browser = await browserlike(platform, account);
  const documents = async () => (await client.get<Listed>(form)).documents;
  return { client, browser, applicationId, form, documents };
}

describe('documents without a scanner', () => {
  let platform: TestPlatform;
  let competitionId: string;
  beforeAll(async () => {
    platform = await startPlatform();
    competitionId = await askingCompetition(platform);
  }, 60_000);
  afterAll(() => platform.close());

  const send = (browser: Browserlike, content: Buffer, name: string, code = 'education') =>
    upload(browser, competitionId, code, content, name);

  it('are kept encrypted, given back byte for byte to be saved, and each look is on record', async () => {
    const { browser, documents, client, form } = await drafting(platform, competitionId);
    const content = png(800, 600, 300_000);
    const { body } = await send(browser, content, '../../диплом (1).png').expect(201);
    const { documentId, state } = body as { documentId: string; state: string };
    expect(state).toBe('unscanned');
    expect(await documents()).toMatchObject([
      { id: documentId, name: 'диплом (1).png', type: 'png', bytes: content.length },
    ]);
    const files = stored(platform).filter((file) => file.includes(documentId));
    expect(files).toHaveLength(1);
    expect(readFileSync(files[0] ?? '').includes('aaaaaaaa')).toBe(false);
    const read = (one: Browserlike, address: string) =>
      one.agent
        .get(address)
        .buffer(true)
        .parse((response, done) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => {
            done(null, Buffer.concat(parts));
          });
        });
    const own = await read(browser, `/documents/${documentId}`).expect(200);
    expect((own.body as Buffer).equals(content)).toBe(true);
    expect(own.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(own.headers['content-disposition']).toMatch(
      /^attachment; filename="______ \(1\)\.png"; filename\*=UTF-8''%D0%B4[%0-9A-F]+%20%281%29\.png$/,
    );
    await client.post(`${form}/hand-in`);
    const hr = await staffBrowser(platform, 'hr');
    await read(hr, `/manage/competitions/${competitionId}/documents/${documentId}`).expect(200);
    const views = await platform.api.parts.database.query<{ official: string }>(
      'SELECT official FROM document_view WHERE document_id = $1 ORDER BY id',
      [documentId],
    );
    expect(views.map(({ official }) => official)).toEqual([
      expect.any(String),
      'Leyla Mammadova, Head of HR, Ministry of Digital Services',
    ]);
    await expect(
      platform.api.parts.database.query('DELETE FROM document_view WHERE document_id = $1', [documentId]),
    ).rejects.toThrow();
    // Nobody else: another candidate, staff without this role, an officer by way of another competition.
    const other = await drafting(platform, competitionId);
    await other.browser.agent.get(`/documents/${documentId}`).expect(404);
    const exam = await staffBrowser(platform, 'exam');
    await exam.agent.get(`/manage/competitions/${competitionId}/documents/${documentId}`).expect(403);
    const [elsewhere] = await platform.api.parts.database.query<{ id: string }>(
      `SELECT id FROM competition WHERE code = 'DEMO-2026-1'`,
    );
    await hr.agent.get(`/manage/competitions/${elsewhere?.id ?? ''}/documents/${documentId}`).expect(404);
  });

  it.each<[string, Buffer, string, string]>([
    ['empty', Buffer.alloc(0), 'a.pdf', 'FILE_EMPTY'],
    ['an archive that is called a PDF', ZIP, 'a.pdf', 'FILE_TYPE'],
    [
      'a page that is called a picture',
      Buffer.from('<html><script>alert(1)</script></html>'),
      'a.png',
      'FILE_TYPE',
    ],
    ['a program', Buffer.from('MZ\x90\0program and more of it', 'latin1'), 'a.jpg', 'FILE_TYPE'],
    ['a PDF and an archive in one', Buffer.concat([PDF, ZIP]), 'a.pdf', 'FILE_TRAILING'],
    ['a picture and a PDF in one', Buffer.concat([png(20, 20), PDF]), 'a.png', 'FILE_TRAILING'],
    [
      'a picture that unpacks to three thousand million pixels',
      png(60_000, 60_000),
      'a.png',
      'FILE_PICTURE_SIZE',
    ],
    ['a PDF that is called a program', PDF, 'a.pdf.exe', 'FILE_NAME'],
    ['a PDF that is called a picture', PDF, 'a.png', 'FILE_NAME'],
    ['larger than may be', png(800, 600, 10 * 1024 * 1024), 'a.png', 'FILE_LARGE'],
  ])('that are %s are refused and leave nothing', async (_, content, name, code) => {
    const { browser, documents } = await drafting(platform, competitionId);
    const before = stored(platform);
    const { body } = await send(browser, content, name).expect(422);
    expect(body).toMatchObject({ code: `APPLICATION.${code}`, fields: { file: `APPLICATION.${code}` } });
    expect(await documents()).toEqual([]);
    expect(stored(platform)).toEqual(before);
    // The connection is good for another request.
    await send(browser, PDF, 'fine.pdf').expect(201);
  });

  it('are refused before they are read where the form is far too long, or has no file', async () => {
    const { browser } = await drafting(platform, competitionId);
    await send(browser, png(8, 8, 11 * 1024 * 1024), 'a.png').expect(413);
    const { body } = await browser.agent
      .post(`/api/v1/competitions/${competitionId}/application-form/documents/education`)
      .set('x-csrf-token', browser.csrf)
      .field('note', 'no file')
      .expect(422);
    expect(body).toMatchObject({ code: 'APPLICATION.NO_FILE' });
  });

  it('are taken from nobody without their token or their account, and then nothing is kept', async () => {
    const { browser } = await drafting(platform, competitionId);
    const before = stored(platform);
    const address = `/api/v1/competitions/${competitionId}/application-form/documents/education`;
    const { body } = await browser.agent
      .post(address)
      .attach('file', png(8, 8, 500_000), 'a.png')
      .expect(403);
    expect(body).toMatchObject({ code: 'AUTH.CSRF' });
    const hr = await staffBrowser(platform, 'hr');
    await send(hr, PDF, 'a.pdf').expect(403);
    expect(stored(platform)).toEqual(before);
  });

  it('are as many as may be, where one is asked for, as long as the application is a draft', async () => {
    const { browser, client, form, documents } = await drafting(platform, competitionId);
    const refused = async (code: string, ruleCode: string, status: number) => {
      const { body } = await send(browser, PDF, 'a.pdf', ruleCode).expect(status);
      expect(body).toMatchObject({ code: `APPLICATION.${code}` });
    };
    await refused('NO_DOCUMENT_ASKED', 'consent', 404);
    await refused('NO_DOCUMENT_ASKED', 'other', 404);
    await refused('NO_DOCUMENT_ASKED', 'toString', 404);
    // Five at once: three of them have room.
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(browser, PDF, 'a.pdf')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 422, 422]);
    await refused('TOO_MANY_DOCUMENTS', 'education', 422);
    const [first] = await documents();
    await client.delete(`${form}/documents/${first?.id ?? ''}`);
    await expect(client.delete(`${form}/documents/${first?.id ?? ''}`)).rejects.toThrow('404');
    expect(stored(platform).filter((file) => file.includes(first?.id ?? '?'))).toEqual([]);
    await send(browser, PDF, 'a.pdf').expect(201);
    await client.post(`${form}/hand-in`);
    await refused('NOT_CHANGEABLE', 'education', 409);
    const [kept] = await documents();
    await expect(client.delete(`${form}/documents/${kept?.id ?? ''}`)).rejects.toThrow(
      '409 APPLICATION.NOT_CHANGEABLE',
    );
  });

  it('go through a page’s form without a script', async () => {
    const { browser, documents } = await drafting(platform, competitionId);
    const page = await browser.agent.get(`/competitions/${competitionId}/apply/education`).expect(200);
    const token = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const address = `/competitions/${competitionId}/apply/education/documents`;
    await browser.agent
      .post(address)
      .field('_csrf', token)
      .attach('file', PDF, 'diploma.pdf')
      .redirects(0)
      .expect(303);
    expect(await documents()).toMatchObject([{ name: 'diploma.pdf', type: 'pdf' }]);
    const refused = await browser.agent
      .post(address)
      .field('_csrf', token)
      .attach('file', ZIP, 'diploma.pdf')
      .expect(422);
    expect(refused.text).toContain('The file is not a PDF, a JPEG or a PNG');
    expect(refused.text).toContain('Files are not checked for harmful content here.');
    await browser.agent.post(address).field('_csrf', 'another').attach('file', PDF, 'a.pdf').expect(403);
  });

  it('are destroyed with the answers once their time is over, and the record says that they were there', async () => {
    const { browser, client, form, applicationId } = await drafting(platform, competitionId);
    await send(browser, PDF, 'passport of Somebody.pdf').expect(201);
    await client.post(`${form}/hand-in`);
    const { database } = platform.api.parts;
    const clear = platform.api.app.get(ClearDocuments);
    const held = async () => {
      const [row] = await database.query<{
        state: string;
        name: string | null;
        gone: boolean;
        answers: boolean;
      }>(
        `SELECT o.state, o.name, o.is_destroyed AS gone, f.answers IS NOT NULL AS answers
         FROM application_document o JOIN application_form f ON f.application_id = o.application_id
         WHERE o.application_id = $1`,
        [applicationId],
      );
      return row;
    };
    const conclude = (months: number) =>
      database.query(
        `UPDATE competition SET concluded_at = clock_timestamp() - make_interval(months => $2, hours => 1) WHERE id = $1`,
        [competitionId, months],
      );
    await conclude(35);
    await clear.run();
    expect(await held()).toMatchObject({ state: 'unscanned', gone: false, answers: true });
    const before = stored(platform).length;
    await conclude(36);
    await clear.run();
    expect(await held()).toEqual({ state: 'removed', name: null, gone: true, answers: false });
    expect(stored(platform).length).toBeLessThan(before);
    const shown = await client.get<{ answers: object; outcomes: object; documents: object[] }>(form);
    expect(shown).toMatchObject({
      answers: {},
      outcomes: { age: 'met' },
      documents: [{ state: 'removed', name: null }],
    });
  });

  it('that never arrived whole are cleared away', async () => {
    const { applicationId } = await drafting(platform, competitionId);
    const { database } = platform.api.parts;
    const [row] = await database.query<{ id: string }>(
      `INSERT INTO application_document (id, application_id, rule_code, name, key_id, state, begun_at)
       VALUES (gen_random_uuid(), $1, 'education', 'a.pdf', 'k', 'arriving', clock_timestamp() - interval '2 hours') RETURNING id`,
      [applicationId],
    );
    await platform.api.parts.files.put(row?.id ?? '', [PDF] as unknown as AsyncIterable<Buffer>);
    expect(stored(platform).filter((file) => file.includes(row?.id ?? '?'))).toHaveLength(1);
    await platform.api.app.get(ClearDocuments).run();
    expect(stored(platform).filter((file) => file.includes(row?.id ?? '?'))).toEqual([]);
    const [after] = await database.query(
      'SELECT state, removed_why AS why FROM application_document WHERE id = $1',
      [row?.id],
    );
    expect(after).toEqual({ state: 'removed', why: 'abandoned' });
  });
});

describe('documents with a scanner', () => {
  const scanner = new Scanner();
  let platform: TestPlatform;
  let competitionId: string;
  beforeAll(async () => {
    const port = await scanner.listen();
    platform = await startPlatform({ OPENMERIT_SCANNER: `tcp://127.0.0.1:${String(port)}` });
    competitionId = await askingCompetition(platform);
  }, 60_000);
  afterAll(async () => {
    await platform.close();
    await scanner.close();
  });

  const stateOf = async (documentId: string): Promise<string | undefined> => {
    const [row] = await platform.api.parts.database.query<{ state: string }>(
      'SELECT state FROM application_document WHERE id = $1',
      [documentId],
    );
    return row?.state;
  };

  it('wait where nobody reads them, until it has looked; what is infected is destroyed, and what it cannot say waits on', async () => {
    const { browser, documents, client, form } = await drafting(platform, competitionId);
    const send = async (content: Buffer, name: string): Promise<string> => {
      const { body } = await upload(browser, competitionId, 'education', content, name).expect(201);
      expect(body).toMatchObject({ state: 'waiting' });
      return (body as { documentId: string }).documentId;
    };
    scanner.mode = 'silent';
    const large = png(900, 900, 400_000);
    const good = await send(large, 'diploma.png');
    const bad = await send(Buffer.from(`%PDF-1.7\n${EICAR}\n%%EOF\n`, 'latin1'), 'evil.pdf');
    await browser.agent.get(`/documents/${good}`).expect(409);
    const hr = await staffBrowser(platform, 'hr');
    const waiting = await hr.agent
      .get(`/api/v1/competitions/${competitionId}/screening/x/documents/${good}`)
      .expect(409);
    expect(waiting.body).toMatchObject({ code: 'APPLICATION.DOCUMENT_WAITING' });
    // Whoever waits is not clear, and may hand in.
    await client.post(`${form}/hand-in`);
    const { count } = await (
      await staff(platform, 'hr')
    ).get<{ count: number }>(`/api/v1/competitions/${competitionId}/screening-clear`);
    expect(count).toBe(0);
    await platform.worker();
    // It hangs up, then it answers with an error: nothing is decided, and it is asked again.
    await until(() => Promise.resolve(scanner.unanswered.silent >= 2));
    scanner.mode = 'failing';
    await until(() => Promise.resolve(scanner.unanswered.failing >= 2));
    expect([await stateOf(good), await stateOf(bad)]).toEqual(['waiting', 'waiting']);
    expect(scanner.seen).toEqual([]);
    scanner.mode = 'well';
    await until(async () => (await stateOf(good)) === 'clean' && (await stateOf(bad)) === 'infected');
    expect(scanner.seen.some((seen) => seen.equals(large))).toBe(true);
    await browser.agent.get(`/documents/${good}`).expect(200);
    await browser.agent.get(`/documents/${bad}`).expect(404);
    await until(() => Promise.resolve(stored(platform).every((file) => !file.includes(bad))));
    expect(await documents()).toMatchObject([
      { id: good, state: 'clean' },
      { id: bad, state: 'infected', name: 'evil.pdf' },
    ]);
    const page = await browser.agent.get(`/competitions/${competitionId}/apply/education`).expect(200);
    expect(page.text).toContain('A file was refused');
  });
});
