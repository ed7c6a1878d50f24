import { mkdtempSync, chmodSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../dist/src/platform/embedded/embedded-postgres.js';
import { migrate } from '../../dist/src/platform/database/migrate.js';

/** One real PostgreSQL for the whole run, with a migrated template that each test file clones. Needs a build. */
export default async function setUp() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-test-'));
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres(folder, { durable: false });
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query('CREATE DATABASE openmerit_template');
  await admin.end();
  await migrate(postgres.url.replace(/\/openmerit$/, '/openmerit_template'));
  process.env['OPENMERIT_TEST_DATABASE_URL'] = postgres.url;
  globalThis.openmeritTestPostgres = { postgres, folder };
}
