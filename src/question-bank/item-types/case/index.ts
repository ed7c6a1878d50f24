import type { ItemType } from '../item-type.js';
import { unknownFields } from '../shared/checks.js';
import { stem } from '../view/frame.js';

/** A stimulus: a text, a table, a picture. Its questions are items of their own that name it; they stay together. */
export const caseItem: ItemType<unknown, never> = {
  code: 'case',
  scoredBy: 'nobody',
  options: null,
  check: (item) => unknownFields(item, [], []),
  deliver: () => ({}),
  readResponse: () => undefined,
  score: () => 0,
  fullResponse: () => null,
  guess: () => null,
  view: (context) => {
    context.host.append(stem(context));
  },
  editor: {
    template: 'question-bank/item-types/case/editor.njk',
    fromForm: () => ({ options: [], structure: {}, answerKey: {}, text: { options: {}, labels: {} } }),
    toForm: () => ({}),
  },
};
