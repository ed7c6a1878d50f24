import { ok, type Result, refuseFields } from '../../kernel/index.js';
import { checkContent } from './check-content.js';
import type { ItemContent, ItemWords } from './item-content.js';
import { storedText } from './stored-item.js';

/**
 * Checks that a translation says all that its source says, and holds what the item's type needs in every language: the
 * same options, labels and gaps, a stem and a rationale, clean bodies.
 *
 * @returns it, clean; REQUEST.INVALID with the faults by field (`stem`, `options.a`), each a code or a plain sentence.
 */
export function checkTranslation(
  content: ItemContent,
  source: ItemWords,
  language: string,
  words: ItemWords,
): Result<ItemWords> {
  const { options, fixedOrder: _fixed, ...structure } = content.structure;
  const fields: Record<string, string> = {};
  const faults = checkContent({
    type: content.type,
    options,
    structure,
    answerKey: content.answerKey,
    texts: { [language]: words },
  });
  // What is wrong with structure or answer key is the author's to mend, not the translator's.
  for (const { path, message } of faults) {
    if (path[0] === 'text') fields[path.slice(2).join('.') || 'text'] ??= message;
  }
  if (words.stem.trim() === '') fields['stem'] = 'ITEM.EMPTY';
  for (const kind of ['options', 'labels'] as const) {
    for (const key of Object.keys(source[kind])) {
      if ((words[kind][key] ?? '').trim() === '') fields[`${kind}.${key}`] = 'ITEM.EMPTY';
    }
    for (const key of Object.keys(words[kind])) {
      if (!Object.hasOwn(source[kind], key)) fields[`${kind}.${key}`] = 'ITEM.NOT_IN_SOURCE';
    }
  }
  if (Object.keys(fields).length === 0) return ok(storedText(words));
  return refuseFields(fields);
}
