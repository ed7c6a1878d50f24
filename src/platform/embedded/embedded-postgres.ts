import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.js';
import { prepareHome, type PostgresHome } from './home.js';
import { run, type Ran } from './run.js';
import { SetupError } from './setup-error.js';

export interface EmbeddedPostgres {
  /** Of the database `openmerit`. */
  readonly url: string;
  readonly pid: number;
  /** Stops the server: running statements are ended, nothing committed is lost. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** False for tests: no fsync, nothing survives a crash of the machine. */
  readonly durable?: boolean;
  /** Where it listens; a free port where it is left out. A server that comes back comes back to where it was. */
  readonly port?: number;
}

// Backends of a server that was killed hold its shared memory until they notice: moments, seconds under load.
const PATIENT_STARTS = 20;

const DATABASE = 'openmerit';
const ROLE = 'openmerit';

/**
 * Starts a real PostgreSQL on loopback with its data under `folder`; initialises it the first time.
 *
 * A server that an earlier start left running (kill -9) is taken over; a stale pid file heals itself, because pg_ctl
 * knows how. @throws SetupError in one sentence.
 */
export async function startEmbeddedPostgres(
  folder: string,
  options: EmbeddedOptions = {},
): Promise<EmbeddedPostgres> {
  const home = await prepareHome(path.resolve(folder));
  await initialise(home);
  const wasKilled = existsSync(pidFile(home));
  if (!(await isRunning(home))) await start(home, options, wasKilled);
  const { pid, port } = readPid(home);
  const password = readFileSync(home.passwordFile, 'utf8').trim();
  const url = `postgres://${ROLE}:${password}@127.0.0.1:${String(port)}/${DATABASE}`;
  await ensureDatabase(url);
  return {
    url,
    pid,
    stop: async () => {
      await pgCtl(home, ['stop', '-m', 'fast', '-w', '-t', '30']);
    },
  };
}

async function initialise(home: PostgresHome): Promise<void> {
  if (existsSync(path.join(home.dataDir, 'PG_VERSION')) && existsSync(home.passwordFile)) return;
  writeFileSync(home.passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
  // initdb reads the password as the user it runs as.
  const handedOver = `${home.dataDir}.pw`;
  rmSync(handedOver, { force: true });
  writeFileSync(handedOver, readFileSync(home.passwordFile), { mode: 0o600 });
  if (home.user) chownSync(handedOver, home.user.uid, home.user.gid);
  const made = await run(
    path.join(home.binDir, 'initdb'),
    [
      '-D',
      home.dataDir,
      '-U',
      ROLE,
      `--pwfile=${handedOver}`,
      '--auth=scram-sha-256',
      '-E',
      'UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
    ],
    { ...home.user, cwd: '/', env: environment() },
  );
  rmSync(handedOver, { force: true });
  if (made.code !== 0) {
    throw new SetupError(`PostgreSQL could not be set up in ${home.dataDir}: ${lastLine(made)}`);
  }
}

async function start(
  home: PostgresHome,
  { durable = true, port }: EmbeddedOptions,
  wasKilled: boolean,
): Promise<void> {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port ?? (await freePort())),
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    synchronous_commit: 'on',
    log_min_messages: 'fatal',
    log_min_error_statement: 'panic',
    log_statement: 'none',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings)
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(' ');
  const tryToStart = () => pgCtl(home, ['start', '-w', '-t', '60', '-l', home.logFile, '-o', flags]);
  let started = await tryToStart();
  for (let tries = 1; started.code !== 0 && wasKilled && tries < PATIENT_STARTS; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    started = await tryToStart();
  }
  if (started.code !== 0) {
    throw new SetupError(`PostgreSQL did not start; ${home.logFile} says why: ${lastLine(started)}`);
  }
}

async function isRunning(home: PostgresHome): Promise<boolean> {
  if ((await pgCtl(home, ['status'])).code !== 0) return false;
  if (!isZombie(readPid(home).pid)) return true;
  // Killed, and nobody has asked for its code: in a container perhaps nobody ever will. For pg_ctl and for the next
  // server it would run for ever. That no backend of it is left the next server finds out by the shared memory.
  rmSync(pidFile(home), { force: true });
  return false;
}

/** Whether a process runs; one that has ended and whose code nobody has asked for does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    // Somebody else's process may not be signalled, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM' && !isZombie(pid);
  }
}

/** proc(5): the third field of stat. */
function isZombie(pid: number): boolean {
  try {
    return readFileSync(`/proc/${String(pid)}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

const pidFile = (home: PostgresHome): string => path.join(home.dataDir, 'postmaster.pid');

const pgCtl = (home: PostgresHome, parameters: readonly string[]): Promise<Ran> =>
  run(path.join(home.binDir, 'pg_ctl'), [...parameters, '-D', home.dataDir], {
    ...home.user,
    cwd: '/',
    env: environment(),
  });

// PostgreSQL must not take settings from ours (PGPORT, PGDATA, …).
const environment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' });

function readPid(home: PostgresHome): { pid: number; port: number } {
  const lines = readFileSync(pidFile(home), 'utf8').split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]) };
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.replace(/\/[^/]*$/, '/postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

const lastLine = (ran: Ran): string => ran.output.trim().split('\n').at(-1) ?? 'no reason given';
