import { execFileSync, fork } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { freePort } from '../../../src/platform/embedded/free-port.js';
import {
  isAlive,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../../src/platform/embedded/embedded-postgres.js';
import { childrenOf } from '../../../bench/load/processes.js';
import { HAS_REDIS } from '../../support/redis.js';
import { until } from '../../support/until.js';
import { Killable } from './killable.js';
import { Proxy } from './proxy.js';

const SMALL_DISK_MEBIBYTES = 512;
const MEBIBYTE = 1_048_576;
/** Seconds: a guard against hanging, not a measurement. */
export const PATIENCE = 180;

/** A whole platform of separate processes, each of which can be killed: PostgreSQL, Redis, workers, two apis. */
export class Cluster {
  readonly apis: readonly Killable[];
  readonly workers: readonly Killable[];
  readonly redis: Killable | undefined;
  readonly keysDir: string;
  #postgres: EmbeddedPostgres;

  private constructor(
    readonly folder: string,
    postgres: EmbeddedPostgres,
    /** Whether the database lies on a small disk of its own. */
    readonly hasOwnDisk: boolean,
    readonly proxy: Proxy,
    ports: readonly number[],
    redisPort: number,
    private readonly projectDir: string,
    workers: number,
    withRedis: boolean,
    onFault: (fault: string) => void,
  ) {
    this.#postgres = postgres;
    this.keysDir = path.join(folder, 'keys');
    const env = {
      PATH: process.env['PATH'] ?? '',
      DATABASE_URL: postgres.url,
      OPENMERIT_EMBEDDED: '1',
      OPENMERIT_KEYS_DIR: this.keysDir,
      OPENMERIT_FILES_DIR: path.join(folder, 'files'),
      OPENMERIT_MAIL_DIR: path.join(this.keysDir, 'mail'),
      OPENMERIT_SEALED_DIR: path.join(folder, 'sealed'),
      LOG_LEVEL: 'error',
      ...(withRedis && { REDIS_URL: `redis://127.0.0.1:${String(redisPort)}` }),
    };
    const main = this.#main;
    this.apis = ports.map((port, index) =>
      Killable.ofPlatform(`api ${String(index + 1)}`, main, 'api', { ...env, PORT: String(port) }, onFault),
    );
    this.workers = Array.from({ length: workers }, (_, index) =>
      Killable.ofPlatform(`worker ${String(index + 1)}`, main, 'worker', env, onFault),
    );
    this.redis = withRedis ? Killable.ofRedis(redisPort, folder, onFault) : undefined;
  }

  /**
   * @param projectDir whose build runs.
   * @param onFault told of whatever goes wrong by itself.
   * @param withRedis otherwise the queue is in PostgreSQL too. @param diskMebibytes what the database may fill.
   */
  static async start(
    projectDir: string,
    onFault: (fault: string) => void,
    workers = 1,
    withRedis = HAS_REDIS,
    diskMebibytes = SMALL_DISK_MEBIBYTES,
  ): Promise<Cluster> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-faults-'));
    chmodSync(folder, 0o755);
    const disk = path.join(folder, 'postgres');
    mkdirSync(disk);
    const hasOwnDisk = mountSmallDisk(disk, diskMebibytes);
    const postgres = await startEmbeddedPostgres(disk, { port: await freePort() });
    const ports = [await freePort(), await freePort()];
    const proxy = await Proxy.open(ports);
    const cluster = new Cluster(
      folder,
      postgres,
      hasOwnDisk,
      proxy,
      ports,
      await freePort(),
      projectDir,
      workers,
      withRedis,
      onFault,
    );
    try {
      await cluster.#limitLog('64MB');
      await cluster.#setUp();
      await Promise.all(cluster.#all().map((one) => one.start()));
    } catch (error) {
      await cluster.close();
      throw error;
    }
    return cluster;
  }

  get worker(): Killable {
    return this.workers[0] as Killable;
  }

  get #main(): string {
    return path.join(this.projectDir, 'dist', 'src', 'main.js');
  }

  get databaseUrl(): string {
    return this.#postgres.url;
  }

  /** kill -9 of the postmaster: its backends end when they notice. With `all`, of them too. */
  async killPostgres(all: boolean): Promise<void> {
    const { pid } = this.#postgres;
    const backends = childrenOf(pid).map((backend) => backend.pid);
    process.kill(pid, 'SIGKILL');
    if (all) for (const backend of backends) killIfThere(backend);
    await until(() => Promise.resolve(!isAlive(pid)));
  }

  /** kill -9 of one backend that serves a client: PostgreSQL ends all of them and recovers by itself. */
  async killBackend(): Promise<void> {
    const [row] = await onePostgres<{ pid: number }>(this.databaseUrl, [
      `SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1`,
    ]);
    if (row) killIfThere(row.pid);
  }

  async startPostgres(): Promise<void> {
    const port = Number(new URL(this.databaseUrl).port);
    this.#postgres = await startEmbeddedPostgres(path.join(this.folder, 'postgres'), { port });
  }

  /** Leaves the database's disk without a free byte, until {@link freeDisk}. */
  fillDisk(): void {
    for (let bytes = MEBIBYTE; bytes >= 512;) {
      try {
        writeFileSync(this.#filler, Buffer.alloc(bytes), { flag: 'a' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        bytes /= 2;
      }
    }
  }

  freeDisk(): void {
    rmSync(this.#filler, { force: true });
  }

  /** Fills the disk and writes log until no segment can be had: PostgreSQL panics, and cannot come back. */
  async exhaustLog(): Promise<void> {
    // Otherwise checkpoints would write over old segments again and again.
    await this.#limitLog('10GB');
    this.fillDisk();
    await onePostgres(this.databaseUrl, [
      `DO $$ BEGIN LOOP
         PERFORM pg_logical_emit_message(false, 'fault', 'x');
         PERFORM pg_switch_wal();
       END LOOP; END $$`,
    ]).catch(() => undefined);
    await until(() => Promise.resolve(!this.isPostgresUp), PATIENCE);
  }

  /** Room again: PostgreSQL starts, and its log is as small as before. */
  async recoverLog(): Promise<void> {
    this.freeDisk();
    await this.startPostgres();
    await this.#limitLog('64MB');
  }

  // The log of a small disk is small.
  async #limitLog(size: string): Promise<void> {
    await onePostgres(this.databaseUrl, [
      `ALTER SYSTEM SET min_wal_size = '32MB'`,
      `ALTER SYSTEM SET max_wal_size = '${size}'`,
      'SELECT pg_reload_conf()',
    ]);
  }

  get isPostgresUp(): boolean {
    return isAlive(this.#postgres.pid);
  }

  /** Rows, asked for again while the database is away. */
  query<T extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    return until(() => onePostgres<T>(this.databaseUrl, [sql], values).catch(() => undefined), PATIENCE);
  }

  /** The last that each process said, where it said something. */
  get said(): string[] {
    return [...this.apis, ...this.workers]
      .filter(({ output }) => output !== '')
      .map(({ name, output }) => `${name} said: ${output}`);
  }

  /** Whatever is not up is started. */
  async startAll(): Promise<void> {
    this.proxy.heal();
    this.freeDisk();
    if (!this.isPostgresUp) await this.startPostgres();
    for (const one of this.#all()) if (!one.isUp) await one.start();
  }

  async close(): Promise<void> {
    await Promise.all([...this.apis, ...this.workers].map((one) => one.stop()));
    await this.redis?.stop();
    await this.proxy.close();
    this.freeDisk();
    await this.#postgres.stop();
    if (this.hasOwnDisk) execFileSync('umount', [this.#disk]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  #all(): Killable[] {
    return [...(this.redis ? [this.redis] : []), ...this.apis, ...this.workers];
  }

  get #disk(): string {
    return path.join(this.folder, 'postgres');
  }

  get #filler(): string {
    return path.join(this.#disk, 'filler');
  }

  async #setUp(): Promise<void> {
    const child = fork(this.#main, ['setup'], {
      env: {
        PATH: process.env['PATH'] ?? '',
        DATABASE_URL: this.databaseUrl,
        OPENMERIT_EMBEDDED: '1',
        OPENMERIT_KEYS_DIR: this.keysDir,
        OPENMERIT_FILES_DIR: path.join(this.folder, 'files'),
        OPENMERIT_MAIL_DIR: path.join(this.keysDir, 'mail'),
        OPENMERIT_SEALED_DIR: path.join(this.folder, 'sealed'),
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const code = await new Promise((resolve) => child.once('exit', resolve));
    if (code !== 0) throw new Error('The set-up of the platform did not finish.');
  }
}

/** A disk that can be full without harm to this machine's; where we may not mount one, the run does without. */
function mountSmallDisk(folder: string, mebibytes: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(mebibytes)}m,mode=755`, 'tmpfs', folder], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

/** Statements on one connection of their own; rows of the last. */
async function onePostgres<T extends pg.QueryResultRow>(
  url: string,
  statements: readonly string[],
  values: readonly unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  // A server that dies under an idle connection says so here; the statement fails by itself.
  client.on('error', () => undefined);
  await client.connect();
  try {
    let rows: T[] = [];
    for (const sql of statements) rows = (await client.query<T>(sql, [...values])).rows;
    return rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
