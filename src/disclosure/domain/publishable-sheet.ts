import { itemType, type ItemShape } from '../../question-bank/item-types/index.js';

/** A place of a form, as far as it says what a response may be. */
export interface PlaceOfForm {
  readonly position: number;
  readonly type: string;
  readonly shape: ItemShape;
  /** Authored ids in the order shown. */
  readonly optionOrder: readonly string[];
}

/**
 * Whether an answer sheet says nothing but what the questions let it say. What somebody sent past the page, or wrote in
 * words of their own, may be a name: such a sheet is not published.
 */
export function isPublishable(
  form: readonly PlaceOfForm[],
  answers: Readonly<Record<string, string>>,
): boolean {
  const places = new Map(form.map((place) => [String(place.position), place]));
  return Object.entries(answers).every(([position, response]) => {
    const place = places.get(position);
    const type = place && itemType(place.type);
    if (!place || !type || type.ownWords) return false;
    return type.readResponse(response, place.shape, place.optionOrder) !== undefined;
  });
}
