import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { newId } from '../../kernel/index.js';

/**
 * Where files lie that are too large for the database. Names are ids of ours, never what somebody called a file. Content
 * goes through as a stream, in both directions: it is never whole in memory.
 */
export interface ObjectStore {
  /** Keeps the content whole or not at all; it is on disk when this returns. The same name again replaces it. */
  put(name: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** @throws ObjectMissingError where there is none. */
  get(name: string): Promise<Readable>;
  /** What is not there is gone already. */
  delete(name: string): Promise<void>;
}

/** There is nothing of this name. */
export class ObjectMissingError extends Error {
  override readonly name = 'ObjectMissingError';
}

const NAME = /^[0-9a-f-]{36}$/;

/** @returns the name. @throws Error where it is none of ours: it becomes a part of a path. */
export function ownName(name: string): string {
  if (!NAME.test(name)) throw new Error('An object is named by its id.');
  return name;
}

/** Objects as files of one folder, readable by their owner alone. */
export class LocalObjectStore implements ObjectStore {
  constructor(private readonly folder: string) {}

  async put(name: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const file = this.#file(name);
    const part = `${file}.${newId()}.part`;
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    // Opened first: a stream that fails at once would still be making the file that is to be gone.
    const written = await open(part, 'wx', 0o600);
    try {
      await pipeline(content, written.createWriteStream({ flush: true }));
      await rename(part, file);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    // A name is on disk once its folder is.
    const folder = await open(path.dirname(file), 'r');
    await folder.sync().finally(() => folder.close());
  }

  async get(name: string): Promise<Readable> {
    const file = this.#file(name);
    const found = await stat(file).catch(() => undefined);
    if (!found) throw new ObjectMissingError('There is no such object.');
    return createReadStream(file);
  }

  async delete(name: string): Promise<void> {
    await rm(this.#file(name), { force: true });
  }

  #file(name: string): string {
    return path.join(this.folder, name.slice(0, 2), ownName(name));
  }
}
