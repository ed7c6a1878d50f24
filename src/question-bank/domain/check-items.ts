import type { BankFile, Fault, ItemFile, Located } from './bank-files.js';
import { checkCases } from './check-cases.js';
import { checkContent } from './check-content.js';
import { checkKeys } from './check-keys.js';
import { bodyText } from './clean-body.js';

/** The rules that go beyond the schema, for one bank; every fault, not the first alone. */
export function checkItems(
  bank: BankFile,
  items: readonly Located<ItemFile>[],
  needsSources: boolean,
): Fault[] {
  return [
    ...items.flatMap((item) => [...checkOne(bank, item), ...(needsSources ? checkSources(item) : [])]),
    ...checkDuplicates(items),
    ...checkCases(items),
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
  if (!(value.contentArea in bank.contentAreas)) {
    faults.push(fault(item, ['contentArea'], `bank.yaml has no content area "${value.contentArea}"`));
  }
  if (!(value.competency in bank.competencies)) {
    faults.push(fault(item, ['competency'], `bank.yaml has no competency "${value.competency}"`));
  }
  for (const language of bank.languages) {
    if (!value.text[language]) faults.push(fault(item, ['text'], `the text in "${language}" is missing`));
  }
  for (const language of Object.keys(value.text)) {
    if (!bank.languages.includes(language)) {
      faults.push(fault(item, ['text', language], `bank.yaml does not name the language "${language}"`));
    }
  }
  const content = checkContent({
    type: value.type,
    options: value.options ?? [],
    structure: value.structure ?? {},
    answerKey: value.answerKey ?? {},
    texts: value.text,
  });
  return [...faults, ...content.map(({ path, message }) => fault(item, path, message))];
}

const checkSources = (item: Located<ItemFile>): Fault[] =>
  item.value.sources || item.value.type === 'case'
    ? []
    : [fault(item, [], 'the public instrument and article it rests on are missing')];

function checkDuplicates(items: readonly Located<ItemFile>[]): Fault[] {
  const faults: Fault[] = [];
  const ids = new Map<string, Located<ItemFile>>();
  const stems = new Map<string, Located<ItemFile>>();
  for (const item of items) {
    const first = ids.get(item.value.id);
    if (first) faults.push(fault(item, ['id'], `this id stands in ${first.file} already`));
    else ids.set(item.value.id, item);
    for (const [language, text] of Object.entries(item.value.text)) {
      // Members of different cases may ask alike: what they ask about differs.
      const stem = `${language} ${item.value.case ?? ''} ${normalise(text.stem)}`;
      const other = stems.get(stem);
      if (other) faults.push(fault(item, ['text', language, 'stem'], `the same stem as ${other.value.id}`));
      else stems.set(stem, item);
    }
  }
  return faults;
}

const normalise = (text: string): string =>
  bodyText(text)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
