import type { ItemWords } from '../domain/item-content.js';
import type { Fields } from '../item-types/index.js';
import { text } from '../item-types/shared/fields.js';
import { formFaultsOf } from './form-faults.js';
import type { OpenedItem } from './item-page.js';

/** The words of a form: for every option and label of the source one, and none besides. */
export function wordsOfForm({ bank, words }: OpenedItem, fields: Fields): ItemWords {
  const source = words.find(({ language }) => language === bank.sourceLanguage);
  const typed = (kind: 'option' | 'label', keys: object): Record<string, string> =>
    Object.fromEntries(Object.keys(keys).map((key) => [key, text(fields, `${kind}_${key}`)]));
  return {
    stem: text(fields, 'stem'),
    options: typed('option', source?.options ?? {}),
    labels: typed('label', source?.labels ?? {}),
    rationale: text(fields, 'rationale'),
  };
}

/** The faults of a translation by the fields of its form, which has none for the options as a whole. */
export function translationFaults(
  type: string,
  faults: Readonly<Record<string, string>>,
): Record<string, string> {
  const named = Object.fromEntries(
    Object.entries(faults).map(([name, code]) => [
      name,
      // Each says what is missing, so that the summary is more than one sentence many times.
      code === 'ITEM.EMPTY' ? `ITEM.UNTRANSLATED.${name.split('.')[0] ?? ''}` : code,
    ]),
  );
  const { key, ...fields } = formFaultsOf(type, named);
  if (fields['rationale'] === 'ITEM.RATIONALE_SHORT') fields['rationale'] = 'ITEM.UNTRANSLATED.rationale';
  if (key === undefined) return fields;
  const first = Object.keys(fields).some((name) => /^(option|label)_/.test(name));
  return first ? fields : { ...fields, option_a: key };
}
