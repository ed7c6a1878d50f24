import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rows, type Tx } from '../../src/platform/index.js';
import { ENTRY_TYPES } from '../../src/registry/domain/entry-types.js';
import { searchEntries, type EntrySearch } from '../../src/registry/store/entry-store.js';
import { FOR_READERS } from '../../src/registry/web/registry.pages.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

// A registry in which nearly all entries are receipts: 40,000, and 2,000 appointments before them.
const FILL = `
  WITH put AS (
    INSERT INTO outbox (type, body, taken_at)
    SELECT CASE WHEN n <= 2000 THEN 'appointment' ELSE 'receipt' END, '{}', clock_timestamp()
    FROM generate_series(1, 42000) AS n RETURNING id, type
  ), placed AS (SELECT id, type, row_number() OVER (ORDER BY id) AS n FROM put)
  INSERT INTO registry_entry (seq, public_id, outbox_id, type, fact, leaf_hash, content, person_name, post_title,
    agency_name, occurred_at)
  SELECT n + (SELECT coalesce(max(seq), -1) FROM registry_entry), 'search-' || n, id, type,
    jsonb_build_object('type', type, 'time', now()), '', '{}',
    CASE WHEN n <= 2000 THEN 'Ärmel Öztürk-' || n END, CASE WHEN n <= 2000 THEN 'Clerk 50% ' || n END,
    CASE WHEN n <= 2000 THEN 'Agency of Rivers ' || n END, now()
  FROM placed ORDER BY n`;

describe('searching the registry', () => {
  let platform: TestPlatform;
  let tx: Tx;
  /** How PostgreSQL would find what is searched. */
  const planOf = async (search: EntrySearch): Promise<string> => {
    const lines: string[] = [];
    const explaining = {
      query: async (sql: string, values: unknown[]) => {
        const plan = await rows<{ 'QUERY PLAN': string }>(tx, `EXPLAIN ${sql}`, values);
        lines.push(...plan.map((line) => line['QUERY PLAN']));
        return [];
      },
    } as unknown as Tx;
    await searchEntries(explaining, search, 21);
    return lines.join('\n');
  };

  beforeAll(async () => {
    platform = await startPlatform();
    ({ tx } = platform.api.parts.database);
    await tx.query(FILL);
    await tx.query('ANALYZE registry_entry');
  }, 120_000);
  afterAll(() => platform.close());

  it('reads past no receipts: each search has an index that fits it', async () => {
    expect(await planOf({ types: FOR_READERS })).toContain('registry_entry_read');
    expect(await planOf({ types: ['appointment', 'result-list'] })).toContain('registry_entry_read');
    expect(await planOf({ name: 'türk-777' })).toContain('registry_entry_name');
    expect(await planOf({ agency: 'rivers 777' })).toContain('registry_entry_agency');
    expect(await planOf({ post: '50% 777' })).toContain('registry_entry_post');
    expect(await planOf({ types: FOR_READERS, name: 'türk-777' })).toMatch(/registry_entry_(read|name)/);
  });

  it('finds parts of names whatever their case, and signs that mean something elsewhere', async () => {
    const found = async (search: EntrySearch) =>
      (await searchEntries(tx, search, 200)).map(({ publicId }) => publicId);
    expect(await found({ name: 'öZTÜRK-777' })).toEqual(['search-777']);
    expect(await found({ name: 'z', agency: 'RIVERS 777' })).toEqual(['search-777']);
    expect(await found({ post: '50% 777' })).toEqual(['search-777']);
    expect(await found({ post: '5_% 777' })).toEqual([]);
    expect(await found({ types: FOR_READERS })).toHaveLength(200);
    expect(await found({ types: ['receipt'], name: 'türk' })).toEqual([]);
  });

  it('leaves out for readers just what the index leaves out', () => {
    expect(ENTRY_TYPES.filter((type) => !FOR_READERS.includes(type)).sort()).toEqual([
      'receipt',
      'signing-key',
    ]);
  });
});
