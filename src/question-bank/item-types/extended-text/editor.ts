import type { Editor, Fields } from '../item-type.js';
import { given, readRows, shown, text, whole } from '../shared/fields.js';

/** Rows of criteria with their names and points. */
export const editor: Editor = {
  template: 'question-bank/item-types/extended-text/editor.njk',
  fromForm: (fields) => {
    const rows = readRows(
      fields,
      'criterion',
      'c',
      (row) => text(fields, `criterion_name_${String(row)}`) !== '',
    );
    return {
      options: [],
      structure: given('maximum', text(fields, 'maximum'), whole(fields, 'maximum')),
      answerKey: {
        rubric: rows.map(({ id, row }) => ({
          criterion: id,
          points: whole(fields, `criterion_points_${String(row)}`),
        })),
      },
      text: {
        options: {},
        labels: Object.fromEntries(
          rows.map(({ id, row }) => [id, text(fields, `criterion_name_${String(row)}`)]),
        ),
      },
    };
  },
  toForm: (item) => {
    const rubric = (item.answerKey['rubric'] ?? []) as readonly { criterion: string; points: number }[];
    const rows = rubric.map(({ criterion, points }, index): Fields => ({
      [`criterion_id_${String(index + 1)}`]: criterion,
      [`criterion_name_${String(index + 1)}`]: item.text.labels[criterion] ?? '',
      [`criterion_points_${String(index + 1)}`]: String(points),
    }));
    return {
      ...(Object.assign({}, ...rows) as Fields),
      maximum: shown(item.structure['maximum']),
    };
  },
};
