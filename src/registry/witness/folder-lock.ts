import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { WitnessError } from './witness-error.js';

const MARK = /^running-(\d+)-(\d+)-([0-9a-f]*)$/;

/** A folder that is one process's. */
export interface FolderLock {
  /** Whether it still is: another machine or container that sees the folder, but not this process, takes it over. */
  isHeld(): boolean;
  release(): void;
}

/**
 * One process for each folder. Each writes a mark of its own before it looks for those of others, so of two that start at
 * once at least one sees the other and steps back. A mark names its process by number, start and boot: a number that is
 * used again is not taken for it, and what is left of a process that was killed holds up nobody.
 *
 * @throws WitnessError where another process has the folder.
 */
export function lockFolder(folder: string): FolderLock {
  const own = `running-${String(process.pid)}-${startOf(process.pid) ?? '0'}-${boot()}`;
  const file = path.join(folder, own);
  const inUse = (pid: number | string): WitnessError =>
    new WitnessError(`Process ${String(pid)} runs a witness from this folder: stop it first.`);
  try {
    writeFileSync(file, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? inUse(process.pid) : error;
  }
  for (const name of readdirSync(folder)) {
    const [, pid = '', start, bootId] = MARK.exec(name) ?? [];
    if (pid === '' || name === own) continue;
    if (bootId === boot() && startOf(Number(pid)) === start) {
      rmSync(file, { force: true });
      throw inUse(pid);
    }
    rmSync(path.join(folder, name), { force: true });
  }
  return {
    isHeld: () => existsSync(file),
    release: () => {
      rmSync(file, { force: true });
    },
  };
}

/** When a process began, in ticks since boot (proc(5), stat); undefined where none runs under that number. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // Its name stands in parentheses and may have spaces; the state is the third field, the start the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

const boot = (): string =>
  readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').replaceAll(/[^0-9a-f]/g, '');
