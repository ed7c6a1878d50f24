import type { ItemType } from '../item-type.js';
import { bag, faultIf, sameMembers, textList, unknownFields, unknownRule } from '../shared/checks.js';
import { allOrNothing, share } from '../shared/points.js';
import { optionsOf, readList, refOf } from '../shared/refs.js';
import { editor } from './editor.js';
import { view } from './view.js';

export const RULES = ['all-or-nothing', 'per-option', 'negative'] as const;

export interface MultipleResponseKey {
  readonly right: readonly string[];
  readonly rule: (typeof RULES)[number];
}

const byPlace = (a: string, b: string): number => Number(a) - Number(b);

/** Several right options. The response is a list of refs by place: `["1","3"]`. */
export const multipleResponse: ItemType<MultipleResponseKey, readonly string[]> = {
  code: 'multiple-response',
  scoredBy: 'machine',
  options: [4, 8],
  check: (item) => {
    const right = textList(bag(item.answerKey)['right']);
    const maximum = item.structure['maximum'];
    return [
      ...unknownFields(item, ['maximum'], ['right', 'rule']),
      ...unknownRule(item.answerKey, RULES),
      ...faultIf(
        right.length === 0 ||
          right.length >= item.options.length ||
          !sameMembers(
            right,
            item.options.filter((option) => right.includes(option)),
          ),
        ['answerKey', 'right'],
        'multiple-response needs one to all but one of its options in "right", each once',
      ),
      ...faultIf(
        maximum !== undefined &&
          !(
            typeof maximum === 'number' &&
            Number.isInteger(maximum) &&
            maximum >= Math.max(1, right.length) &&
            maximum <= item.options.length
          ),
        ['structure', 'maximum'],
        'at most as many as there are options may be chosen, and no fewer than are right',
      ),
    ];
  },
  rightOptions: ({ right }) => right,
  deliver: ({ structure }, _, rule) => ({
    ...(structure['maximum'] !== undefined && { maximum: structure['maximum'] }),
    // Who answers has to know that a wrong choice costs something.
    ...(rule === 'negative' && { negative: true }),
  }),
  readResponse: (value, { structure }, optionOrder) => {
    const list = readList(value);
    const chosen = list && optionsOf(list, optionOrder);
    const maximum = Number(structure['maximum'] ?? optionOrder.length);
    return chosen && chosen.length > 0 && chosen.length <= maximum ? chosen : undefined;
  },
  score: ({ right, rule }, _, chosen) => {
    const hits = chosen.filter((option) => right.includes(option)).length;
    const misses = chosen.length - hits;
    if (rule === 'all-or-nothing') return allOrNothing(misses === 0 && hits === right.length);
    const balance = hits - misses;
    return share(rule === 'negative' ? balance : Math.max(0, balance), right.length);
  },
  fullResponse: ({ right }, _, optionOrder) =>
    JSON.stringify(right.map((option) => refOf(option, optionOrder)).sort(byPlace)),
  guess: ({ options }, below) => {
    const chosen = options.filter(() => below(2) === 0).map(({ ref }) => ref);
    return JSON.stringify(chosen.length > 0 ? chosen : ['1']);
  },
  view,
  editor,
};
