import { itemType, type ItemShape } from '../../question-bank/item-types/index.js';

/**
 * The authored options that a response chose; null where there are none to choose, or nothing that can be read was answered.
 * It looks at what the type reads, so that a new type of choice needs nothing here.
 *
 * @param optionOrder authored ids in the order shown.
 */
export function chosenOptions(
  type: string,
  shape: ItemShape,
  optionOrder: readonly string[],
  response: string | undefined,
): readonly string[] | null {
  if (!choosesOptions(type)) return null;
  const read =
    response === undefined ? undefined : itemType(type)?.readResponse(response, shape, optionOrder);
  const chosen = typeof read === 'string' ? [read] : Array.isArray(read) ? (read as readonly unknown[]) : [];
  const known = chosen.filter((one): one is string => typeof one === 'string' && shape.options.includes(one));
  return known.length > 0 ? known : null;
}

/** Types in which one or some of the options are ticked; in others an option has a place or a partner. */
const choosesOptions = (type: string): boolean => type === 'single-choice' || type === 'multiple-response';

/** The options that get points, of an item in which options are chosen; none elsewhere. */
export function keyedOptions(type: string, shape: ItemShape, answerKey: unknown): readonly string[] {
  return choosesOptions(type) ? (itemType(type)?.rightOptions?.(answerKey, shape) ?? []) : [];
}
