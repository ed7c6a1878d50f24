import type { ItemFilter } from './blueprint.js';

/** What a filter looks at. `difficulty` in thousandths. */
export interface Filterable {
  readonly contentArea: string;
  readonly competency: string;
  readonly cognitiveLevel: string;
  readonly type: string;
  readonly difficulty: number;
}

const WORDS = ['contentArea', 'competency', 'cognitiveLevel', 'type'] as const;

/** Whether an item is meant by a filter: all given fields hold; an empty filter means any item. */
export const matchesFilter = (filter: ItemFilter, item: Filterable): boolean =>
  WORDS.every((word) => filter[word] === undefined || filter[word] === item[word]) &&
  (filter.difficulty === undefined ||
    (item.difficulty >= filter.difficulty.from && item.difficulty <= filter.difficulty.to));
