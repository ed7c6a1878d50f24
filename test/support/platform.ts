import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createApi, createWorker, PROJECT_DIR, type RunningApi, type RunningWorker } from '../../src/app.js';
import { parseConfig, type Config } from '../../src/platform/index.js';
import { setUp } from '../../src/setup/set-up.js';
import { cloneDatabase } from './postgres.js';

/** A whole platform of one test file: its own database and keys, the demonstration in it, an api on a free port. */
export interface TestPlatform {
  readonly config: Config;
  readonly api: RunningApi;
  /** Origin, without a trailing slash. */
  readonly base: string;
  /** Those that were started here. */
  readonly workers: readonly RunningWorker[];
  worker(): Promise<RunningWorker>;
  close(): Promise<void>;
}

export async function startPlatform(env: Record<string, string> = {}): Promise<TestPlatform> {
  // Banks of its own begin with none.
  const database = await cloneDatabase(env['OPENMERIT_BANKS_DIR'] ? 'migrated' : 'template');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-keys-'));
  const config = parseConfig(
    {
      DATABASE_URL: database.url,
      OPENMERIT_EMBEDDED: '1',
      OPENMERIT_KEYS_DIR: folder,
      OPENMERIT_FILES_DIR: path.join(folder, 'files'),
      OPENMERIT_SEALED_DIR: path.join(folder, 'sealed'),
      OPENMERIT_MAIL_DIR: path.join(folder, 'mail'),
      LOG_LEVEL: 'silent',
      PORT: '0',
      ...(process.env['OPENMERIT_BANKS_DIR'] && { OPENMERIT_BANKS_DIR: process.env['OPENMERIT_BANKS_DIR'] }),
      ...env,
    },
    PROJECT_DIR,
  );
  await setUp(config);
  const api = await createApi(config);
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  const address = api.app.getHttpServer().address() as { port: number };
  const workers: RunningWorker[] = [];
  return {
    config,
    api,
    base: `http://127.0.0.1:${String(address.port)}`,
    workers,
    worker: async () => {
      const worker = await createWorker(config);
      workers.push(worker);
      return worker;
    },
    close: async () => {
      for (const worker of workers) await worker.close();
      await api.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
