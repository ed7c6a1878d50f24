import type { Editor, Fields } from '../item-type.js';
import { many, readOptions, readRows, shown, text, writeOptions } from '../shared/fields.js';

/** Rows of options, and rows of gaps with the options of each and the right one. */
export const editor: Editor = {
  template: 'question-bank/item-types/gap-choice/editor.njk',
  fromForm: (fields) => {
    const { options, texts } = readOptions(fields);
    const of = (row: number): readonly string[] => many(fields, `gap_options_${String(row)}`);
    const rows = readRows(fields, 'gap', 'g', (row) => of(row).length > 0);
    return {
      options,
      structure: { gaps: Object.fromEntries(rows.map(({ id, row }) => [id, [...of(row)].sort()])) },
      answerKey: {
        gaps: Object.fromEntries(rows.map(({ id, row }) => [id, text(fields, `gap_right_${String(row)}`)])),
        rule: text(fields, 'rule'),
      },
      text: { options: texts, labels: {} },
    };
  },
  toForm: (item) => {
    const right = (item.answerKey['gaps'] ?? {}) as Readonly<Record<string, string>>;
    const gaps = (item.structure['gaps'] ?? {}) as Readonly<Record<string, readonly string[]>>;
    const rows = Object.entries(gaps).map(([id, list], index): Fields => ({
      [`gap_id_${String(index + 1)}`]: id,
      [`gap_options_${String(index + 1)}`]: [...list].sort(),
      [`gap_right_${String(index + 1)}`]: right[id] ?? '',
    }));
    return {
      ...writeOptions(item),
      ...(Object.assign({}, ...rows) as Fields),
      rule: shown(item.answerKey['rule']),
    };
  },
};
