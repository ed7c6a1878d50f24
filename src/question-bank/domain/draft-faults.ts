import { itemType, shapeOf } from '../item-types/index.js';
import { checkContent } from './check-content.js';
import { cleanBody, type BodyKind } from './clean-body.js';
import type { ItemContent, ItemWords } from './item-content.js';

/** The words with every body clean. */
export const cleanWords = ({ stem, options, labels, rationale }: ItemWords): ItemWords => {
  const all = (texts: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(texts).map(([key, body]) => [key, cleanBody(body, 'inline').html]));
  return {
    stem: cleanBody(stem, 'block').html,
    options: all(options),
    labels: all(labels),
    rationale: cleanBody(rationale, 'block').html,
  };
};

/** Bodies that would not be kept as they are written: field → code. */
export function bodyFaults(words: ItemWords): Record<string, string> {
  const faults: Record<string, string> = {};
  const check = (field: string, body: string, kind: BodyKind): void => {
    if (cleanBody(body, kind).faults.length > 0)
      faults[field] = kind === 'block' ? 'ITEM.BODY' : 'ITEM.BODY_INLINE';
  };
  check('stem', words.stem, 'block');
  check('rationale', words.rationale, 'block');
  for (const kind of ['options', 'labels'] as const) {
    for (const [key, body] of Object.entries(words[kind])) check(`${kind}.${key}`, body, 'inline');
  }
  return faults;
}

/**
 * What is wrong with a draft under its type's rule: field → code. What a type wants of its structure and answer key is
 * one sentence for each type, `ITEM.KEY.<type>`: half a rule would not help its author.
 */
export function typeFaults(content: ItemContent, words: ItemWords, language: string): Record<string, string> {
  const type = itemType(content.type);
  if (!type) return { type: 'ITEM.NO_TYPE' };
  const { options, structure } = shapeOf(content.structure);
  const { stem, rationale } = words;
  const text = { stem, options: words.options, labels: words.labels, rationale };
  const faults: Record<string, string> = {};
  for (const { path } of checkContent({
    type: content.type,
    options,
    structure,
    answerKey: content.answerKey,
    texts: { [language]: text },
  })) {
    const [field, , of, ...deeper] = path;
    // Bodies are told apart by `bodyFaults`, the rationale's length by the draft's own check.
    if (field === 'text' && (of === 'rationale' || deeper.length > 0)) continue;
    if (field === 'text' && of === 'stem') faults['stem'] = 'ITEM.GAPS';
    else if (field === 'text' && of === 'options') faults['options'] ??= 'ITEM.OPTIONS_ALIKE';
    else if (field === 'options') faults['options'] = 'ITEM.OPTIONS';
    else faults['answerKey'] = `ITEM.KEY.${content.type}`;
  }
  return { ...faults, ...bodyFaults(words) };
}
