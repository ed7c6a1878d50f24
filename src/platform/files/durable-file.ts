import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newId } from '../../kernel/index.js';

/** Writes a file whole or not at all, also after a power cut, in place of what was there. Its owner alone reads it. */
export function writeDurably(file: string, content: string | Uint8Array): void {
  place(file, content, renameSync);
}

/** The same where nothing is there yet: of two that create it at once, one does. @throws Error with the code EEXIST. */
export function createDurably(file: string, content: string | Uint8Array): void {
  place(file, content, linkSync);
}

/** Gives a file another name for good, in place of what had it. */
export function renameDurably(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(path.dirname(to));
}

function place(file: string, content: string | Uint8Array, put: (part: string, file: string) => void): void {
  const part = `${file}.${newId()}`;
  try {
    writeFileSync(part, content, { flag: 'wx', mode: 0o600, flush: true });
    put(part, file);
  } finally {
    rmSync(part, { force: true });
  }
  syncFolder(path.dirname(file));
}

// A name is on disk once its folder is.
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
