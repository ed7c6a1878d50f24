import { itemType, type ItemShape } from '../../question-bank/item-types/index.js';
import type { Json } from '../../kernel/index.js';

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
    return place !== undefined && saysNothingElse(place, response);
  });
}

function saysNothingElse({ type: code, shape, optionOrder }: PlaceOfForm, response: string): boolean {
  const type = itemType(code);
  if (!type || type.ownWords || type.readResponse(response, shape, optionOrder) === undefined) return false;
  if (code === 'numeric' && isNumber(response)) return true;
  // A response is read for what the question asks; what else stands in it is passed over there, and looked for here.
  const known = new Set([...FIXED_WORDS, ...wordsIn(shape.structure)]);
  return (response.match(WORD) ?? []).every(
    (word) => known.has(word) || SMALL_NUMBER.test(word) || (code === 'numeric' && isNumber(word)),
  );
}

/** Names of members that types' responses have. */
const FIXED_WORDS = ['best', 'worst', 'unit', 'value'];
/** Whatever stands between the marks of JSON. */
const WORD = /[^\s{}[\]",:]+/gu;
/** A place among the options, or a step of a scale. */
const SMALL_NUMBER = /^\d{1,2}$/;
const isNumber = (text: string): boolean => /^[-+−]?[\d\s.,]{1,30}$/u.test(text);

/** All texts and names of members, at any depth. */
function wordsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((part: Json) => wordsIn(part));
  return Object.entries(value as Readonly<Record<string, Json>>).flatMap(([name, part]) => [
    name,
    ...wordsIn(part),
  ]);
}
