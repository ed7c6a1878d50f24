import type { Editor } from '../item-type.js';
import { given, many, readOptions, shown, text, whole, writeOptions } from '../shared/fields.js';

/** Option rows, the letters of the right ones, the rule, and how many may be chosen. */
export const editor: Editor = {
  template: 'question-bank/item-types/multiple-response/editor.njk',
  fromForm: (fields) => {
    const { options, texts } = readOptions(fields);
    return {
      options,
      structure: given('maximum', text(fields, 'maximum'), whole(fields, 'maximum')),
      answerKey: { right: [...many(fields, 'right')].sort(), rule: text(fields, 'rule') },
      text: { options: texts, labels: {} },
    };
  },
  toForm: (item) => ({
    ...writeOptions(item),
    right: [...((item.answerKey['right'] ?? []) as readonly string[])].sort(),
    rule: shown(item.answerKey['rule']),
    maximum: shown(item.structure['maximum']),
  }),
};
