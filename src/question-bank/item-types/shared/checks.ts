import type { AuthoredItem, TypeFault } from '../item-type.js';

type Bag = Readonly<Record<string, unknown>>;

/** An object, or an empty one for anything else: checks read what is there and name what is not. */
export const bag = (value: unknown): Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Bag) : {};

/** Texts of a list; empty for anything else. */
export const textList = (value: unknown): readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : [];

/** One place and what is wrong with it, if it is. */
export const faultIf = (wrong: boolean, path: readonly (string | number)[], message: string): TypeFault[] =>
  wrong ? [{ path, message }] : [];

const sorted = (list: readonly string[]): string => [...list].sort().join(',');

/** Whether two lists have the same members, each once. */
export const sameMembers = (a: readonly string[], b: readonly string[]): boolean =>
  new Set(a).size === a.length && sorted(a) === sorted(b);

/** Fields that the type does not know, in structure and answer key. */
export function unknownFields(
  item: Pick<AuthoredItem, 'structure' | 'answerKey'>,
  structure: readonly string[],
  answerKey: readonly string[],
): TypeFault[] {
  const extra = (at: string, record: Bag, known: readonly string[]) =>
    Object.keys(record)
      .filter((key) => !known.includes(key))
      .map((key) => ({ path: [at, key], message: `the type has no field "${key}" here` }));
  return [
    ...extra('structure', item.structure, structure),
    ...extra('answerKey', bag(item.answerKey), answerKey),
  ];
}

/** A rule that is none of those the type has. */
export const unknownRule = (answerKey: unknown, rules: readonly string[]): TypeFault[] =>
  faultIf(
    !rules.includes(String(bag(answerKey)['rule'])),
    ['answerKey', 'rule'],
    `the rule should be one of ${rules.join(', ')}`,
  );

const ID = /^[a-z][a-z0-9-]{0,19}$/;

/** Ids that are no ids, stand there twice, or are too many or too few. */
export const wrongIds = (
  ids: readonly string[],
  path: readonly string[],
  [minimum, maximum]: readonly [number, number],
): TypeFault[] => [
  ...faultIf(
    ids.length < minimum || ids.length > maximum,
    path,
    `there should be ${String(minimum)} to ${String(maximum)} here`,
  ),
  ...faultIf(
    !ids.every((id) => ID.test(id)) || new Set(ids).size < ids.length,
    path,
    'an id should be a small letter with small letters, digits and hyphens, each once',
  ),
];

/** Hundredths by option: the same options as the item, whole numbers from 0 to 100. */
export function wrongPoints(item: AuthoredItem): TypeFault[] {
  const points = bag(bag(item.answerKey)['points']);
  const path = ['answerKey', 'points'];
  return [
    ...faultIf(
      !sameMembers(Object.keys(points), item.options),
      path,
      'the answer key names other options than the item has',
    ),
    ...faultIf(
      !Object.values(points).every(
        (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 100,
      ),
      path,
      'points should be whole numbers from 0 to 100',
    ),
  ];
}
