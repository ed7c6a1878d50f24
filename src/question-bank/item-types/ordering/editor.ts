import type { Editor } from '../item-type.js';
import { readOptions, shown, text, writeOptions } from '../shared/fields.js';

/** Option rows, each with its right place. */
export const editor: Editor = {
  template: 'question-bank/item-types/ordering/editor.njk',
  fromForm: (fields) => {
    const { options, texts } = readOptions(fields);
    const placed = options.flatMap((option) => {
      const place = Number(text(fields, `place_${option}`));
      return Number.isInteger(place) && place > 0 ? [{ option, place }] : [];
    });
    return {
      options,
      structure: {},
      answerKey: {
        // Two at one place are a fault: the second is left out, and the check says that one is missing.
        order: placed
          .filter(({ place }, index) => placed.findIndex((one) => one.place === place) === index)
          .sort((a, b) => a.place - b.place)
          .map(({ option }) => option),
        rule: text(fields, 'rule'),
      },
      text: { options: texts, labels: {} },
    };
  },
  toForm: (item) => ({
    ...writeOptions(item),
    ...Object.fromEntries(
      ((item.answerKey['order'] ?? []) as readonly string[]).map((option, index) => [
        `place_${option}`,
        String(index + 1),
      ]),
    ),
    rule: shown(item.answerKey['rule']),
  }),
};
