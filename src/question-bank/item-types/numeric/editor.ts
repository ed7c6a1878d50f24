import type { Editor, Fields } from '../item-type.js';
import { given, readRows, shown, text } from '../shared/fields.js';

/** The value, one tolerance, and rows of units with their factors and names. */
export const editor: Editor = {
  template: 'question-bank/item-types/numeric/editor.njk',
  fromForm: (fields) => {
    const rows = readRows(fields, 'unit', 'u', (row) => text(fields, `unit_name_${String(row)}`) !== '');
    const field = (name: string, row: number): string => text(fields, `unit_${name}_${String(row)}`);
    return {
      options: [],
      structure: {
        ...(rows.length > 0 && {
          units: Object.fromEntries(rows.map(({ id, row }) => [id, field('factor', row)])),
        }),
      },
      answerKey: {
        value: text(fields, 'value'),
        ...given('tolerance', text(fields, 'tolerance'), text(fields, 'tolerance')),
        ...given('relative', text(fields, 'relative'), text(fields, 'relative')),
      },
      text: { options: {}, labels: Object.fromEntries(rows.map(({ id, row }) => [id, field('name', row)])) },
    };
  },
  toForm: (item) => {
    const units = (item.structure['units'] ?? {}) as Readonly<Record<string, string>>;
    const rows = Object.entries(units).map(([id, factor], index): Fields => ({
      [`unit_id_${String(index + 1)}`]: id,
      [`unit_factor_${String(index + 1)}`]: factor,
      [`unit_name_${String(index + 1)}`]: item.text.labels[id] ?? '',
    }));
    return {
      ...(Object.assign({}, ...rows) as Fields),
      value: shown(item.answerKey['value']),
      tolerance: shown(item.answerKey['tolerance']),
      relative: shown(item.answerKey['relative']),
    };
  },
};
