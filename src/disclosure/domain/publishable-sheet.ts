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
    return saysNothingElse(response, (text) => type.readResponse(text, place.shape, place.optionOrder));
  });
}

/**
 * Whether a response can be read, and every piece of it counts. Readers pass over members that they do not know, and over
 * refs that are none: whatever can be left out without another thing being read is no part of an answer.
 */
function saysNothingElse(response: string, read: (text: string) => unknown): boolean {
  const whole = read(response);
  if (whole === undefined) return false;
  const pieces = piecesOf(response);
  // A ref or a number: it was read as it stands.
  if (!pieces) return true;
  // No type's response is nested; it would be nested deeply.
  if (Object.values(pieces).some((value) => typeof value === 'object')) return false;
  // Otherwise a member could stand there twice, of which the last one counts.
  if (JSON.stringify(pieces) !== response) return false;
  return Object.keys(pieces).every((left) => comparable(read(without(pieces, left))) !== comparable(whole));
}

/** The list or the object that a response is written as; undefined for any other. */
function piecesOf(response: string): object | undefined {
  try {
    const parsed = JSON.parse(response) as unknown;
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const without = (pieces: object, left: string): string => {
  const kept = Object.entries<unknown>(pieces as Readonly<Record<string, unknown>>).filter(
    ([key]) => key !== left,
  );
  return JSON.stringify(Array.isArray(pieces) ? kept.map(([, value]) => value) : Object.fromEntries(kept));
};

const comparable = (read: unknown): string | undefined =>
  JSON.stringify(read, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
