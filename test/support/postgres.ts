import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A migrated database of this test file alone. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * Clones one of the run's templates: milliseconds, and no test sees another's rows.
 * @param template `template`: with the shipped banks and programmes loaded; `migrated`: empty.
 */
export async function cloneDatabase(template: 'template' | 'migrated' = 'template'): Promise<TestDatabase> {
  const base = process.env['OPENMERIT_TEST_DATABASE_URL'];
  if (!base) throw new Error('The test run has no PostgreSQL: start it with "npm test".');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await admin(base, `CREATE DATABASE ${name} TEMPLATE openmerit_${template}`);
  return {
    url: base.replace(/\/openmerit$/, `/${name}`),
    drop: () => admin(base, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function admin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Clones of one template take turns.
    await client.query('SELECT pg_advisory_lock(1)');
    await client.query(sql);
  } finally {
    await client.end();
  }
}
