import type { ItemShape, ItemType } from '../item-type.js';
import { bag, faultIf, unknownFields, wrongIds } from '../shared/checks.js';
import { maximumOf, wrongMaximum } from '../shared/length.js';
import { editor } from './editor.js';
import { view } from './view.js';

export interface ExtendedTextKey {
  /** What people mark and how much it is worth: 100 together. */
  readonly rubric: readonly Criterion[];
}

/** One thing that markers look at. */
export interface Criterion {
  readonly criterion: string;
  readonly points: number;
  /** Anchors: points from 0 to all of them, each with a label that says what such a text looks like. */
  readonly levels?: readonly number[];
}

/** The key of the label that describes a level: `tone-20`. */
export const levelLabel = (criterion: string, points: number): string => `${criterion}-${String(points)}`;

/** Characters of the longest text that an answer sheet holds, with room for what JSON adds. */
const LONGEST = 15_000;
const maximum = (shape: Pick<ItemShape, 'structure'>): number => maximumOf(shape, 8000);

/** What stands there as a rubric, whatever it is. */
interface Written {
  readonly criterion: string;
  readonly points: unknown;
  readonly levels: unknown;
}

const criteria = (answerKey: unknown): Written[] => {
  const rubric = bag(answerKey)['rubric'];
  return Array.isArray(rubric)
    ? rubric.map((one) => ({
        criterion: String(bag(one)['criterion']),
        points: bag(one)['points'],
        levels: bag(one)['levels'],
      }))
    : [];
};

const levelsOf = ({ levels }: Written): readonly unknown[] => (Array.isArray(levels) ? levels : []);

/** Anchors rise from nothing to all points of their criterion. */
const areWrong = (one: Written): boolean => {
  const levels = levelsOf(one);
  if (one.levels === undefined) return false;
  const rises = levels.every(
    (value, index) => Number.isInteger(value) && (index === 0 || Number(value) > Number(levels[index - 1])),
  );
  return !rises || levels.length < 2 || levels.length > 6 || levels[0] !== 0 || levels.at(-1) !== one.points;
};

const labelsOf = (one: Written): string[] => [
  one.criterion,
  ...levelsOf(one).map((points) => levelLabel(one.criterion, Number(points))),
];

/** A text that people mark by a rubric. The response is the text as typed. */
export const extendedText: ItemType<ExtendedTextKey, string> = {
  code: 'extended-text',
  scoredBy: 'people',
  ownWords: true,
  options: null,
  // What markers look for is not for candidates to read.
  keyLabels: (answerKey) => criteria(answerKey).flatMap(labelsOf),
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
      ...rubric.flatMap((one, index) =>
        faultIf(
          areWrong(one),
          [...path, index, 'levels'],
          'the levels should be two to six whole numbers that rise from 0 to the points of the criterion',
        ),
      ),
      ...faultIf(
        new Set(rubric.flatMap(labelsOf)).size < rubric.flatMap(labelsOf).length,
        path,
        'a criterion is named like a level of another',
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
