import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { demonstrationCode } from '../../src/desk/round/offer-accept-sign.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { published, verified } from '../support/entries.js';
import { FormVisitor } from '../support/form-visitor.js';
import { freshCodes } from '../support/offers.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

interface Entry {
  readonly publicId: string;
  readonly type: string;
  readonly personName: string | null;
  readonly shown: Readonly<Record<string, unknown>>;
  readonly fact: { readonly subject: string; readonly official: string };
}

interface Review {
  readonly state: string;
  readonly rows: number;
  readonly good: number;
  readonly written: number | null;
  readonly review: { readonly line: number; readonly faults: { readonly fault: string }[] }[];
}

const HEAD = 'person_name,post_title,grade,location,appointed_on,basis';
const SOURCE = 'Personnel book of 1998–2012';

describe('appointments that come from no competition', () => {
  let platform: TestPlatform;
  let hr: ApiClient;
  let official: ApiClient;
  let agency: string;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  const entries = async (type: string) => {
    await published(platform);
    return (await hr.get<{ items: Entry[] }>(`/api/v1/registry/entries?type=${type}&limit=100`)).items;
  };
  const page = async (id: string, language = 'en') =>
    (await fetch(`${platform.base}/registry/entries/${id}?lang=${language}`)).text();

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    [hr, official] = await Promise.all([staff(platform, 'hr'), staff(platform, 'official')]);
    const [row] = await query<{ id: string }>(`SELECT id FROM agency WHERE code = 'MDS'`);
    agency = `/api/v1/agencies/${row?.id ?? ''}`;
  }, 120_000);
  afterAll(() => platform.close());

  describe('by law', () => {
    const wish = {
      kind: 'political',
      personName: 'Aliya Nurlan',
      postTitle: 'Deputy minister',
      grade: 'A-1',
      location: 'Baku',
      legalBasis: 'Civil Service Act, article 12',
      beginsOn: '2026-03-10',
    };
    const propose = (more: object = {}) =>
      hr.post<{ appointmentId: string }>(`${agency}/appointments`, { ...wish, ...more });
    const sign = async (ids: string[]) => {
      await freshCodes(platform);
      const body = { appointmentIds: ids, code: demonstrationCode() };
      return official.post(`${agency}/appointments/signature`, body);
    };

    it('are public when they are signed, with their legal basis, apart from others', async () => {
      expect(await codeOf(propose({ legalBasis: 'Law' }))).toBe('APPOINTMENT.DIRECT');
      const { appointmentId } = await propose();
      expect(await entries('appointment-without-competition')).toEqual([]);
      await sign([appointmentId]);
      expect(await codeOf(sign([appointmentId]))).toBe('APPOINTMENT.NOT_PROPOSED');
      const [entry] = await entries('appointment-without-competition');
      expect(entry).toMatchObject({
        personName: 'Aliya Nurlan',
        shown: {
          legalBasis: wish.legalBasis,
          kind: 'political',
          proposedBy: expect.stringContaining('Leyla'),
        },
        fact: { subject: appointmentId },
      });
      expect(JSON.stringify(entry?.fact)).not.toContain('Nurlan');
      const shown = await page(entry?.publicId ?? '');
      for (const words of [
        'Without a competition',
        'without a competition',
        wish.legalBasis,
        'Political post',
      ])
        expect(shown.toLowerCase()).toContain(words.toLowerCase());
      expect(await page(entry?.publicId ?? '', 'ru')).toContain('Политическая должность');
      const list = await (await fetch(`${platform.base}/registry?name=Nurlan&lang=en`)).text();
      expect(list).toContain('Aliya Nurlan');
      expect(list).toContain(wish.legalBasis);
    });

    it('are returned or withdrawn with a reason, and are then no appointment', async () => {
      const [a, b] = [await propose(), await propose()];
      const back = (by: ApiClient, id: string, what: string, reason: string) =>
        codeOf(by.post(`${agency}/appointments/${id}/${what}`, { reason }));
      expect(await back(official, a.appointmentId, 'return', 'no')).toBe('APPOINTMENT.WHY');
      expect(await back(official, a.appointmentId, 'return', 'The article does not allow it.')).toBe('done');
      expect(await back(hr, b.appointmentId, 'withdrawal', 'It was entered by mistake.')).toBe('done');
      expect(await back(hr, b.appointmentId, 'withdrawal', 'It was entered by mistake.')).toBe(
        'APPOINTMENT.NOT_PROPOSED',
      );
      expect(await codeOf(sign([a.appointmentId]))).toBe('APPOINTMENT.NOT_PROPOSED');
      expect(await entries('appointment-without-competition')).toHaveLength(1);
    });

    it('end once, as others do, and the registry says so at their entry', async () => {
      const [entry] = await entries('appointment-without-competition');
      const id = entry?.fact.subject ?? '';
      const end = (endedOn: string) =>
        codeOf(hr.post(`${agency}/appointments/${id}/end`, { reason: 'annulled', endedOn }));
      expect(await end('2026-03-09')).toBe('APPOINTMENT.END_BEFORE_START');
      const races = await Promise.all(Array.from({ length: 5 }, () => end('2026-03-11')));
      expect(races.sort()).toEqual([...Array<string>(4).fill('APPOINTMENT.ALREADY_ENDED'), 'done']);
      const [ended] = await entries('tenure-ended');
      expect(ended?.fact.subject).toBe(id);
      expect(ended?.shown).not.toHaveProperty('competition');
      expect(await page(entry?.publicId ?? '')).toContain(
        `href="/registry/entries/${ended?.publicId ?? ''}"`,
      );
      expect(await page(ended?.publicId ?? '')).toContain(
        `href="/registry/entries/${entry?.publicId ?? ''}"`,
      );
    });
  });

  describe('from a file', () => {
    const read = (text: string | Buffer) =>
      hr.post<{ batchId: string }>(`${agency}/imports`, {
        source: SOURCE,
        content: Buffer.from(text).toString('base64'),
      });
    const review = (id: string) => hr.get<Review>(`${agency}/imports/${id}`);
    const decide = (id: string, what: string) =>
      hr.post<{ written: number }>(`${agency}/imports/${id}/${what}`);
    const GOOD = [
      '"Karimova, Saule",Clerk,B-5,Baku,1999-05-01,Order 7',
      'Timur Bekov,=cmd|calc,,,2001-02-03,Order 8',
    ];

    it('are in the registry only when somebody has confirmed them, each with its source', async () => {
      const { batchId } = await read(
        `\uFEFF${HEAD}\r\n${GOOD.join('\r\n')}\r\n,Clerk,,,1999-05-01,x\r\n${GOOD[0] ?? ''}\r\n`,
      );
      expect(await review(batchId)).toMatchObject({
        state: 'read',
        rows: 4,
        good: 2,
        review: [
          { faults: [] },
          { faults: [] },
          { line: 4, faults: [{ fault: 'MISSING' }] },
          { faults: [{ fault: 'TWICE' }] },
        ],
      });
      expect(await entries('appointment-imported')).toEqual([]);
      const races = await Promise.all(
        Array.from({ length: 5 }, () => codeOf(decide(batchId, 'confirmation'))),
      );
      expect(races.sort()).toEqual([...Array<string>(4).fill('IMPORT.DECIDED'), 'done']);
      expect(await review(batchId)).toMatchObject({ state: 'confirmed', written: 2, review: [] });
      const found = await entries('appointment-imported');
      expect(found.map(({ personName }) => personName).sort()).toEqual(['Karimova, Saule', 'Timur Bekov']);
      expect(found[0]?.shown).toMatchObject({ source: SOURCE });
      expect(found[0]?.fact.official).toContain('Leyla Mammadova');
      const shown = await page(found[0]?.publicId ?? '');
      expect(shown).toContain(SOURCE);
      expect(shown).toContain('Past appointment');
    });

    it('are never there twice, whether one file is read again or two are confirmed at once', async () => {
      const again = await read(`${HEAD}\n${GOOD.join('\n').toUpperCase()}\n`);
      expect((await review(again.batchId)).review.map(({ faults }) => faults[0]?.fault)).toEqual([
        'KNOWN',
        'KNOWN',
      ]);
      expect(await codeOf(decide(again.batchId, 'confirmation'))).toBe('IMPORT.NOTHING');
      const lines = Array.from(
        { length: 30 },
        (_, i) =>
          `Person Number ${'abcdefghij'.charAt(i % 10)}${'klm'.charAt(i / 10)},Clerk,,,1990-01-01,Order`,
      );
      const files = [
        await read(`${HEAD}\n${lines.join('\n')}`),
        await read(`${HEAD}\n${[...lines].reverse().join('\n')}`),
      ];
      const codes = await Promise.all(files.map(({ batchId }) => codeOf(decide(batchId, 'confirmation'))));
      expect(codes).toContain('done');
      const [count] = await query<{ count: number }>(
        'SELECT count(*)::int AS count FROM imported_appointment',
      );
      expect(count?.count).toBe(32);
      expect(await entries('appointment-imported')).toHaveLength(32);
    });

    it('are none of a file that is discarded, nor of one that cannot be read', async () => {
      const { batchId } = await read(`${HEAD}\nSomebody New,Clerk,,,1999-05-01,Order`);
      await decide(batchId, 'discarding');
      expect(await codeOf(decide(batchId, 'confirmation'))).toBe('IMPORT.DECIDED');
      const [kept] = await query<{ reviewed: unknown }>('SELECT reviewed FROM import_batch WHERE id = $1', [
        batchId,
      ]);
      expect(kept?.reviewed).toBeNull();
      expect(await codeOf(read(Buffer.from([0xff, 0xfe, 0x41])))).toBe('IMPORT.ENCODING');
      expect(await codeOf(read('a,b\n1,2'))).toBe('IMPORT.COLUMNS');
      expect(await codeOf(read(Buffer.alloc(10_000_000, 'x')))).toBe('REQUEST.TOO_LARGE');
      const other = await staff(platform, 'exam');
      expect(await codeOf(other.get(`${agency}/imports/${batchId}`))).toBe('AUTH.FORBIDDEN');
    });

    it('can be read on a page, and given as a file in which nothing is a formula', async () => {
      const visitor = await FormVisitor.signedIn(platform, 'hr');
      const home = agency.replace('/api/v1', '/manage');
      const upload = await visitor.upload(
        `${home}/imports`,
        { source: SOURCE },
        {
          name: 'file',
          content: Buffer.from(`${HEAD}\nOn A Page,Clerk,,,1999-05-01,Order\nBad,Clerk,,,1.5.1999,Order`),
        },
      );
      expect(upload.status).toBe(303);
      const shown = await visitor.page(upload.location ?? '');
      expect(shown).toContain('On A Page');
      expect(shown).toContain('appointed_on: is no day like 2004-09-01');
      const large = await visitor.upload(
        `${home}/imports`,
        { source: SOURCE },
        {
          name: 'file',
          content: Buffer.alloc(300_000, 'x'),
        },
      );
      expect([large.status, large.text.includes('too large')]).toEqual([413, true]);
      const { type, bytes } = await hr.ownFile(`${home}/appointments/file.csv`);
      const text = bytes.toString('utf8');
      expect(type).toContain('text/csv');
      expect(text).toContain(`Timur Bekov,'=cmd|calc`);
      expect(text).toContain('"Karimova, Saule"');
    });

    it('and all others hold before the verifier', async () => {
      await published(platform);
      const { code, text } = await verified(platform);
      expect(text).not.toContain('does not know');
      expect(text).toMatch(/holds {2}tenures: [^:]+: 1\./);
      expect(code).toBe(0);
    });
  });
});
