import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { migrationClasses } from '../../src/platform/database/migrate.js';
import { cloneDatabase, type TestDatabase } from '../support/postgres.js';

const SCHEMA = `
  SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') AS line
  FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
  ORDER BY 1`;

describe('migrations', () => {
  let clone: TestDatabase;
  let source: DataSource;

  beforeAll(async () => {
    clone = await cloneDatabase();
    source = await new DataSource({
      type: 'postgres',
      url: clone.url,
      migrations: await migrationClasses(),
      migrationsTransactionMode: 'each',
    }).initialize();
  });
  afterAll(async () => {
    await source.destroy();
    await clone.drop();
  });

  const schema = async () => (await source.query<{ line: string }[]>(SCHEMA)).map(({ line }) => line);

  it('can be taken back one by one with the shipped banks in the database, and applied again to the same schema', async () => {
    const whole = await schema();
    const count = source.migrations.length;
    for (let i = 0; i < count; i += 1) await source.undoLastMigration({ transaction: 'each' });
    expect((await schema()).filter((line) => !line.includes('migrations'))).toEqual([]);
    await source.runMigrations();
    expect(await schema()).toEqual(whole);
  });
});
