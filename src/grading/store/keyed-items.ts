import { LRUCache } from 'lru-cache';
import type { Tx } from '../../platform/index.js';
import { itemsToScore } from '../../question-bank/index.js';
import { shapeOf } from '../../question-bank/item-types/index.js';
import type { KeyedItem } from '../domain/score-item.js';

/** What scoring needs of an item version, whatever form it stands in. */
export type ItemToKey = Pick<KeyedItem, 'type' | 'answerKey' | 'shape'>;

// Those of a large bank, some kilobytes each.
const MOST = 5000;

/**
 * Item versions with their answer keys, read once: a version never changes. In the memory of a process that grades; nothing
 * hands them on.
 */
export class KeyedItems {
  readonly #known = new LRUCache<string, ItemToKey>({ max: MOST });

  /** @returns by item version; what is not on record is left out. */
  async of(tx: Tx, versionIds: ReadonlySet<string>): Promise<ReadonlyMap<string, ItemToKey>> {
    const found = new Map<string, ItemToKey>();
    const missing: string[] = [];
    for (const id of versionIds) {
      const item = this.#known.get(id);
      if (item) found.set(id, item);
      else missing.push(id);
    }
    if (missing.length === 0) return found;
    for (const [id, { type, stored, answerKey }] of await itemsToScore(tx, missing)) {
      const item = { type, answerKey, shape: shapeOf(stored) };
      this.#known.set(id, item);
      found.set(id, item);
    }
    return found;
  }
}
