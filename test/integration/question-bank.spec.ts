import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { PROJECT_DIR } from '../../src/app.js';
import { openDatabase, type Database } from '../../src/platform/index.js';
import { livePool, LoadBanks, readBanks, rows } from '../../src/question-bank/index.js';
import { cloneDatabase, type TestDatabase } from '../support/postgres.js';

describe('loading the banks', () => {
  let clone: TestDatabase;
  let database: Database;
  let folder: string;
  const file = () => path.join(folder, 'service-orientation', 'items', 'learning.yaml');
  const edit = (from: string | RegExp, to: string): void => {
    const text = readFileSync(file(), 'utf8');
    expect(text.replace(from, to)).not.toBe(text);
    writeFileSync(file(), text.replace(from, to));
  };
  const load = async () => {
    const result = await new LoadBanks(database).run(folder);
    if (!result.ok) throw new Error(result.refusal.code);
    const report = result.value.find(({ bank }) => bank === 'service-orientation');
    const { newItems, newVersions, newRevisions, retired, kept } = report ?? {};
    return { newItems, newVersions, newRevisions, retired, kept };
  };
  const nothing = { newItems: 0, newVersions: 0, newRevisions: 0, retired: 0, kept: 0 };

  beforeAll(async () => {
    clone = await cloneDatabase('migrated');
    database = await openDatabase(clone.url, rows);
    folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-banks-'));
    cpSync(path.join(PROJECT_DIR, 'question-banks'), folder, { recursive: true });
    // Items are taken away and added here; their translations have a test of their own.
    rmSync(path.join(folder, 'service-orientation', 'translations'), { recursive: true });
    rmSync(path.join(folder, 'service-orientation', 'answers.yaml'));
  });
  afterAll(async () => {
    await database.close();
    await clone.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes every item once, and nothing the second time', async () => {
    expect((await load()).newItems).toBeGreaterThan(60);
    expect(await load()).toEqual(nothing);
  });

  it('makes a new version for a changed answer key, and keeps the old one', async () => {
    edit(/: 55\n/, ': 50\n');
    expect(await load()).toEqual({ ...nothing, newVersions: 1 });
    const versions = await database.query(
      `SELECT v.version, v.state, i.live_version AS live FROM item i JOIN item_version v ON v.item_id = i.id
       WHERE i.current_version > 1 ORDER BY v.version`,
    );
    expect(versions).toEqual([
      { version: 1, state: 'retired', live: 2 },
      { version: 2, state: 'live', live: 2 },
    ]);
  });

  it('makes a new revision for a changed text, no new version', async () => {
    edit('What do you do?', 'What will you do?');
    expect(await load()).toEqual({ ...nothing, newRevisions: 1 });
  });

  it('retires what is gone, and takes it back when it returns', async () => {
    const whole = readFileSync(file(), 'utf8');
    writeFileSync(file(), whole.slice(0, whole.indexOf('- id: SO-LRN-011')));
    expect(await load()).toEqual({ ...nothing, retired: 1 });
    writeFileSync(file(), whole);
    expect(await load()).toEqual(nothing);
    expect(await database.query(`SELECT 1 FROM item WHERE state <> 'live'`)).toEqual([]);
  });

  it('leaves alone what a person changed on the platform', async () => {
    const [item] = await database.query<{ id: string }>(`SELECT id FROM item WHERE code = 'SO-LRN-001'`);
    await database.query(
      `INSERT INTO account (id, sign_in, display_name, password_hash) VALUES (gen_random_uuid(), 'author', 'A', '')`,
    );
    await database.query(
      `UPDATE item_version SET author_id = (SELECT id FROM account WHERE sign_in = 'author') WHERE item_id = $1`,
      [item?.id],
    );
    const whole = readFileSync(file(), 'utf8');
    writeFileSync(file(), whole.replace(/difficulty: .*/, 'difficulty: 0.11'));
    expect(await load()).toEqual({ ...nothing, kept: 1 });
    writeFileSync(file(), whole.slice(whole.indexOf('- id: SO-LRN-002')));
    expect(await load()).toEqual(nothing);
    writeFileSync(file(), whole);
  });

  it('keeps another language apart, as drafts until a named reader signs', async () => {
    const translated = path.join(folder, 'service-orientation', 'translations', 'kk');
    mkdirSync(translated, { recursive: true });
    const bank = readFileSync(path.join(folder, 'service-orientation', 'bank.yaml'), 'utf8');
    const names = (field: string) =>
      Object.fromEntries(
        Object.keys((parse(bank) as Record<string, object>)[field] ?? {}).map((code) => [code, `kk ${code}`]),
      );
    writeFileSync(
      path.join(translated, 'bank.yaml'),
      stringify({
        title: 'kk',
        description: 'kk',
        contentAreas: names('contentAreas'),
        competencies: names('competencies'),
      }),
    );
    const items = readBanks(folder).banks.find((one) => one.bank.code === 'service-orientation')?.items ?? [];
    const text = (id: string, options: readonly string[]) => ({
      id,
      stem: `The stem of ${id} in another language`,
      options: Object.fromEntries(options.map((option) => [option, `${id} ${option}`])),
      rationale: `Why the answer key of ${id} is what it is, in another language.`,
    });
    writeFileSync(
      path.join(translated, 'all.yaml'),
      stringify(items.map((item) => text(item.id, item.options ?? []))),
    );
    expect(await load()).toMatchObject({ newVersions: 0, newRevisions: items.length - 1, kept: 1 });
    const pool = (languages: string[]) => livePool(database.tx, ['service-orientation'], languages);
    expect((await pool(['en', 'ru'])).length).toBe(items.length);
    expect(await pool(['en', 'kk'])).toEqual([]);

    writeFileSync(
      path.join(folder, 'service-orientation', 'bank.yaml'),
      bank.replace('signed:\n', 'signed:\n  kk: Aigerim Reader\n'),
    );
    expect(await load()).toMatchObject({ newVersions: 0, newRevisions: items.length - 1 });
    expect((await pool(['en', 'kk'])).length).toBe(items.length - 1);
  });

  it('loads nothing while there is a fault', async () => {
    edit('contentArea: learning', 'contentArea: nothing');
    const result = await new LoadBanks(database).run(folder);
    expect(result).toMatchObject({ ok: false, refusal: { code: 'BANK.FAULTS' } });
  });
});

describe('the pool of a draw', () => {
  let clone: TestDatabase;
  let database: Database;
  const pool = (bank: string) => livePool(database.tx, [bank], ['en', 'ru']);

  beforeAll(async () => {
    clone = await cloneDatabase();
    database = await openDatabase(clone.url, rows);
  });
  afterAll(async () => {
    await database.close();
    await clone.drop();
  });

  it('has each item with its case, and never the case by itself', async () => {
    const items = await pool('verbal-logical-reasoning');
    expect(items.some(({ type }) => type === 'case')).toBe(false);
    const members = items.filter(({ caseOf }) => caseOf !== null);
    expect(members.length).toBeGreaterThan(20);
    for (const { caseOf } of members)
      expect(caseOf?.translations.map(({ language }) => language)).toEqual(['en', 'ru']);
  });

  it('leaves out a whole case where one of its questions lacks a signed translation', async () => {
    const before = await pool('verbal-logical-reasoning');
    const [one] = before.filter(({ caseOf }) => caseOf !== null);
    await database.query(
      `UPDATE item_translation SET state = 'draft', signed_by = NULL WHERE item_version_id = $1 AND language = 'ru'`,
      [one?.itemVersionId],
    );
    const after = new Set((await pool('verbal-logical-reasoning')).map(({ itemCode }) => itemCode));
    const gone = before.filter(({ itemCode }) => !after.has(itemCode));
    expect(gone.length).toBeGreaterThan(1);
    expect(new Set(gone.map(({ caseOf }) => caseOf?.code))).toEqual(new Set([one?.caseOf?.code]));
  });

  it('keeps apart what one item model made, except within a case', async () => {
    const items = await pool('numerical-reasoning');
    const models = await database.query<{ code: string; model: string }>(
      `SELECT code, model_code AS model FROM item WHERE model_code IS NOT NULL`,
    );
    const modelOf = new Map(models.map(({ code, model }) => [code, model]));
    for (const { itemCode, caseOf, enemies } of items) {
      const siblings = items.filter(
        (other) =>
          other.itemCode !== itemCode &&
          modelOf.get(other.itemCode) === modelOf.get(itemCode) &&
          (caseOf === null || other.caseOf?.code !== caseOf.code),
      );
      expect(enemies).toEqual(expect.arrayContaining(siblings.map((other) => other.itemCode)));
      expect(enemies).toHaveLength(siblings.length);
    }
  });
});
