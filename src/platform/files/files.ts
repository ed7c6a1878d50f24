import { Readable } from 'node:stream';
import type { KeyRing } from '../keys/key-ring.js';
import type { ObjectStore } from './object-store.js';
import { seal, unseal } from './sealed-stream.js';

/** Files of persons in an object store, encrypted on the way in: each under a key of its own, derived from the key ring's. */
export class Files {
  constructor(
    private readonly store: ObjectStore,
    private readonly keys: KeyRing,
  ) {}

  /** The id of the key that a file which is kept now depends on. */
  get keyId(): string {
    return this.keys.secretId('personal-data');
  }

  /** @param id of the file: a uuid. */
  async put(id: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    await this.store.put(id, seal(this.#key(id), content));
  }

  /** @throws ObjectMissingError. A byte that was changed makes the stream fail. */
  async get(id: string): Promise<Readable> {
    return Readable.from(unseal(this.#key(id), await this.store.get(id)), { objectMode: false });
  }

  async delete(id: string): Promise<void> {
    await this.store.delete(id);
  }

  #key(id: string): Buffer {
    return this.keys.derive('personal-data', `file:${id}`);
  }
}
