import type { Editor, Fields } from '../item-type.js';
import { readOptions, readRows, shown, text, writeOptions } from '../shared/fields.js';

/** Rows of options, and rows of prompts with the letter that belongs to each. */
export const editor: Editor = {
  template: 'question-bank/item-types/matching/editor.njk',
  fromForm: (fields) => {
    const { options, texts } = readOptions(fields);
    const rows = readRows(fields, 'prompt', 'p', (row) => text(fields, `prompt_text_${String(row)}`) !== '');
    const field = (name: string, row: number): string => text(fields, `prompt_${name}_${String(row)}`);
    return {
      options,
      structure: { prompts: rows.map(({ id }) => id) },
      answerKey: {
        pairs: Object.fromEntries(rows.map(({ id, row }) => [id, field('option', row)])),
        rule: text(fields, 'rule'),
      },
      text: {
        options: texts,
        labels: Object.fromEntries(rows.map(({ id, row }) => [id, field('text', row)])),
      },
    };
  },
  toForm: (item) => {
    const pairs = (item.answerKey['pairs'] ?? {}) as Readonly<Record<string, string>>;
    const prompts = (item.structure['prompts'] ?? []) as readonly string[];
    const rows = prompts.map((id, index): Fields => ({
      [`prompt_id_${String(index + 1)}`]: id,
      [`prompt_text_${String(index + 1)}`]: item.text.labels[id] ?? '',
      [`prompt_option_${String(index + 1)}`]: pairs[id] ?? '',
    }));
    return {
      ...writeOptions(item),
      ...(Object.assign({}, ...rows) as Fields),
      rule: shown(item.answerKey['rule']),
    };
  },
};
