import type { BankFile, Fault, ItemFile, Located } from './bank-files.js';
import { ITEM_TYPES } from './item-types.js';

/** An option may be the longest in this share of a bank's items and no more, and stand at one place in no more. */
const MAX_SHARE = 0.4;
/** Shares say little about fewer items. */
const ENOUGH = 10;

/** The rules that go beyond the schema, for one bank; every fault, not the first alone. */
export function checkItems(
  bank: BankFile,
  items: readonly Located<ItemFile>[],
  needsSources: boolean,
): Fault[] {
  return [
    ...items.flatMap((item) => [...checkOne(bank, item), ...(needsSources ? checkSources(item) : [])]),
    ...checkDuplicates(items),
    ...checkKeys(bank, items),
  ];
}

const fault = (item: Located<ItemFile>, path: readonly (string | number)[], message: string): Fault => ({
  file: item.fileOf?.(path) ?? item.file,
  line: item.lineOf(path),
  message: `${item.value.id}: ${message}`,
});

function checkOne(bank: BankFile, item: Located<ItemFile>): Fault[] {
  const { value } = item;
  const faults: Fault[] = [];
  const options = [...value.options].sort().join(',');
  const sameOptions = (record: object): boolean => Object.keys(record).sort().join(',') === options;
  if (!(value.contentArea in bank.contentAreas)) {
    faults.push(fault(item, ['contentArea'], `bank.yaml has no content area "${value.contentArea}"`));
  }
  if (!(value.competency in bank.competencies)) {
    faults.push(fault(item, ['competency'], `bank.yaml has no competency "${value.competency}"`));
  }
  if (!sameOptions(value.answerKey.points)) {
    faults.push(fault(item, ['answerKey'], 'the answer key names other options than the item has'));
  }
  const rule = ITEM_TYPES[value.type];
  const broken = rule ? rule(value.answerKey.points) : 'has no scoring rule';
  if (broken) faults.push(fault(item, ['answerKey'], `${value.type} ${broken}`));
  for (const language of bank.languages) {
    const text = value.text[language];
    if (!text) faults.push(fault(item, ['text'], `the text in "${language}" is missing`));
    else if (!sameOptions(text.options ?? {})) {
      faults.push(
        fault(item, ['text', language, 'options'], `"${language}" has other options than the item`),
      );
    } else if (new Set(Object.values(text.options ?? {}).map(normalise)).size < value.options.length) {
      faults.push(fault(item, ['text', language, 'options'], `two options read alike in "${language}"`));
    }
  }
  for (const language of Object.keys(value.text)) {
    if (!bank.languages.includes(language)) {
      faults.push(fault(item, ['text', language], `bank.yaml does not name the language "${language}"`));
    }
  }
  return faults;
}

const checkSources = (item: Located<ItemFile>): Fault[] =>
  item.value.sources ? [] : [fault(item, [], 'the public instrument and article it rests on are missing')];

function checkDuplicates(items: readonly Located<ItemFile>[]): Fault[] {
  const faults: Fault[] = [];
  const ids = new Map<string, Located<ItemFile>>();
  const stems = new Map<string, Located<ItemFile>>();
  for (const item of items) {
    const first = ids.get(item.value.id);
    if (first) faults.push(fault(item, ['id'], `this id stands in ${first.file} already`));
    else ids.set(item.value.id, item);
    for (const [language, text] of Object.entries(item.value.text)) {
      const stem = `${language} ${normalise(text.stem)}`;
      const other = stems.get(stem);
      if (other) faults.push(fault(item, ['text', language, 'stem'], `the same stem as ${other.value.id}`));
      else stems.set(stem, item);
    }
  }
  return faults;
}

/** A test-wise candidate must not find the key by its length or its place. */
function checkKeys(bank: BankFile, items: readonly Located<ItemFile>[]): Fault[] {
  const [first] = items;
  if (!first || items.length < ENOUGH) return [];
  const faults: Fault[] = [];
  const share = (count: number): string => `${String(Math.round((100 * count) / items.length))} %`;
  for (const language of bank.languages) {
    const longest = items.filter(({ value }) => isKeyLongest(value, language)).length;
    if (longest > MAX_SHARE * items.length) {
      faults.push(
        bankFault(first, `the key is the longest option in ${share(longest)} of the items in "${language}"`),
      );
    }
  }
  const places = new Map<string, number>();
  for (const { value } of items) places.set(keyOf(value), (places.get(keyOf(value)) ?? 0) + 1);
  for (const [place, count] of places) {
    if (count > MAX_SHARE * items.length) {
      faults.push(bankFault(first, `the key is option ${place} in ${share(count)} of the items`));
    }
  }
  return faults;
}

const bankFault = (item: Located<ItemFile>, message: string): Fault => ({
  file: item.file,
  line: 1,
  message,
});

const keyOf = (item: ItemFile): string =>
  Object.entries(item.answerKey.points).find(([, points]) => points === 100)?.[0] ?? '';

function isKeyLongest(item: ItemFile, language: string): boolean {
  const options = item.text[language]?.options ?? {};
  const length = (option: string): number => [...(options[option] ?? '')].length;
  const key = keyOf(item);
  return item.options.every((option) => option === key || length(option) < length(key));
}

const normalise = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
