import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '../embedded/setup-error.js';

/**
 * One supervisor for each folder. A lock whose process is gone (kill -9) is taken over.
 * @returns whether there was such a stale lock. @throws SetupError where the platform runs here already.
 */
export function takeLock(folder: string): { readonly wasStale: boolean; release(): void } {
  const file = path.join(folder, 'openmerit.pid');
  try {
    mkdirSync(folder, { recursive: true });
    const owner = readOwner(file);
    if (owner !== undefined && isAlive(owner)) {
      throw new SetupError(
        `OpenMerit runs from this folder already (process ${String(owner)}): stop it first.`,
      );
    }
    writeFileSync(file, String(process.pid));
    return {
      wasStale: owner !== undefined,
      release: () => {
        rmSync(file, { force: true });
      },
    };
  } catch (error) {
    if (error instanceof SetupError) throw error;
    throw new SetupError(
      `The folder ${folder} cannot be written to: give this user the right, or move the project.`,
    );
  }
}

function readOwner(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process number is used again: only a node is one of ours.
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes('start.js');
  } catch {
    return false;
  }
}
