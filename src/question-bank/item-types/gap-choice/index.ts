import { canonicalJson } from '../../../kernel/canonical-json.js';
import type { ItemShape, ItemType } from '../item-type.js';
import {
  bag,
  faultIf,
  sameMembers,
  textList,
  unknownFields,
  unknownRule,
  wrongIds,
} from '../shared/checks.js';
import { readChoices, saysAll, scorePlaces, type Choices } from '../shared/choices.js';
import { own, refOf } from '../shared/refs.js';
import { editor } from './editor.js';
import { view } from './view.js';

export const RULES = ['all-or-nothing', 'per-gap'] as const;

export interface GapChoiceKey {
  readonly gaps: Choices;
  readonly rule: (typeof RULES)[number];
}

const gapsOf = ({ structure }: Pick<ItemShape, 'structure'>): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(Object.entries(bag(structure['gaps'])).map(([gap, list]) => [gap, textList(list)]));

/** A word to choose in each gap of the stem. The response: `{"g1":"3","g2":"1"}`. */
export const gapChoice: ItemType<GapChoiceKey, Choices> = {
  code: 'gap-choice',
  scoredBy: 'machine',
  options: [2, 12],
  gaps: (shape) => Object.keys(gapsOf(shape)),
  check: (item) => {
    const gaps = gapsOf(item);
    const right = bag(bag(item.answerKey)['gaps']);
    const all = Object.values(gaps);
    return [
      ...unknownFields(item, ['gaps'], ['gaps', 'rule']),
      ...unknownRule(item.answerKey, RULES),
      ...wrongIds(Object.keys(gaps), ['structure', 'gaps'], [1, 8]),
      ...faultIf(
        all.some((list) => list.length < 2 || new Set(list).size < list.length) ||
          !sameMembers([...new Set(all.flat())], item.options),
        ['structure', 'gaps'],
        'each gap needs two options or more, each once, and each option of the item a gap',
      ),
      ...faultIf(
        !sameMembers(Object.keys(right), Object.keys(gaps)),
        ['answerKey', 'gaps'],
        'the answer key should name one option for each gap',
      ),
      ...faultIf(
        !Object.entries(right).every(([gap, option]) => gaps[gap]?.includes(String(option)) ?? false),
        ['answerKey', 'gaps'],
        'the answer key names an option that its gap does not have',
      ),
    ];
  },
  deliver: (shape, optionOrder) => ({
    gaps: Object.fromEntries(
      Object.entries(gapsOf(shape)).map(([gap, list]) => [
        gap,
        // In the order shown, not in the author's.
        optionOrder.filter((option) => list.includes(option)).map((option) => refOf(option, optionOrder)),
      ]),
    ),
  }),
  readResponse: (value, shape, optionOrder) => {
    const gaps = gapsOf(shape);
    const choices = readChoices(value, Object.keys(gaps), optionOrder);
    return choices && Object.entries(choices).every(([gap, option]) => gaps[gap]?.includes(option))
      ? choices
      : undefined;
  },
  score: (key, shape, choices) =>
    scorePlaces(
      Object.keys(gapsOf(shape)),
      (gap) => choices[gap] !== undefined && choices[gap] === own(key.gaps, gap),
      key.rule === 'all-or-nothing',
    ),
  fullResponse: ({ gaps }, _, optionOrder) =>
    canonicalJson(
      Object.fromEntries(Object.entries(gaps).map(([gap, option]) => [gap, refOf(option, optionOrder)])),
    ),
  guess: (item, below) =>
    canonicalJson(
      Object.fromEntries(
        Object.entries(gapsOf(item)).map(([gap, refs]) => [gap, refs[below(refs.length)] ?? '1']),
      ),
    ),
  isComplete: (item, value) => saysAll(value, Object.keys(gapsOf(item))),
  view,
  editor,
};
