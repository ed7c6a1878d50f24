import type { Editor } from '../item-type.js';
import { readOptions, shown, text, whole, writeOptions } from '../shared/fields.js';

/** Option rows, each with the experts' points, and the way in which the item is answered. */
export const editor: Editor = {
  template: 'question-bank/item-types/situational-judgement/editor.njk',
  fromForm: (fields) => {
    const { options, texts } = readOptions(fields);
    return {
      options,
      structure: { response: text(fields, 'response') || 'best' },
      answerKey: {
        points: Object.fromEntries(options.map((option) => [option, whole(fields, `points_${option}`)])),
      },
      text: { options: texts, labels: {} },
    };
  },
  toForm: (item) => {
    const points = (item.answerKey['points'] ?? {}) as Readonly<Record<string, number>>;
    return {
      ...writeOptions(item),
      ...Object.fromEntries(item.options.map((option) => [`points_${option}`, String(points[option] ?? '')])),
      response: shown(item.structure['response'] ?? 'best'),
    };
  },
};
