import { itemType, shapeOf } from '../item-types/index.js';
import type { BankFile, Fault, ItemFile, Located } from './bank-files.js';
import { bodyText } from './clean-body.js';

/** The right option may be the longest in this share of a bank's items and no more, and stand at one place in no more. */
const MAX_SHARE = 0.4;
/** Shares say little about fewer items. */
const ENOUGH = 10;

interface Keyed {
  readonly item: ItemFile;
  readonly right: readonly string[];
}

/** A test-wise candidate must not find the right option by its length or its place, in types where that could be. */
export function checkKeys(bank: BankFile, items: readonly Located<ItemFile>[]): Fault[] {
  const [first] = items;
  const keyed = items.flatMap(({ value }): Keyed[] => {
    const right = rightOptions(value);
    return right === null ? [] : [{ item: value, right }];
  });
  if (!first || keyed.length < ENOUGH) return [];
  const faults: Fault[] = [];
  const bankFault = (message: string): Fault => ({ file: first.file, line: 1, message });
  const share = (count: number): string => `${String(Math.round((100 * count) / keyed.length))} %`;
  for (const language of bank.languages) {
    const longest = keyed.filter((one) => isKeyLongest(one, language)).length;
    if (longest > MAX_SHARE * keyed.length) {
      faults.push(
        bankFault(`the key is the longest option in ${share(longest)} of the items in "${language}"`),
      );
    }
  }
  const places = new Map<string, number>();
  for (const { right } of keyed) {
    const place = [...right].sort().join(' and ');
    places.set(place, (places.get(place) ?? 0) + 1);
  }
  for (const [place, count] of places) {
    if (count > MAX_SHARE * keyed.length)
      faults.push(bankFault(`the key is option ${place} in ${share(count)} of the items`));
  }
  return faults;
}

/** Null also where the answer key is not one: that is a fault of its own. */
function rightOptions(item: ItemFile): readonly string[] | null {
  const shape = shapeOf({ ...item.structure, options: [...(item.options ?? [])] });
  const type = itemType(item.type);
  if (!type?.rightOptions || type.check({ ...shape, answerKey: item.answerKey, texts: {} }).length > 0)
    return null;
  return type.rightOptions(item.answerKey, shape);
}

/** Every right option is longer than every other one. */
function isKeyLongest({ item, right }: Keyed, language: string): boolean {
  const texts = item.text[language]?.options ?? {};
  const lengths = (of: (option: string) => boolean): number[] =>
    (item.options ?? []).filter(of).map((option) => [...bodyText(texts[option] ?? '')].length);
  return (
    Math.min(...lengths((option) => right.includes(option))) >
    Math.max(...lengths((option) => !right.includes(option)))
  );
}
