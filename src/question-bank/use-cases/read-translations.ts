import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { BankFile, Fault, ItemFile, ItemText, Located, Texts } from '../domain/bank-files.js';

interface TranslatedBank {
  readonly title: string;
  readonly description: string;
  readonly contentAreas: Texts;
  readonly competencies: Texts;
}

type TranslatedItem = ItemText & { readonly id: string };

/** Reads one file of a bank's folder against a schema; null where it has faults, which the reader keeps. */
export type ReadFile = <T>(file: string, schema: 'translated-bank' | 'translations') => Located<T> | null;

/**
 * Adds what `translations/<language>/` of a bank holds to the bank and its items: one more language each.
 *
 * @param folder of all banks. @returns the bank and items with the new languages, and the faults of those files.
 */
export function addTranslations(
  folder: string,
  found: { readonly bank: BankFile; readonly items: readonly Located<ItemFile>[] },
  read: ReadFile,
): { bank: BankFile; items: readonly Located<ItemFile>[]; faults: Fault[] } {
  let { bank, items } = found;
  const faults: Fault[] = [];
  const root = path.join(bank.code, 'translations');
  if (!existsSync(path.join(folder, root))) return { bank, items, faults };
  for (const language of readdirSync(path.join(folder, root)).sort()) {
    const names = read<TranslatedBank>(path.join(root, language, 'bank.yaml'), 'translated-bank');
    if (names) bank = withNames(bank, language, names, faults);
    const texts = new Map<string, Located<TranslatedItem>>();
    const files = readdirSync(path.join(folder, root, language)).filter(
      (file) => file.endsWith('.yaml') && file !== 'bank.yaml',
    );
    for (const file of files.sort()) {
      const list = read<readonly TranslatedItem[]>(path.join(root, language, file), 'translations');
      for (const [index, value] of (list?.value ?? []).entries()) {
        const lineOf: Located<TranslatedItem>['lineOf'] = (at) => list?.lineOf([index, ...at]) ?? 1;
        const located = { value, file: list?.file ?? file, lineOf };
        if (texts.has(value.id)) faults.push(faultOf(located, 'this item is translated twice'));
        texts.set(value.id, located);
      }
    }
    const known = new Set(items.map(({ value }) => value.id));
    for (const [id, text] of texts)
      if (!known.has(id)) faults.push(faultOf(text, 'the bank has no such item'));
    items = items.map((item) => withText(item, language, texts.get(item.value.id)));
  }
  return { bank, items, faults };
}

const faultOf = (item: Located<TranslatedItem>, message: string): Fault => ({
  file: item.file,
  line: item.lineOf(['id']),
  message: `${item.value.id}: ${message}`,
});

function withNames(
  bank: BankFile,
  language: string,
  names: Located<TranslatedBank>,
  faults: Fault[],
): BankFile {
  const { title, description } = names.value;
  const add = (field: 'contentAreas' | 'competencies') =>
    Object.fromEntries(
      Object.entries(bank[field]).map(([code, texts]) => {
        const name = names.value[field][code];
        if (!name) {
          faults.push({
            file: names.file,
            line: names.lineOf([field]),
            message: `${field} has no name for "${code}"`,
          });
        }
        return [code, name ? { ...texts, [language]: name } : texts];
      }),
    );
  return {
    ...bank,
    languages: [...bank.languages, language],
    title: { ...bank.title, [language]: title },
    description: { ...bank.description, [language]: description },
    contentAreas: add('contentAreas'),
    competencies: add('competencies'),
  };
}

/** A fault in the translated text is found at its own place, not at the item's. */
function withText(
  item: Located<ItemFile>,
  language: string,
  found: Located<TranslatedItem> | undefined,
): Located<ItemFile> {
  if (!found) return item;
  const { id: _id, ...text } = found.value;
  return {
    value: { ...item.value, text: { ...item.value.text, [language]: { ...text } } },
    file: item.file,
    fileOf: (at) => (at[0] === 'text' && at[1] === language ? found.file : (item.fileOf?.(at) ?? item.file)),
    lineOf: (at) => (at[0] === 'text' && at[1] === language ? found.lineOf(at.slice(2)) : item.lineOf(at)),
  };
}
