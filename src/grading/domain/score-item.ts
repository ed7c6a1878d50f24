import { POINT, type Points } from '../../kernel/points.js';
import { itemType, type ItemShape } from '../../question-bank/item-types/index.js';
import { UngradableError } from './ungradable.js';

/**
 * Why an item has its points. `pending`: people mark it, and have not yet; `marked`: they have; `corrected`: a named person
 * changed their mark.
 */
export type Outcome = 'right' | 'partly' | 'wrong' | 'none' | 'annulled' | 'pending' | 'marked' | 'corrected';

export interface ItemScore {
  readonly position: number;
  readonly points: Points;
  readonly why: Outcome;
}

/** An item of a form with its answer key. */
export interface KeyedItem {
  readonly position: number;
  readonly part: string;
  readonly type: string;
  /** In the form of its type. */
  readonly answerKey: unknown;
  readonly shape: ItemShape;
  /** Authored ids in the order shown to this candidate. */
  readonly optionOrder: readonly string[];
  /** Everybody has its full points. */
  readonly annulled?: boolean;
}

/**
 * The points of one response by its type's rule, and why. No response, and what is none of this item, give nothing;
 * less than nothing only where the item's own rule says so.
 */
export function scoreItem(
  item: KeyedItem,
  response: string | undefined,
  language: string,
): { readonly points: Points; readonly why: Outcome } {
  if (item.annulled) return { points: POINT, why: 'annulled' };
  const type = itemType(item.type);
  if (!type) throw new UngradableError('GRADING.NO_ITEM_TYPE', `There is no item type "${item.type}".`);
  const read = response === undefined ? undefined : type.readResponse(response, item.shape, item.optionOrder);
  if (read === undefined) return { points: 0, why: 'none' };
  const points = type.score(item.answerKey, item.shape, read, language);
  if (points === null) return { points: 0, why: 'pending' };
  return { points, why: points === POINT ? 'right' : points > 0 ? 'partly' : 'wrong' };
}
