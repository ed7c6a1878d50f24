import { ok, refuse, type Result } from '../../kernel/index.js';
import { bodyFaults, cleanWords } from './draft-faults.js';
import type { ItemWords } from './item-content.js';

/**
 * Checks that a translation says all that its source says: the same options and labels, none empty, a stem and a
 * rationale. @returns it; REQUEST.INVALID with the faults by field (`options.a`).
 */
export function checkTranslation(source: ItemWords, words: ItemWords): Result<ItemWords> {
  const fields: Record<string, string> = bodyFaults(words);
  if (words.stem.trim() === '') fields['stem'] = 'ITEM.EMPTY';
  if (source.rationale.trim() !== '' && words.rationale.trim() === '') fields['rationale'] = 'ITEM.EMPTY';
  for (const kind of ['options', 'labels'] as const) {
    for (const key of Object.keys(source[kind])) {
      if ((words[kind][key] ?? '').trim() === '') fields[`${kind}.${key}`] = 'ITEM.EMPTY';
    }
    for (const key of Object.keys(words[kind])) {
      if (!Object.hasOwn(source[kind], key)) fields[`${kind}.${key}`] = 'ITEM.NOT_IN_SOURCE';
    }
  }
  if (Object.keys(fields).length === 0) return ok(cleanWords(words));
  return refuse('invalid', 'REQUEST.INVALID', 'Some fields are missing or not of the right form.', {
    fields,
  });
}
