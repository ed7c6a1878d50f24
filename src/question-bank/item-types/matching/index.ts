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

export const RULES = ['all-or-nothing', 'per-pair'] as const;

export interface MatchingKey {
  readonly pairs: Choices;
  readonly rule: (typeof RULES)[number];
}

const promptsOf = ({ structure }: Pick<ItemShape, 'structure'>): readonly string[] =>
  textList(structure['prompts']);

/** To each prompt the option that belongs to it; one option may serve several. The response: `{"p1":"2","p2":"1"}`. */
export const matching: ItemType<MatchingKey, Choices> = {
  code: 'matching',
  scoredBy: 'machine',
  options: [2, 10],
  labels: promptsOf,
  check: (item) => {
    const pairs = bag(bag(item.answerKey)['pairs']);
    return [
      ...unknownFields(item, ['prompts'], ['pairs', 'rule']),
      ...unknownRule(item.answerKey, RULES),
      ...wrongIds(promptsOf(item), ['structure', 'prompts'], [2, 10]),
      ...faultIf(
        !sameMembers(Object.keys(pairs), promptsOf(item)),
        ['answerKey', 'pairs'],
        'matching needs one pair for each prompt',
      ),
      ...faultIf(
        !Object.values(pairs).every((option) => item.options.includes(String(option))),
        ['answerKey', 'pairs'],
        'a pair names an option that the item does not have',
      ),
    ];
  },
  deliver: ({ structure }) => ({ prompts: structure['prompts'] ?? [] }),
  readResponse: (value, shape, optionOrder) => readChoices(value, promptsOf(shape), optionOrder),
  score: ({ pairs, rule }, shape, choices) =>
    scorePlaces(
      promptsOf(shape),
      (prompt) => choices[prompt] !== undefined && choices[prompt] === own(pairs, prompt),
      rule === 'all-or-nothing',
    ),
  fullResponse: ({ pairs }, _, optionOrder) =>
    canonicalJson(
      Object.fromEntries(
        Object.entries(pairs).map(([prompt, option]) => [prompt, refOf(option, optionOrder)]),
      ),
    ),
  guess: (item, below) =>
    canonicalJson(
      Object.fromEntries(
        promptsOf(item).map((prompt) => [prompt, item.options[below(item.options.length)]?.ref ?? '1']),
      ),
    ),
  isComplete: (item, value) => saysAll(value, promptsOf(item)),
  view,
  editor,
};
