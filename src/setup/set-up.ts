import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { closeParts, openParts } from '../app.js';
import { CreateAccount, ensureProfile, GENERAL_PROFILE, PLATFORM_SCOPE_ID } from '../people/index.js';
import { orThrow, type Config, type PlatformParts } from '../platform/index.js';
import { migrate } from '../platform/database/migrate.js';
import { seedDemonstration } from './demonstration.js';
import { loadContent } from './load-content.js';

/**
 * Brings a database to where the platform can start: schema, shipped profile, banks and programmes; on the embedded
 * database also the demonstration. Doing it again changes nothing that is there.
 *
 * @returns lines for the operator to read.
 */
export async function setUp(config: Config): Promise<string[]> {
  await migrate(config.databaseUrl);
  const parts = await openParts(config, 'setup');
  const app = await NestFactory.createApplicationContext(AppModule.with(parts), {
    logger: false,
    abortOnError: false,
  });
  try {
    await parts.database.transaction((tx) => ensureProfile(tx, GENERAL_PROFILE));
    await loadContent(app, config.banksDir);
    if (config.firstAdministrator)
      await ensureAdministrator(parts, app.get(CreateAccount), config.firstAdministrator);
    return config.demonstration ? await seedDemonstration(app) : [];
  } finally {
    await app.close();
    await closeParts(parts);
  }
}

async function ensureAdministrator(
  { database }: PlatformParts,
  createAccount: CreateAccount,
  wish: { readonly signIn: string; readonly password: string },
): Promise<void> {
  const [anybody] = await database.query(`SELECT 1 FROM role_grant WHERE role = 'administrator' LIMIT 1`);
  if (anybody) return;
  const { accountId } = orThrow(
    await createAccount.insert(
      { ...wish, displayName: 'First administrator', position: 'Platform administrator', language: 'en' },
      null,
    ),
  );
  await database.query(
    `INSERT INTO role_grant (id, account_id, role, scope_id) VALUES (gen_random_uuid(), $1, 'administrator', $2)`,
    [accountId, PLATFORM_SCOPE_ID],
  );
}
