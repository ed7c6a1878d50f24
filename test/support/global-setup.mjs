import { mkdtempSync, chmodSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../dist/src/platform/embedded/embedded-postgres.js';
import { PROJECT_DIR } from '../../dist/src/app.js';
import { parseConfig } from '../../dist/src/platform/index.js';
import { setUp as setUpContent } from '../../dist/src/setup/set-up.js';
import { migrate } from '../../dist/src/platform/database/migrate.js';

/**
 * One real PostgreSQL for the whole run, with two templates that test files clone: one migrated, and one with the
 * shipped banks and programmes loaded. Needs a build.
 */
export default async function setUp() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-test-'));
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres(folder, { durable: false });
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query('CREATE DATABASE openmerit_migrated');
  const urlOf = (name) => postgres.url.replace(/\/openmerit$/, `/${name}`);
  await migrate(urlOf('openmerit_migrated'));
  await admin.query('CREATE DATABASE openmerit_template TEMPLATE openmerit_migrated');
  await admin.end();
  await setUpContent(
    parseConfig(
      {
        DATABASE_URL: urlOf('openmerit_template'),
        OPENMERIT_FILES_DIR: path.join(folder, 'files'),
        OPENMERIT_KEYS_DIR: path.join(folder, 'keys'),
        LOG_LEVEL: 'silent',
        ...(process.env['OPENMERIT_BANKS_DIR'] && {
          OPENMERIT_BANKS_DIR: process.env['OPENMERIT_BANKS_DIR'],
        }),
      },
      PROJECT_DIR,
    ),
  );
  process.env['OPENMERIT_TEST_DATABASE_URL'] = postgres.url;
  globalThis.openmeritTestPostgres = { postgres, folder };
}
