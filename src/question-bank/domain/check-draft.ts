import { ok, type Result, refuseFields } from '../../kernel/index.js';
import { checkContent } from './check-content.js';
import { bodyText } from './clean-body.js';
import type { ItemContent, ItemWords } from './item-content.js';
import { storedText } from './stored-item.js';

/** What an author hands in: the content, and its words in the bank's source language. */
export interface DraftWish {
  readonly content: ItemContent;
  readonly words: ItemWords;
}

export const COGNITIVE_LEVELS = ['remember', 'understand', 'apply', 'analyse', 'evaluate'] as const;

const MIN_STEM = 15;
const MAX_BODY = 20_000;

/**
 * Checks a draft against its bank and its type.
 *
 * @returns the draft with clean bodies; REQUEST.INVALID with the faults by field: `contentArea`, `stem`, `options.a`,
 *   `answerKey` …, each a code or a plain sentence.
 */
export function checkDraft(
  bank: { readonly contentAreas: object; readonly competencies: object; readonly sourceLanguage: string },
  wish: DraftWish,
): Result<DraftWish> {
  const { content, words } = wish;
  const { options, fixedOrder: _fixed, ...structure } = content.structure;
  const fields: Record<string, string> = {};
  const { sourceLanguage } = bank;
  const faults = checkContent({
    type: content.type,
    options,
    structure,
    answerKey: content.answerKey,
    texts: { [sourceLanguage]: words },
  });
  for (const { path, message } of faults) {
    // An author's form has the words of one language, without a level for it.
    const at = path[0] === 'text' && path[1] === sourceLanguage ? path.slice(2) : path;
    fields[at.join('.') || 'text'] ??= message;
  }
  if (bodyText(words.stem).length < MIN_STEM) fields['stem'] = 'ITEM.STEM_SHORT';
  for (const body of ['stem', 'rationale'] as const) {
    if (words[body].length > MAX_BODY) fields[body] = 'maxLength';
  }
  if (!Object.hasOwn(bank.contentAreas, content.contentArea)) fields['contentArea'] = 'ITEM.NO_AREA';
  if (!Object.hasOwn(bank.competencies, content.competency)) fields['competency'] = 'ITEM.NO_COMPETENCY';
  if (!COGNITIVE_LEVELS.some((level) => level === content.cognitiveLevel)) {
    fields['cognitiveLevel'] = 'ITEM.NO_LEVEL';
  }
  const { difficulty } = content;
  if (!Number.isInteger(difficulty) || difficulty < 50 || difficulty > 950) {
    fields['difficulty'] = 'ITEM.DIFFICULTY';
  }
  if (Object.keys(fields).length === 0) return ok({ content, words: storedText(words) });
  return refuseFields(fields);
}
