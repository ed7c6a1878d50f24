import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { newId } from '../../kernel/index.js';
import { CONFIG, Database, LOGGER, type Config } from '../../platform/index.js';
import { sealedAddress } from '../domain/sealed/sealed-form.js';
import { sealedFile } from './sealed-store.js';

const ADDRESS = /^[0-9a-f]{64}$/;

/**
 * Sealed forms as files of a folder, by their address. The folder is a cache of this machine: what it lacks comes from
 * the record and is kept, and what is no longer the bytes of its name counts as lacking.
 */
@Injectable()
export class SealedFiles {
  readonly #folder: string;

  constructor(
    private readonly database: Database,
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.#folder = config.sealedDir;
  }

  /** The bytes at an address; undefined where there are none. */
  async read(address: string): Promise<Buffer | undefined> {
    if (!ADDRESS.test(address)) return undefined;
    const kept = await readFile(this.#path(address)).catch(() => undefined);
    if (kept && sealedAddress(kept) === address) return kept;
    const file = await sealedFile(this.database.tx, address);
    if (file) await this.keep(address, file);
    return file;
  }

  /** Keeps a file; a folder that cannot be written to costs time at the next reading, nothing else. */
  async keep(address: string, file: Buffer): Promise<void> {
    const target = this.#path(address);
    const part = `${target}.${newId()}`;
    try {
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      await writeFile(part, file, { mode: 0o600 });
      // Whoever reads meanwhile sees the whole file or none.
      await rename(part, target);
    } catch (error) {
      this.logger.warn(
        { code: (error as NodeJS.ErrnoException).code },
        'sealed forms cannot be kept on disk',
      );
    }
  }

  /** Two hundred and fifty-six folders: a directory of thirty thousand names is slow to list. */
  #path(address: string): string {
    return path.join(this.#folder, address.slice(0, 2), address);
  }
}
