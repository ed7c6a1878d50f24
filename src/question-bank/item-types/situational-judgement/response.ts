import type { ItemShape } from '../item-type.js';
import { optionOf, own, readRecord } from '../shared/refs.js';
import { readOrder } from '../ordering/index.js';

export const MODES = ['best', 'best-worst', 'ranking', 'rating'] as const;
export type Mode = (typeof MODES)[number];

/** A response by authored ids. */
export type JudgementResponse =
  | { readonly mode: 'best'; readonly best: string }
  | { readonly mode: 'best-worst'; readonly best: string | undefined; readonly worst: string | undefined }
  | { readonly mode: 'ranking'; readonly order: readonly string[] }
  | { readonly mode: 'rating'; readonly ratings: Readonly<Record<string, number>> };

/** How the item is answered; undefined for a way that nobody knows. */
export const modeOf = ({ structure }: Pick<ItemShape, 'structure'>): Mode | undefined =>
  MODES.find((mode) => mode === (structure['response'] ?? 'best'));

/** `2` · `{"best":"1","worst":"3"}` · `["3","1","2"]` · `{"1":4,"2":5}` → authored ids. */
export function readResponse(
  value: string,
  shape: ItemShape,
  optionOrder: readonly string[],
): JudgementResponse | undefined {
  switch (modeOf(shape)) {
    case 'best': {
      const best = optionOf(value, optionOrder);
      return best === undefined ? undefined : { mode: 'best', best };
    }
    case 'best-worst':
      return readBestWorst(value, optionOrder);
    case 'ranking': {
      const order = readOrder(value, optionOrder);
      return order && { mode: 'ranking', order };
    }
    case 'rating': {
      const ratings = readRatings(value, optionOrder);
      return ratings && { mode: 'rating', ratings };
    }
    case undefined:
      return undefined;
  }
}

/** One option as best and worst at once is no answer: it would earn half the point whatever the experts said. */
function readBestWorst(value: string, optionOrder: readonly string[]): JudgementResponse | undefined {
  const record = readRecord(value);
  if (!record) return undefined;
  const best = optionOf(own(record, 'best'), optionOrder);
  const worst = optionOf(own(record, 'worst'), optionOrder);
  return best === worst ? undefined : { mode: 'best-worst', best, worst };
}

/** Option → rating 1 … 5; what is no rating is left out, and with none left it is no response. */
export function readRatings(
  value: string,
  optionOrder: readonly string[],
): Readonly<Record<string, number>> | undefined {
  const record = readRecord(value);
  if (!record) return undefined;
  const ratings = optionOrder.flatMap((option, index): [string, number][] => {
    const rating = own(record, String(index + 1));
    return typeof rating === 'number' && Number.isInteger(rating) && rating >= 1 && rating <= 5
      ? [[option, rating]]
      : [];
  });
  return ratings.length === 0 ? undefined : Object.fromEntries(ratings);
}
