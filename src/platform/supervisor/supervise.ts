import path from 'node:path';
import { probePort } from '../embedded/free-port.js';
import { SetupError } from '../embedded/setup-error.js';
import { KeptPostgres } from './kept-postgres.js';
import { ManagedProcess, runOnce } from './managed-process.js';
import { takeLock } from './lock.js';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/**
 * Starts the whole platform from one command and keeps it up until SIGINT or SIGTERM: PostgreSQL (embedded where
 * DATABASE_URL is not set), set-up, api, worker. Returns once everything is up; the children keep the process alive.
 */
export async function supervise(projectDir: string): Promise<void> {
  const began = performance.now();
  const env = { ...process.env };
  const embedded = !env['DATABASE_URL'] && env['NODE_ENV'] !== 'production';
  const port = Number(env['PORT'] ?? '3000');
  const host = env['HOST'] ?? (env['NODE_ENV'] === 'production' ? '0.0.0.0' : '127.0.0.1');
  const dataDir = path.resolve(env['OPENMERIT_DATA_DIR'] ?? path.join(projectDir, '.data'));
  const lock = takeLock(dataDir);
  let postgres: KeptPostgres | undefined;
  const children: ManagedProcess[] = [];

  let stopping: Promise<void> | undefined;
  const stop = (code: number): Promise<void> => {
    stopping ??= (async () => {
      say('Stopping …');
      await Promise.all(children.map((child) => child.stop()));
      await postgres?.stop();
      lock.release();
      process.exit(code);
    })();
    return stopping;
  };
  process.on('SIGINT', () => void stop(0));
  process.on('SIGTERM', () => void stop(0));
  process.on('SIGHUP', () => void stop(0));

  try {
    await needPort(port, host, lock.wasStale);
    if (embedded) {
      say('Starting PostgreSQL …');
      postgres = await KeptPostgres.start(path.join(dataDir, 'postgres'));
      env['DATABASE_URL'] = postgres.url;
      env['OPENMERIT_EMBEDDED'] = '1';
      env['OPENMERIT_KEYS_DIR'] ??= path.join(dataDir, 'keys');
      env['OPENMERIT_FILES_DIR'] ??= path.join(dataDir, 'files');
      env['OPENMERIT_MAIL_DIR'] ??= path.join(dataDir, 'mail');
      env['OPENMERIT_SEALED_DIR'] ??= path.join(dataDir, 'sealed');
    }
    env['PORT'] = String(port);
    env['HOST'] = host;
    const main = path.join(projectDir, 'dist', 'src', 'main.js');
    say('Preparing the database and the question banks …');
    const lines = await runOnce(main, 'setup', env);
    say('Starting api and worker …');
    children.push(new ManagedProcess(main, 'api', env), new ManagedProcess(main, 'worker', env));
    await Promise.all(children.map((child) => child.start()));
    const origin = env['OPENMERIT_PUBLIC_ORIGIN'] ?? `http://localhost:${String(port)}`;
    say('');
    say(`OpenMerit is up after ${((performance.now() - began) / 1000).toFixed(1)} s.`);
    say(`Pages            ${origin}/`);
    say(`Public registry  ${origin}/registry`);
    say(`API              ${origin}/api/docs`);
    for (const line of lines) say(line);
    say('Stop with Ctrl-C.');
  } catch (error) {
    if (stopping) return;
    await Promise.all(children.map((child) => child.stop()));
    await postgres?.stop();
    lock.release();
    throw error;
  }
}

/** After a kill -9 the old api may hold the port for a moment longer. */
async function needPort(port: number, host: string, patient: boolean): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new SetupError('PORT should be a whole number from 1 to 65535.');
  }
  for (let tries = patient ? 20 : 1; ; tries -= 1) {
    const state = await probePort(port, host);
    if (state === 'free') return;
    if (state === 'forbidden')
      throw new SetupError(`This user may not listen on port ${String(port)}: set PORT to one above 1023.`);
    if (tries <= 1)
      throw new SetupError(`Port ${String(port)} is taken by another program: set PORT to a free one.`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
