import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { livePool } from '../../src/question-bank/index.js';
import { staff } from '../support/candidates.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

interface Item {
  readonly version: number;
  readonly state: string;
  readonly editBase: string;
  readonly code: string;
  readonly words: readonly {
    readonly language: string;
    readonly state: string;
    readonly signedBy: string | null;
  }[];
}

describe('the life of an item, through the API', () => {
  let platform: TestPlatform;
  let author: ApiClient;
  let reviewer: ApiClient;
  let both: ApiClient;
  let items: string;
  let bankId: string;

  const draft = (stem = 'Which of these papers does a clerk put on the file first?') => ({
    type: 'single-choice',
    contentArea: 'integrity',
    competency: 'procedure',
    cognitiveLevel: 'apply',
    difficulty: 600,
    options: ['a', 'b', 'c'],
    fixedOrder: false,
    structure: {},
    answerKey: { points: { a: 0, b: 100, c: 0 } },
    sources: [{ instrument: 'A convention of some kind', article: 'Article 1' }],
    words: {
      stem,
      options: { a: 'The one on top', b: 'The one that came first', c: 'The longest one' },
      labels: {},
      rationale: 'Papers are filed in the order in which they came in.',
    },
  });
  const write = async (stem?: string) => author.post<{ itemId: string; version: number }>(items, draft(stem));
  const read = (itemId: string) => author.get<Item>(`${items}/${itemId}`);
  const step = (who: ApiClient, itemId: string, event: string, version = 1, reason = '') =>
    who.post<{ state: string }>(`${items}/${itemId}/steps`, { event, version, reason });
  const change = async (itemId: string, stem: string) => {
    const { editBase } = await read(itemId);
    return author.put<{ version: number }>(`${items}/${itemId}`, { ...draft(stem), baseHash: editBase });
  };
  const refusal = (code: string) => expect.objectContaining({ code });

  beforeAll(async () => {
    platform = await startPlatform();
    author = await staff(platform, 'author');
    reviewer = await staff(platform, 'reviewer');
    const [bank] = await platform.api.parts.database.query<{ id: string }>(
      `SELECT id FROM bank WHERE code = 'public-ethics-administration'`,
    );
    bankId = bank?.id ?? '';
    items = `/api/v1/banks/${bankId}/items`;
    // Somebody who writes and reviews.
    await platform.api.parts.database.query(
      `INSERT INTO role_grant (id, account_id, role, scope_id)
       SELECT gen_random_uuid(), id, 'item-author', $1 FROM account WHERE sign_in = 'reviewer'`,
      [bankId],
    );
    both = await staff(platform, 'reviewer');
  }, 120_000);
  afterAll(() => platform.close());

  it('goes from a draft through a review to the pool, each step by the one whose step it is', async () => {
    const { itemId } = await write();
    await expect(step(author, itemId, 'approve')).rejects.toEqual(refusal('ITEM.STATE'));
    expect(await step(author, itemId, 'submit')).toEqual({ state: 'in-review' });
    await expect(change(itemId, 'Another stem that is long enough?')).rejects.toEqual(
      refusal('ITEM.IN_REVIEW'),
    );
    await expect(step(author, itemId, 'approve')).rejects.toEqual(refusal('ITEM.NOT_AUTHORS'));
    await expect(step(reviewer, itemId, 'return')).rejects.toEqual(refusal('ITEM.REASON_NEEDED'));
    expect(await step(reviewer, itemId, 'return', 1, 'Say which file.')).toEqual({ state: 'draft' });
    await change(itemId, 'Which of these papers does a clerk put first on a new file?');
    await step(author, itemId, 'submit');
    await expect(step(reviewer, itemId, 'approve', 2)).rejects.toEqual(refusal('ITEM.NOT_FOUND'));
    expect(await step(reviewer, itemId, 'approve', 1, 'Clear now.')).toEqual({ state: 'approved' });
    expect(await step(reviewer, itemId, 'publish')).toEqual({ state: 'live' });

    const { code, words } = await read(itemId);
    expect(words).toMatchObject([
      { language: 'en', state: 'signed', signedBy: expect.stringContaining('Rashad') },
    ]);
    const pool = await livePool(platform.api.parts.database.tx, ['public-ethics-administration'], ['en']);
    expect(pool.map(({ itemCode }) => itemCode)).toContain(code);
    const { reviews } = await author.get<{ reviews: object[] }>(`${items}/${itemId}/history`);
    expect(reviews).toMatchObject([
      { version: 1, verdict: 'approved', reason: 'Clear now.' },
      { version: 1, verdict: 'returned', reason: 'Say which file.' },
    ]);
    const decisions = await platform.api.parts.database.query<{ subject: string }>(
      `SELECT subject FROM decision WHERE action = 'item-approve'`,
    );
    expect(decisions).toEqual([{ subject: `${code} v1` }]);
  });

  it('lets nobody approve what they wrote, in whichever of their roles', async () => {
    const { itemId } = await both.post<{ itemId: string }>(
      items,
      draft('Who keeps the key of the archive room?'),
    );
    await step(both, itemId, 'submit');
    await expect(step(both, itemId, 'approve')).rejects.toEqual(refusal('ITEM.OWN_WORK'));
  });

  it('makes a new version of what is past its draft, while the old one stays live', async () => {
    const { itemId } = await write('How long is a request kept after it has been answered?');
    for (const [who, event] of [
      [author, 'submit'],
      [reviewer, 'approve'],
      [reviewer, 'publish'],
    ] as const)
      await step(who, itemId, event);
    expect(await change(itemId, 'For how long is a request kept once it is answered?')).toEqual({
      version: 2,
    });
    const states = async () =>
      (
        await author.get<{ versions: { version: number; state: string }[] }>(`${items}/${itemId}/history`)
      ).versions.map(({ version, state }) => [version, state]);
    expect(await states()).toEqual([
      [2, 'draft'],
      [1, 'live'],
    ]);
    const { items: found } = await author.get<{ items: { place: string }[] }>(
      `${items}/${itemId}/differences?from=1&to=2`,
    );
    expect(found.map(({ place }) => place)).toEqual(['stem.en']);
    await step(author, itemId, 'submit', 2);
    await step(reviewer, itemId, 'approve', 2);
    await step(reviewer, itemId, 'publish', 2);
    expect(await states()).toEqual([
      [2, 'live'],
      [1, 'retired'],
    ]);
    expect(await step(reviewer, itemId, 'suspend', 2, 'Somebody published it.')).toEqual({
      state: 'suspended',
    });
    expect(await step(reviewer, itemId, 'resume', 2)).toEqual({ state: 'live' });
  });

  it('overwrites nobody’s work unseen, also where two write at once', async () => {
    const { itemId } = await write('Which office answers a question about fees?');
    const { editBase } = await read(itemId);
    const race = await Promise.allSettled(
      Array.from({ length: 6 }, (_, i) =>
        author.put(`${items}/${itemId}`, {
          ...draft(`Which office answers question number ${String(i)} about fees?`),
          baseHash: editBase,
        }),
      ),
    );
    expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of race) {
      if (one.status === 'rejected') expect(one.reason).toEqual(refusal('ITEM.CHANGED_MEANWHILE'));
    }
  });

  it('takes a translation as a draft, and a signature only by another reader, for the revision read', async () => {
    const { itemId } = await write('Where does a citizen complain about a refusal?');
    const words = {
      stem: 'Куда гражданин подаёт жалобу на отказ?',
      options: { a: 'Наверх', b: 'Туда, где сказано в решении', c: 'Никуда' },
      labels: {},
      rationale: 'Порядок обжалования указан в самом решении.',
    };
    const ru = `${items}/${itemId}/translations/ru`;
    await expect(
      both.put(ru, { baseRevision: 0, words: { ...words, options: { a: 'Наверх' } } }),
    ).rejects.toEqual(refusal('REQUEST.INVALID'));
    expect(await both.put(ru, { baseRevision: 0, words })).toEqual({ revision: 1 });
    await expect(both.put(ru, { baseRevision: 0, words })).rejects.toEqual(refusal('ITEM.CHANGED_MEANWHILE'));
    await expect(both.post(`${ru}/signature`, { revision: 1 })).rejects.toEqual(refusal('ITEM.OWN_WORK'));
    await expect(author.post(`${ru}/signature`, { revision: 1 })).rejects.toEqual(refusal('AUTH.FORBIDDEN'));
    expect(await author.put(ru, { baseRevision: 1, words })).toEqual({ revision: 2 });
    await expect(reviewer.post(`${ru}/signature`, { revision: 1 })).rejects.toEqual(
      refusal('ITEM.OTHER_REVISION'),
    );
    expect(await reviewer.post(`${ru}/signature`, { revision: 2 })).toMatchObject({
      signedBy: expect.stringContaining('Rashad'),
    });
  });

  it('writes down who has seen a text, when and for what', async () => {
    const { itemId } = await write('What is written on the first page of a file?');
    await read(itemId);
    await reviewer.get(`${items}/${itemId}`);
    const { sights } = await author.get<{ sights: { official: string; purpose: string; times: number }[] }>(
      `${items}/${itemId}/history`,
    );
    expect(sights.map(({ official, purpose, times }) => [official.split(',')[0], purpose, times])).toEqual([
      ['Rashad Guliyev', 'read', 1],
      ['Saltanat Bekova', 'read', 1],
    ]);
  });

  it('warns of near-duplicates, and keeps declared enemies apart in the pool', async () => {
    const one = await write('Which document opens the personal file of a new civil servant?');
    const other = await write('Which document opens a personal file of the new civil servant?');
    const { nearDuplicates } = await author.get<{ nearDuplicates: { itemId: string; similarity: number }[] }>(
      `${items}/${one.itemId}/history`,
    );
    expect(nearDuplicates[0]).toMatchObject({ itemId: other.itemId });
    const { code } = await read(other.itemId);
    const enemies = `${items}/${one.itemId}/enemies`;
    await expect(author.post(enemies, { enemyCode: 'XX-NONE-001', reason: 'Alike.' })).rejects.toEqual(
      refusal('ITEM.NO_ENEMY'),
    );
    await author.post(enemies, { enemyCode: code, reason: 'The same question.' });
    for (const { itemId } of [one, other]) {
      for (const [who, event] of [
        [author, 'submit'],
        [reviewer, 'approve'],
        [reviewer, 'publish'],
      ] as const)
        await step(who, itemId, event);
    }
    const pool = await livePool(platform.api.parts.database.tx, ['public-ethics-administration'], ['en']);
    const { code: own } = await read(one.itemId);
    expect(pool.find(({ itemCode }) => itemCode === own)?.enemies).toEqual([code]);
    expect(pool.find(({ itemCode }) => itemCode === code)?.enemies).toEqual([own]);
  });

  it('comments and settles with names', async () => {
    const { itemId } = await write('Who may read a personal file without asking?');
    const comments = `${items}/${itemId}/comments`;
    const { commentId } = await reviewer.post<{ commentId: string }>(comments, {
      version: 1,
      body: 'Whose file?',
    });
    await author.post(`${comments}/${commentId}/settlement`);
    const { comments: found } = await author.get<{ comments: object[] }>(`${items}/${itemId}/history`);
    expect(found).toMatchObject([
      {
        body: 'Whose file?',
        official: expect.stringContaining('Rashad'),
        settledBy: expect.stringContaining('Saltanat'),
      },
    ]);
  });

  it('keeps a calibration by name, for the version that was calibrated', async () => {
    const { itemId } = await write('Which of these papers is kept the longest of all?');
    const calibration = { version: 1, a: 1200, b: -350, c: 180, source: 'Session of May, 1,240 candidates' };
    await expect(author.put(`${items}/${itemId}/calibration`, calibration)).rejects.toEqual(
      refusal('AUTH.FORBIDDEN'),
    );
    await expect(reviewer.put(`${items}/${itemId}/calibration`, { ...calibration, a: 0 })).rejects.toEqual(
      refusal('REQUEST.INVALID'),
    );
    await reviewer.put(`${items}/${itemId}/calibration`, calibration);
    for (const [who, event] of [
      [author, 'submit'],
      [reviewer, 'approve'],
      [reviewer, 'publish'],
    ] as const)
      await step(who, itemId, event);
    const { code } = await read(itemId);
    const pool = await livePool(platform.api.parts.database.tx, ['public-ethics-administration'], ['en']);
    expect(pool.find(({ itemCode }) => itemCode === code)?.calibration).toEqual({ a: 1200, b: -350, c: 180 });
    const [decision] = await platform.api.parts.database.query(
      `SELECT subject, reason FROM decision WHERE action = 'item-calibrated'`,
    );
    expect(decision).toEqual({ subject: `${code} v1`, reason: calibration.source });
  });

  it('lists what waits for a review, and what is narrowed by each filter', async () => {
    const { itemId } = await write('Which of the copies goes to the applicant by post?');
    await step(author, itemId, 'submit');
    const { items: queue } = await author.get<{ items: { itemId: string; own: boolean }[] }>(
      '/api/v1/item-reviews',
    );
    expect(queue.find((row) => row.itemId === itemId)).toMatchObject({ own: true });
    const list = async (query: string) =>
      (await author.get<{ items: { id: string }[] }>(`${items}?limit=100&${query}`)).items.map(
        ({ id }) => id,
      );
    for (const query of ['state=in-review', 'contentArea=integrity', 'words=copies%20goes', 'unsigned=ru']) {
      expect(await list(query)).toContain(itemId);
    }
    for (const query of ['state=live', 'contentArea=accountability', 'words=100%25', 'type=numeric']) {
      expect(await list(query)).not.toContain(itemId);
    }
  });
});
