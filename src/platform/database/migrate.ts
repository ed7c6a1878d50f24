import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DataSource, type MigrationInterface } from 'typeorm';

type MigrationClass = new () => MigrationInterface;

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../migrations');

/** The migration classes of the flat `migrations` folder, oldest first. */
export async function migrationClasses(): Promise<MigrationClass[]> {
  const files = readdirSync(folder)
    .filter((file) => /^\d+-.*\.(js|ts)$/.test(file))
    .sort();
  const modules = await Promise.all(
    files.map(
      (file) => import(pathToFileURL(path.join(folder, file)).href) as Promise<Record<string, unknown>>,
    ),
  );
  return modules.flatMap((module) => Object.values(module) as MigrationClass[]);
}

/**
 * Brings a database to the newest schema. Several processes may call it at once: an advisory lock lets one work.
 *
 * @param databaseUrl postgres://… of an existing database.
 * @returns the names of the migrations that ran now, in order.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const source = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    migrations: await migrationClasses(),
    migrationsTransactionMode: 'each',
    poolSize: 2,
  });
  await source.initialize();
  const lock = source.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const ran = await source.runMigrations();
    return ran.map((migration) => migration.name);
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await lock.release();
    await source.destroy();
  }
}

const MIGRATION_LOCK = 4_703_001;
