import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { ChainedEvent } from '../domain/response-event.js';

/** Events of one lease that the server has not acknowledged, and what is needed to send them. */
export interface PendingLease {
  readonly sittingId: string;
  readonly lease: number;
  readonly token: string;
  /** Hash of the event before the first one. */
  readonly previous: string;
  readonly events: readonly ChainedEvent[];
}

interface Schema extends DBSchema {
  pending: { key: [string, number]; value: PendingLease; indexes: { bySitting: string } };
}

/**
 * What is not on the server's disk yet, in IndexedDB: it outlives a reload and a crash of the browser.
 * Where the browser forbids storage, it is kept in memory alone.
 */
export class PendingStore {
  #database: IDBPDatabase<Schema> | null = null;

  static async open(): Promise<PendingStore> {
    const store = new PendingStore();
    try {
      store.#database = await openDB<Schema>('openmerit-player', 1, {
        upgrade(database) {
          const pending = database.createObjectStore('pending', { keyPath: ['sittingId', 'lease'] });
          pending.createIndex('bySitting', 'sittingId');
        },
      });
    } catch {
      store.#database = null;
    }
    return store;
  }

  async of(sittingId: string): Promise<PendingLease[]> {
    return (await this.#database?.getAllFromIndex('pending', 'bySitting', sittingId)) ?? [];
  }

  /** Keeps what waits; nothing left to wait for removes it. */
  async keep(pending: PendingLease): Promise<void> {
    if (pending.events.length === 0)
      await this.#database?.delete('pending', [pending.sittingId, pending.lease]);
    else await this.#database?.put('pending', pending);
  }

  /** Wipes a sitting: centre machines are shared. */
  async wipe(sittingId: string): Promise<void> {
    for (const { lease } of await this.of(sittingId))
      await this.#database?.delete('pending', [sittingId, lease]);
  }
}
