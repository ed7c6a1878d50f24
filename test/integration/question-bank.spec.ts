import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PROJECT_DIR } from '../../src/app.js';
import { openDatabase, type Database } from '../../src/platform/index.js';
import { LoadBanks, rows } from '../../src/question-bank/index.js';
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
    const { newItems, newVersions, newRevisions, retired } = report ?? {};
    return { newItems, newVersions, newRevisions, retired };
  };
  const nothing = { newItems: 0, newVersions: 0, newRevisions: 0, retired: 0 };

  beforeAll(async () => {
    clone = await cloneDatabase();
    database = await openDatabase(clone.url, rows);
    folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-banks-'));
    cpSync(path.join(PROJECT_DIR, 'question-banks'), folder, { recursive: true });
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
    const versions = await database.query<{ version: number; current: number }>(
      `SELECT v.version, i.current_version AS current FROM item i JOIN item_version v ON v.item_id = i.id
       WHERE i.current_version > 1 ORDER BY v.version`,
    );
    expect(versions).toEqual([
      { version: 1, current: 2 },
      { version: 2, current: 2 },
    ]);
  });

  it('makes a new revision for a changed text, no new version', async () => {
    edit('What do you do?', 'What will you do?');
    expect(await load()).toEqual({ ...nothing, newRevisions: 1 });
  });

  it('retires what is gone, and takes it back when it returns', async () => {
    const whole = readFileSync(file(), 'utf8');
    writeFileSync(file(), whole.slice(0, whole.indexOf('- id: SO-LRN-009')));
    expect(await load()).toEqual({ ...nothing, retired: 1 });
    writeFileSync(file(), whole);
    expect(await load()).toEqual(nothing);
    expect(await database.query(`SELECT 1 FROM item WHERE state <> 'live'`)).toEqual([]);
  });

  it('loads nothing while there is a fault', async () => {
    edit('contentArea: learning', 'contentArea: nothing');
    const result = await new LoadBanks(database).run(folder);
    expect(result).toMatchObject({ ok: false, refusal: { code: 'BANK.FAULTS' } });
  });
});
