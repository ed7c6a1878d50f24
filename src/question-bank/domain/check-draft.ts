import { ok, refuse, type Result } from '../../kernel/index.js';
import { cleanWords, typeFaults } from './draft-faults.js';
import type { ItemContent, ItemWords } from './item-content.js';

/** What an author hands in: the content, and its words in the bank's source language. */
export interface DraftWish {
  readonly content: ItemContent;
  readonly words: ItemWords;
}

export const COGNITIVE_LEVELS = ['remember', 'understand', 'apply', 'analyse', 'evaluate'] as const;

const MAX_BODY = 20_000;

/**
 * Checks a draft against its bank and its type.
 * @returns the draft with clean bodies; REQUEST.INVALID with the faults by field.
 */
export function checkDraft(
  bank: {
    readonly sourceLanguage: string;
    readonly contentAreas: object;
    readonly competencies: object;
  },
  wish: DraftWish,
): Result<DraftWish> {
  const { content, words } = wish;
  const fields: Record<string, string> = {};
  Object.assign(fields, typeFaults(content, words, bank.sourceLanguage));
  if (!Object.hasOwn(bank.contentAreas, content.contentArea)) fields['contentArea'] = 'ITEM.NO_AREA';
  if (!Object.hasOwn(bank.competencies, content.competency)) fields['competency'] = 'ITEM.NO_COMPETENCY';
  if (!COGNITIVE_LEVELS.some((level) => level === content.cognitiveLevel)) {
    fields['cognitiveLevel'] = 'ITEM.NO_LEVEL';
  }
  const { difficulty } = content;
  if (!Number.isInteger(difficulty) || difficulty < 50 || difficulty > 950) {
    fields['difficulty'] = 'ITEM.DIFFICULTY';
  }
  if (words.stem.trim().length < 15) fields['stem'] = 'ITEM.STEM_SHORT';
  if (content.type !== 'case' && words.rationale.trim().length < 30) {
    fields['rationale'] = 'ITEM.RATIONALE_SHORT';
  }
  for (const body of ['stem', 'rationale'] as const) {
    if (words[body].length > MAX_BODY) fields[body] = 'maxLength';
  }
  if (Object.keys(fields).length === 0) return ok({ content, words: cleanWords(words) });
  return refuse('invalid', 'REQUEST.INVALID', 'Some fields are missing or not of the right form.', {
    fields,
  });
}
