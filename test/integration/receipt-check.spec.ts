import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApi, PROJECT_DIR } from '../../src/app.js';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { canonicalJson, sha256, type Json } from '../../src/kernel/index.js';
import { KeyRing } from '../../src/platform/index.js';
import { DrainOutbox } from '../../src/registry/index.js';
import { newSitting, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { pdfText } from '../support/pdf-text.js';
import { bookedSession, makeCentre, offer, type BookingBrief } from '../support/places.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

interface Receipt {
  readonly body: Readonly<Record<string, unknown>> & { readonly candidateNumber: string };
  readonly signature: string;
  readonly keyId: string;
}

interface Checked {
  readonly hash: string;
  readonly isTrue: boolean;
  readonly steps: readonly { readonly step: string; readonly outcome: string }[];
  readonly standing: {
    readonly number: number;
    readonly entry: { readonly publicId: string } | null;
    readonly replacedBy: { readonly number: number; readonly hash: string } | null;
  } | null;
}

const hashOf = (receipt: Receipt): string =>
  sha256(canonicalJson(receipt.body as unknown as Json)).toString('hex');
const outcomes = ({ steps }: Checked): string => steps.map(({ outcome }) => outcome).join(' ');

describe('a receipt, for whoever doubts it', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let folder: string;
  const drain = () => platform.api.app.get(DrainOutbox).run();
  const check = (receipt: unknown) => exam.post<Checked>('/api/v1/receipts/check', receipt);
  const handIn = async () => {
    const { client, sittingId } = await newSitting(platform);
    const receipt = await client.post<Receipt>(`/api/v1/sittings/${sittingId}/submission`);
    return { client, sittingId, receipt };
  };
  const openmerit = (...words: string[]) => {
    const run = spawnSync(process.execPath, [path.join(PROJECT_DIR, 'dist/src/openmerit.js'), ...words], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
    });
    return { code: run.status, said: run.stdout };
  };

  beforeAll(async () => {
    platform = await startPlatform();
    exam = await staff(platform, 'exam');
    folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-receipts-'));
    execFileSync(process.execPath, ['build.mjs', '--if-stale'], { cwd: PROJECT_DIR });
  }, 120_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await platform.close();
  });

  it('is known at once, and in the log soon; by its hash anybody sees both', async () => {
    const { receipt } = await handIn();
    const hash = hashOf(receipt);
    expect(outcomes(await check(receipt))).toBe('holds holds holds waits holds');
    await drain();
    const checked = await check(receipt);
    expect(checked).toMatchObject({ hash, isTrue: true, standing: { number: 1, replacedBy: null } });
    expect(outcomes(checked)).toBe('holds holds holds holds holds');
    const standing = await exam.get<Checked['standing']>(`/api/v1/receipts/${hash}`);
    expect(standing).toEqual(checked.standing);
    const entry = await exam.get<{ type: string; shown: { receiptHash: string } }>(
      `/api/v1/registry/entries/${standing?.entry?.publicId ?? ''}`,
    );
    expect(entry).toMatchObject({ type: 'receipt', shown: { receiptHash: hash } });
    // What the page of a hash says is no more than the log has.
    expect(JSON.stringify(standing)).not.toContain(receipt.body.candidateNumber);
    await expect(exam.get(`/api/v1/receipts/${'0'.repeat(64)}`)).rejects.toThrow(
      '404 SITTING.UNKNOWN_RECEIPT',
    );
    await expect(exam.get('/api/v1/receipts/none')).rejects.toThrow('404 SITTING.UNKNOWN_RECEIPT');
  });

  it('says by when its proof can be saved, and then has it', async () => {
    const { receipt } = await handIn();
    const page = async () => (await fetch(`${platform.base}/receipts/${hashOf(receipt)}`)).text();
    const promised = new Date(String(receipt.body['inLogBy']));
    const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', timeZone: 'UTC' });
    const waiting = await page();
    expect(waiting).toContain('is not in the public log yet. It was promised to be there by');
    expect(waiting).toContain(day.format(promised).split(' ').reverse().join(' '));
    expect(waiting).not.toContain('/log/proofs/');
    await drain();
    const [entry] = await platform.api.parts.database.query<{ seq: string }>(
      `SELECT seq::text FROM registry_entry WHERE content #>> '{shown,receiptHash}' = $1`,
      [hashOf(receipt)],
    );
    const there = await page();
    expect(there).toContain(`is number ${entry?.seq ?? ''} of the public log`);
    const [proof = ''] = /\/log\/proofs\/\d+/.exec(there) ?? [];
    expect(await (await fetch(platform.base + proof)).text()).toContain(`\nindex ${entry?.seq ?? ''}\n`);
  });

  it('fails by the check that names what was changed', async () => {
    const { receipt } = await handIn();
    await drain();
    const { body, signature } = receipt;
    const more = await check({ ...receipt, body: { ...body, answered: 55 } });
    expect([more.isTrue, outcomes(more)]).toEqual([false, 'holds fails fails unknown unknown']);
    const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    const other = await check({ ...receipt, signature: flipped });
    expect([other.isTrue, outcomes(other)]).toEqual([false, 'holds fails holds holds holds']);
    const strange = await check({ ...receipt, keyId: 'receipts-00000000' });
    expect([strange.isTrue, outcomes(strange)]).toEqual([false, 'fails unknown holds holds holds']);
    for (const nothing of [{}, { body: 1 }, { ...receipt, body: { ...body, v: 2 } }, []]) {
      await expect(check(nothing)).rejects.toThrow('422 SITTING.NO_RECEIPT_FILE');
    }
  });

  it('is still true when it was replaced, and says by which', async () => {
    const { client, sittingId, receipt } = await handIn();
    // As a ruling on late answers does: a second signed receipt of the same sitting, and its fact.
    const { IssueReceipts } = await import('../../src/sitting/use-cases/issue-receipts.js');
    const first = hashOf(receipt);
    await platform.api.parts.database.transaction((tx) =>
      platform.api.app.get(IssueReceipts).run(tx, [
        {
          sittingId,
          number: 2,
          candidateNumber: receipt.body.candidateNumber,
          session: String(receipt.body['session']),
          closedAt: String(receipt.body['closedAt']),
          closedBy: 'officer',
          inLogBy: String(receipt.body['inLogBy']),
          supersedes: first,
        },
      ]),
    );
    await drain();
    const newest = await client.get<Receipt>(`/api/v1/sittings/${sittingId}/receipt`);
    const old = await check(receipt);
    expect([old.isTrue, outcomes(old)]).toEqual([true, 'holds holds holds holds replaced']);
    expect(old.standing?.replacedBy).toMatchObject({ number: 2, hash: hashOf(newest) });
    expect(outcomes(await check(newest))).toBe('holds holds holds holds holds');
  });

  it('is checked without us, by its file and the list of keys; also one that an older key signed', async () => {
    const { receipt } = await handIn();
    KeyRing.rotate(platform.config.keysDir, 'receipts');
    const restarted = await createApi(platform.config);
    await restarted.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = restarted.app.getHttpServer().address() as { port: number };
    const origin = `http://127.0.0.1:${String(port)}`;
    const keys = await (await fetch(`${origin}/api/v1/signing-keys`)).text();
    expect((JSON.parse(keys) as { items: { keyId: string }[] }).items[1]?.keyId).toBe(receipt.keyId);
    await restarted.close();
    const at = (name: string, text: string) => {
      const file = path.join(folder, name);
      writeFileSync(file, text);
      return file;
    };
    const keysFile = at('keys.json', keys);
    const file = at('receipt.json', JSON.stringify(receipt, null, 2));
    const run = openmerit('verify', 'receipt', file, '--keys', keysFile);
    expect(run.code).toBe(0);
    expect(run.said).toContain(hashOf(receipt));
    const changed = at('changed.json', JSON.stringify(receipt).replace('"answered":0', '"answered":1'));
    const wrong = openmerit('verify', 'receipt', changed, '--keys', keysFile);
    expect([wrong.code, wrong.said]).toEqual([1, expect.stringContaining('FAILS  signature')]);
    const unknown = openmerit('verify', 'receipt', file, '--keys', at('none.json', '{"items":[]}'));
    expect([unknown.code, unknown.said]).toEqual([1, expect.stringContaining('FAILS  key')]);
    expect(openmerit('verify', 'receipt', keysFile, '--keys', keysFile).code).toBe(2);
    expect(openmerit('verify', 'receipt', path.join(folder, 'missing'), '--keys', keysFile).code).toBe(2);
    expect(openmerit('verify', 'receipt', file).code).toBe(2);
  });

  it('and an admission slip are papers with every letter of their languages, for their owners alone', async () => {
    const { client, sittingId, receipt } = await handIn();
    const print = await client.ownFile(`/sittings/${sittingId}/receipt/print`);
    expect([print.type, print.cache]).toEqual(['application/pdf', 'no-store']);
    const text = pdfText(print.bytes).replace(/\s+/g, ' ');
    expect(text).toContain(receipt.body.candidateNumber);
    expect(text).toContain('Receipt of a handed-in exam');
    const other = await handIn();
    await expect(other.client.ownFile(`/sittings/${sittingId}/receipt/print`)).rejects.toBeInstanceOf(Error);

    const [{ id: competitionId } = { id: '' }] = await platform.api.parts.database.query<{ id: string }>(
      'SELECT id FROM competition LIMIT 1',
    );
    const centre = await makeCentre(exam, [3]);
    const sessionId = await bookedSession(exam, competitionId, 100);
    await offer(exam, sessionId, centre, 3);
    const name = 'Әсел Жұмағұлова Ğülər Əliyeva İşıq';
    const { client: kazakh } = await newNamed(platform, name, competitionId);
    const own = `/api/v1/competitions/${competitionId}/booking`;
    const booking = await kazakh.put<BookingBrief>(own, { sessionId, centreId: centre.centreId });
    const slip = await kazakh.ownFile(`${own}/slip`);
    expect([slip.type, slip.cache]).toEqual(['application/pdf', 'no-store']);
    const words = pdfText(slip.bytes).replace(/\s+/g, ' ');
    expect(words).toContain(name);
    expect(words).toContain('Пропуск на экзамен');
    expect(words).toContain(`Аудитория ${booking.room}, место ${booking.seat}`);
    expect(words).toContain('GMT+4');
    expect(words.replaceAll(' ', '')).toContain(booking.slipCode);
    expect(words).not.toContain('\ufffd');
    const raw = slip.bytes.toString('latin1');
    for (const tag of [
      '/Marked true',
      '/Lang (ru)',
      '/S /H1',
      '/S /Figure',
      '/S /TH',
      '/StructTreeRoot',
      'pdfuaid:part',
    ]) {
      expect(raw).toContain(tag);
    }
    const officers = `/api/v1/sessions/${sessionId}/bookings/${booking.applicationId}/slip`;
    expect((await exam.ownFile(officers)).bytes.length).toBeGreaterThan(10_000);
    expect(await codeOf(other.client.ownFile(officers))).toBe('AUTH.FORBIDDEN');
    expect(await codeOf(other.client.ownFile(`${own}/slip`))).toBe('SESSION.NOT_BOOKED');
  });
});

async function newNamed(platform: TestPlatform, fullName: string, competitionId: string) {
  const { ApiClient } = await import('../../src/desk/round/api-client.js');
  const client = await new ApiClient(platform.base).begin();
  const password = 'a long enough password';
  const email = 'named@example.org';
  await client.post('/api/v1/candidates', {
    fullName,
    nationalId: 'NAMED-1',
    email,
    password,
    language: 'ru',
  });
  await client.signIn(email, password);
  await client.post(`/api/v1/competitions/${competitionId}/applications`, { language: 'ru' });
  return { client };
}
