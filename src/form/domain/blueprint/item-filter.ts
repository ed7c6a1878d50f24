/** Which items a stratum takes: all given fields must hold. */
export interface ItemFilter {
  readonly contentArea?: string;
  readonly competency?: string;
  readonly cognitiveLevel?: string;
  readonly type?: string;
  /** Thousandths of proportion correct, both ends included. */
  readonly difficulty?: { readonly from: number; readonly to: number };
}

interface FilteredItem {
  readonly contentArea: string;
  readonly competency: string;
  readonly cognitiveLevel: string;
  readonly type: string;
  readonly difficulty: number;
}

const FIELDS = ['contentArea', 'competency', 'cognitiveLevel', 'type'] as const;

/** True where an item has everything that a filter names. */
export const matches = (filter: ItemFilter, item: FilteredItem): boolean =>
  FIELDS.every((field) => filter[field] === undefined || filter[field] === item[field]) &&
  (filter.difficulty === undefined ||
    (item.difficulty >= filter.difficulty.from && item.difficulty <= filter.difficulty.to));
