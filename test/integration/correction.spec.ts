import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import type { Json } from '../../src/kernel/index.js';
import { correctionFact } from '../../src/registry/facts.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { anAppointment, published, statedEntry, verified } from '../support/entries.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

const WRONG = 'Jon Misspelt';
const RIGHT = 'John Wellspelt';
const GROUND = 'Order 12 of the agency names the grade C';

interface Entry {
  readonly seq: string;
  readonly publicId: string;
  readonly type: string;
  readonly corrects: string | null;
  readonly correctedBy: string[];
  readonly personName: string | null;
  readonly shown: Record<string, Json>;
  readonly fact: { readonly commitments: Record<string, string> };
}

describe('correction of an entry', () => {
  let platform: TestPlatform;
  let admin: ApiClient;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  const appointed = (subject: string) => statedEntry(platform, anAppointment(subject, WRONG));
  const line = (field: string, was: Json, correct: Json) => ({ field, published: was, correct });
  const correct = (publicId: string, ...fields: ReturnType<typeof line>[]) =>
    admin.post(`/api/v1/registry/entries/${publicId}/correction`, { fields, ground: GROUND });
  const entry = (publicId: string) => admin.get<Entry>(`/api/v1/registry/entries/${publicId}`);
  const page = async (publicId: string) =>
    (await fetch(`${platform.base}/registry/entries/${publicId}`)).text();

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    admin = await staff(platform, 'admin');
  }, 120_000);
  afterAll(() => platform.close());

  it('is a new entry that names the old one, which stays as it was; each leads to the other', async () => {
    const id = await appointed('correction-1');
    const before = await entry(id);
    expect(before.correctedBy).toEqual([]);
    expect(await correct(id, line('/post/grade', 'B', 'C'))).toEqual({ fields: ['/post/grade'] });
    await published(platform);
    const after = await entry(id);
    expect(after).toEqual({ ...before, correctedBy: [expect.any(String)] });
    const correction = await entry(after.correctedBy[0] ?? '');
    expect(correction).toMatchObject({
      type: 'correction',
      corrects: before.seq,
      shown: {
        entry: id,
        seq: Number(before.seq),
        fields: [line('/post/grade', 'B', 'C')],
        personal: [],
        ground: GROUND,
      },
    });
    const shown = await page(id);
    expect(shown.indexOf(`Corrected by ${correction.publicId}`)).toBeGreaterThan(0);
    expect(shown.indexOf(`Corrected by ${correction.publicId}`)).toBeLessThan(
      shown.indexOf('Clerk, B, Baku'),
    );
    const own = await page(correction.publicId);
    expect(own).toContain(`href="/registry/entries/${id}"`);
    expect(own).toContain('Post › Grade');
    expect(own).toContain(GROUND);
    const [decision] = await query<{ action: string; official: string }>(
      'SELECT action, official FROM decision ORDER BY id DESC LIMIT 1',
    );
    expect(decision?.action).toBe('entry-corrected');
    // Who looks for the competition finds both.
    const found = await admin.get<{ items: Entry[] }>(
      '/api/v1/registry/entries?competition=T-1&type=correction',
    );
    expect(found.items.map(({ publicId }) => publicId)).toContain(correction.publicId);
    expect(await verified(platform)).toMatchObject({
      code: 0,
      text: expect.stringMatching(/holds {2}corrections: [^:]+: 1\./),
    });
  }, 60_000);

  it('has no name in its ground, wrong or right: it would stay when the name is removed', async () => {
    const id = await appointed('ground');
    const fields = [line('personName', WRONG, RIGHT)];
    for (const name of [WRONG, RIGHT]) {
      const stated = admin.post(`/api/v1/registry/entries/${id}/correction`, {
        fields,
        ground: `The passport says ${name.toUpperCase()}.`,
      });
      expect(await codeOf(stated)).toBe('REGISTRY.GROUND_NAMES');
    }
  });

  it('of a name commits to the right one and shows it nowhere else; removal takes both', async () => {
    const id = await appointed('correction-2');
    await correct(id, line('personName', WRONG, RIGHT), line('/place', 1, 2));
    // Until it is in the log it cannot be told which entry would have to be emptied.
    await published(platform);
    const [correctionId = ''] = (await entry(id)).correctedBy;
    const correction = await entry(correctionId);
    expect(correction.personName).toBe(RIGHT);
    expect(Object.keys(correction.fact.commitments)).toEqual(['personName']);
    expect(correction.shown['personal']).toEqual(['personName']);
    expect(JSON.stringify([correction.shown, correction.fact])).not.toMatch(/Wellspelt|Misspelt/);
    expect(await page(correctionId)).toContain(RIGHT);
    const search = await admin.get<{ items: Entry[] }>('/api/v1/registry/entries?name=wellspelt');
    expect(search.items.map(({ publicId }) => publicId)).toEqual([correctionId]);
    expect(await verified(platform)).toMatchObject({ code: 0 });

    await admin.post(`/api/v1/registry/entries/${id}/removal`, {
      ground: 'Law on personal data, article 17',
    });
    expect(await codeOf(correct(id, line('personName', WRONG, 'Another')))).toMatch(
      /^REGISTRY\.(REMOVAL_STATED|NO_SUCH_FIELD)$/,
    );
    await published(platform);
    const [left] = await query<{ count: number }>(
      `SELECT (SELECT count(*) FROM registry_entry e WHERE e.public_id = ANY($1) AND e::text ~ 'Wellspelt|Misspelt|salt')
            + (SELECT count(*) FROM outbox o JOIN registry_entry e ON e.outbox_id = o.id
               WHERE e.public_id = ANY($1) AND o::text ~ 'Wellspelt|Misspelt|salt') AS count`,
      [[id, correctionId]],
    );
    expect(Number(left?.count)).toBe(0);
    expect(await page(correctionId)).toContain('Name removed');
    expect(await verified(platform)).toMatchObject({ code: 0 });
  }, 60_000);

  it('is stated once where many state the same, with what the entry says, a ground, and the right to', async () => {
    const id = await appointed('correction-3');
    const racing = await Promise.all(
      Array.from({ length: 6 }, () => codeOf(correct(id, line('/place', 1, 2)))),
    );
    expect(racing.sort()).toEqual([...Array<string>(5).fill('REGISTRY.NOTHING_CORRECTED'), 'done']);
    expect(await codeOf(correct(id, line('/place', 2, 3)))).toBe('REGISTRY.PUBLISHED_DIFFERS');
    expect(await codeOf(correct(id))).toBe('REGISTRY.NOTHING_CORRECTED');
    expect(await codeOf(correct('NOSUCHENTRY1', line('/place', 1, 2)))).toBe('REGISTRY.NOT_FOUND');
    const path = `/api/v1/registry/entries/${id}/correction`;
    const fields = [line('/place', 1, 5)];
    expect(await codeOf(admin.post(path, { fields, ground: 'short' }))).toBe('REQUEST.INVALID');
    const hr = await staff(platform, 'hr');
    expect(await codeOf(hr.post(path, { fields, ground: GROUND }))).toBe('AUTH.FORBIDDEN');
    await published(platform);
    const [correctionId = ''] = (await entry(id)).correctedBy;
    expect(await codeOf(correct(correctionId, line('/ground', GROUND, 'Another ground')))).toBe(
      'REGISTRY.NOT_CORRECTABLE',
    );
    await correct(id, line('/place', 1, 3));
    await published(platform);
    const { correctedBy } = await entry(id);
    expect(correctedBy).toHaveLength(2);
    expect(correctedBy[1]).toBe(correctionId);
  }, 60_000);

  it('and a removal of the same entry that race leave no name behind', async () => {
    const id = await appointed('correction-4');
    const racing = await Promise.all([
      codeOf(correct(id, line('personName', WRONG, RIGHT))),
      codeOf(admin.post(`/api/v1/registry/entries/${id}/removal`, { ground: GROUND })),
    ]);
    await published(platform);
    // Whoever is second is told to wait, or finds all of it.
    if (racing[1] === 'REGISTRY.CORRECTION_WAITS')
      await admin.post(`/api/v1/registry/entries/${id}/removal`, { ground: GROUND });
    else expect(racing[1]).toBe('done');
    await published(platform);
    const named = await query(
      `SELECT 1 FROM registry_entry WHERE (public_id = $1 OR corrects = (SELECT seq FROM registry_entry WHERE public_id = $1))
         AND content -> 'personal' <> '{}'`,
      [id],
    );
    expect(named).toEqual([]);
  }, 60_000);
});

describe('the verifier names a correction', () => {
  let platform: TestPlatform;
  afterEach(() => platform.close());

  it.each<
    [
      what: string,
      change: (seq: number, id: string) => Partial<Parameters<typeof correctionFact>[0]>,
      check: string,
    ]
  >([
    [
      'of what the entry does not say',
      () => ({ fields: [{ field: '/place', published: 7, correct: 1 }] }),
      'corrections',
    ],
    ['of an entry that is not there', () => ({ publicId: 'NOSUCHENTRY1' }), 'corrections'],
    ['of the entry at another place', (seq) => ({ seq: seq - 1 }), 'corrections'],
    ['of a personal field that it has not', () => ({ personal: { nationalId: 'X' } }), 'corrections'],
  ])(
    '%s',
    async (_, change, check) => {
      platform = await startPlatform();
      await platform.worker();
      const id = await statedEntry(platform, anAppointment('hostile', WRONG));
      const [row] = await platform.api.parts.database.query<{ seq: number }>(
        'SELECT seq::int AS seq FROM registry_entry WHERE public_id = $1',
        [id],
      );
      const seq = row?.seq ?? 0;
      const honest = {
        publicId: id,
        seq,
        fields: [{ field: '/place', published: 1, correct: 2 }],
        personal: {},
        ground: GROUND,
        official: 'Somebody, Test',
        time: new Date(),
        search: {},
      };
      await statedEntry(platform, correctionFact(honest));
      expect(await verified(platform)).toMatchObject({ code: 0 });
      await statedEntry(platform, correctionFact({ ...honest, ...change(seq, id) }));
      const { code, text } = await verified(platform);
      expect(text).toContain(`FAILS  ${check}: `);
      expect(code).toBe(1);
    },
    60_000,
  );
});
