import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { notForEver } from './not-for-ever.js';

interface Sealed {
  readonly sittingId: string;
  readonly name: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}

interface Schema extends DBSchema {
  /** One key a sitting, made here and never let out: the browser hands out its use, not its bytes. */
  keys: { key: string; value: CryptoKey };
  records: { key: [string, string]; value: Sealed };
}

type Values = Readonly<Record<string, unknown>>;

const DATABASE = 'openmerit-exam';

const database = (): Promise<IDBPDatabase<Schema>> =>
  openDB<Schema>(DATABASE, 1, {
    upgrade(opened) {
      opened.createObjectStore('keys');
      opened.createObjectStore('records', { keyPath: ['sittingId', 'name'] });
    },
  });

/** Names in localStorage that begin so are kept by scripts that came with the page, and wiped with the sitting's vault. */
export const besideVault = (sittingId: string): string => `${DATABASE} ${sittingId} `;

/**
 * Everything of one sitting that this browser keeps: named values, each encrypted on its own (AES-256-GCM) with a key of
 * that sitting (docs/adr/0018). What is read comes from memory; IndexedDB is its mirror, written in the order of the
 * calls, each call whole or not at all.
 *
 * Where the browser keeps nothing, or a write fails, memory goes on and the next write tries all that is missing:
 * `isKept` tells which of the two it is.
 */
export class Vault {
  readonly #values = new Map<string, unknown>();
  readonly #missing = new Set<string>();
  #key: CryptoKey | null = null;
  #database: IDBPDatabase<Schema> | null = null;
  #writing: Promise<void> = Promise.resolve();
  #closed = false;
  #onKept: (kept: boolean) => void = () => undefined;

  private constructor(readonly sittingId: string) {}

  /** The vault of a sitting with what is in it, made where there is none. It never throws. */
  static async open(sittingId: string): Promise<Vault> {
    const vault = new Vault(sittingId);
    try {
      const opened = await vault.#opened();
      vault.#key = (await opened.get('keys', sittingId)) ?? null;
      if (vault.#key) await vault.#readAll(opened, vault.#key);
    } catch {
      // Forbidden or broken: the first write will tell.
    }
    return vault;
  }

  /** The sittings of which this browser keeps anything. */
  static async sittings(): Promise<readonly string[]> {
    try {
      return await (await database()).getAllKeys('keys');
    } catch {
      return [];
    }
  }

  /** Whether everything that was handed in is in the browser's storage, or on its way there. */
  get isKept(): boolean {
    return this.#missing.size === 0;
  }

  /** Hears after each write whether it is kept, and at once. */
  watch(listener: (kept: boolean) => void): void {
    this.#onKept = listener;
    listener(this.isKept);
  }

  get(name: string): unknown {
    return this.#values.get(name);
  }

  /** Names that begin so, with their values, in the order of the names. */
  all(prefix: string): readonly (readonly [name: string, value: unknown])[] {
    return [...this.#values]
      .filter(([name]) => name.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name.slice(prefix.length), value]);
  }

  /**
   * Sets values together; undefined takes one out. They hold in memory at once. While one write is under way, the next
   * takes in all that was set since: as often as a key is pressed is not too often.
   *
   * @returns when the browser has them on its disk, or has failed to.
   */
  set(values: Values): Promise<void> {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) this.#values.delete(name);
      else this.#values.set(name, value);
      this.#missing.add(name);
    }
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  /**
   * Takes out all whose name is not kept by `keep`, and what others keep beside it; without it the key goes too, and what is
   * left of it can't be read.
   */
  async wipe(keep?: (name: string) => boolean): Promise<void> {
    wipeBeside(this.sittingId);
    if (keep) {
      const gone = [...this.#values.keys()].filter((name) => !keep(name));
      await this.set(Object.fromEntries(gone.map((name) => [name, undefined])));
      return;
    }
    this.#values.clear();
    this.#missing.clear();
    this.#writing = this.#writing.then(() => this.#remove());
    await notForEver(this.#writing);
  }

  /** Writes nothing more: another tab has this sitting now. */
  async close(): Promise<void> {
    await this.#writing;
    this.#closed = true;
  }

  /**
   * Takes out of the browser's storage what memory still holds: where writes fail, what lies there grows old, and a
   * reload must not take it for the present. The next write tries everything anew.
   */
  async forgetOnDisk(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      await this.#remove();
      for (const name of this.#values.keys()) this.#missing.add(name);
    });
    await this.#writing;
  }

  async #write(): Promise<void> {
    const names = [...this.#missing];
    if (names.length === 0 || this.#closed) return;
    this.#missing.clear();
    try {
      const opened = await this.#opened();
      const key = await this.#keyForUse(opened);
      const gone = names.filter((name) => !this.#values.has(name));
      const puts = await Promise.all(
        names.filter((name) => this.#values.has(name)).map((name) => this.#seal(key, name)),
      );
      // Strict: it is on the disk, so that a loss of power takes nothing that was shown as kept.
      const transaction = opened.transaction('records', 'readwrite', { durability: 'strict' });
      await Promise.all([
        ...puts.map((sealed) => transaction.store.put(sealed)),
        ...gone.map((name) => transaction.store.delete([this.sittingId, name])),
        transaction.done,
      ]);
    } catch {
      for (const name of names) this.#missing.add(name);
      this.#database = null;
    }
    this.#onKept(this.isKept);
  }

  async #opened(): Promise<IDBPDatabase<Schema>> {
    this.#database ??= await database();
    return this.#database;
  }

  async #keyForUse(opened: IDBPDatabase<Schema>): Promise<CryptoKey> {
    if (this.#key) return this.#key;
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]);
    await opened.put('keys', key, this.sittingId);
    this.#key = key;
    return key;
  }

  async #seal(key: CryptoKey, name: string): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(this.#values.get(name)));
    const data = await crypto.subtle.encrypt(this.#algorithm(iv, name), key, plain);
    return { sittingId: this.sittingId, name, iv, data };
  }

  // A record opens under its own name in its own sitting alone.
  #algorithm(iv: Uint8Array<ArrayBuffer>, name: string): AesGcmParams {
    return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(`${this.sittingId} ${name}`) };
  }

  async #readAll(opened: IDBPDatabase<Schema>, key: CryptoKey): Promise<void> {
    for (const { name, iv, data } of await opened.getAll('records', this.#range())) {
      try {
        const plain = await crypto.subtle.decrypt(this.#algorithm(iv, name), key, data);
        this.#values.set(name, JSON.parse(new TextDecoder().decode(plain)));
      } catch {
        // Damaged: as if it were not there.
      }
    }
  }

  async #remove(): Promise<void> {
    this.#key = null;
    try {
      const opened = await this.#opened();
      const transaction = opened.transaction(['keys', 'records'], 'readwrite', { durability: 'strict' });
      await Promise.all([
        transaction.objectStore('keys').delete(this.sittingId),
        transaction.objectStore('records').delete(this.#range()),
        transaction.done,
      ]);
    } catch {
      // Where nothing can be opened nothing was kept.
    }
  }

  #range(): IDBKeyRange {
    return IDBKeyRange.bound([this.sittingId, ''], [this.sittingId, '\uffff']);
  }
}

function wipeBeside(sittingId: string): void {
  try {
    for (const name of Object.keys(localStorage))
      if (name.startsWith(besideVault(sittingId))) localStorage.removeItem(name);
  } catch {
    // Where nothing can be opened nothing was kept.
  }
}
