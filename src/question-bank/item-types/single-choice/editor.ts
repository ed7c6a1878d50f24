import type { Editor } from '../item-type.js';
import { readOptions, text, writeOptions } from '../shared/fields.js';

/** Option rows and the letter of the right one. */
export const editor: Editor = {
  template: 'question-bank/item-types/single-choice/editor.njk',
  fromForm: (fields) => {
    const { options, texts } = readOptions(fields);
    const right = text(fields, 'right');
    return {
      options,
      structure: {},
      answerKey: {
        points: Object.fromEntries(options.map((option) => [option, option === right ? 100 : 0])),
      },
      text: { options: texts, labels: {} },
    };
  },
  toForm: (item) => {
    const points = (item.answerKey['points'] ?? {}) as Readonly<Record<string, number>>;
    return {
      ...writeOptions(item),
      right: item.options.find((option) => points[option] === 100) ?? '',
    };
  },
};
