import type { PracticeItem } from '../../../question-bank/index.js';
import { itemType } from '../../../question-bank/item-types/index.js';

export type Verdict = 'right' | 'partly' | 'wrong' | 'none' | 'people';

export interface Scored {
  readonly verdict: Verdict;
  /** Hundredths, as grading gives them; null where people mark it. */
  readonly points: number | null;
}

/** What a response is worth, by the rules that grade a real exam. */
export function scorePractice(item: PracticeItem, value: string | undefined, language: string): Scored {
  const type = itemType(item.type);
  if (type?.scoredBy === 'people') return { verdict: value === undefined ? 'none' : 'people', points: null };
  const response = value === undefined ? undefined : type?.readResponse(value, item.shape, item.optionOrder);
  if (!type || response === undefined) return { verdict: 'none', points: 0 };
  const points = type.score(item.answerKey, item.shape, response, language) ?? 0;
  return { verdict: points === 100 ? 'right' : points > 0 ? 'partly' : 'wrong', points };
}

/** A response that gets full points; null where people mark it. */
export function rightResponse(item: PracticeItem, language: string): string | null {
  const type = itemType(item.type);
  if (type?.scoredBy !== 'machine') return null;
  return type.fullResponse(item.answerKey, item.shape, item.optionOrder, language);
}
