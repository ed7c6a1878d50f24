import type { ItemShape, ItemType } from '../item-type.js';
import { bag, faultIf, unknownFields, wrongIds } from '../shared/checks.js';
import { maximumOf, wrongMaximum } from '../shared/length.js';
import { editor } from './editor.js';
import { view } from './view.js';

export interface ExtendedTextKey {
  /** What people mark and how much it is worth: 100 together. */
  readonly rubric: readonly { readonly criterion: string; readonly points: number }[];
}

/** Characters of the longest text that an answer sheet holds, with room for what JSON adds. */
const LONGEST = 15_000;
const maximum = (shape: Pick<ItemShape, 'structure'>): number => maximumOf(shape, 8000);

const criteria = (answerKey: unknown): { criterion: string; points: unknown }[] => {
  const rubric = bag(answerKey)['rubric'];
  return Array.isArray(rubric)
    ? rubric.map((one) => ({ criterion: String(bag(one)['criterion']), points: bag(one)['points'] }))
    : [];
};

/** A text that people mark by a rubric. The response is the text as typed. */
export const extendedText: ItemType<ExtendedTextKey, string> = {
  code: 'extended-text',
  scoredBy: 'people',
  ownWords: true,
  options: null,
  // What markers look for is not for candidates to read.
  keyLabels: (answerKey) => criteria(answerKey).map(({ criterion }) => criterion),
  check: (item) => {
    const rubric = criteria(item.answerKey);
    const points = rubric.map((one) => Number(one.points));
    const path = ['answerKey', 'rubric'];
    return [
      ...unknownFields(item, ['maximum'], ['rubric']),
      ...wrongMaximum(item, LONGEST),
      ...wrongIds(
        rubric.map(({ criterion }) => criterion),
        path,
        [1, 10],
      ),
      ...faultIf(
        !points.every((value) => Number.isInteger(value) && value > 0) ||
          points.reduce((sum, value) => sum + value, 0) !== 100,
        path,
        'the points of the criteria should be whole numbers that add up to 100',
      ),
    ];
  },
  deliver: (shape) => ({ maximum: maximum(shape) }),
  readResponse: (value) => (value.trim() === '' ? undefined : value),
  score: () => null,
  fullResponse: () => 'A text that people mark.',
  guess: () => null,
  view,
  editor,
};
