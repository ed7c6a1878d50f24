import type { Editor, Fields } from '../item-type.js';
import { languagesOf, lines, many, readRows, shown, text } from '../shared/fields.js';

/** Rows of gaps with the accepted wordings in each language, one on a line. */
export const editor: Editor = {
  template: 'question-bank/item-types/gap-text/editor.njk',
  fromForm: (fields) => {
    const start = (row: number): string => `gap_accept_${String(row)}_`;
    const rows = readRows(fields, 'gap', 'g', (row) =>
      languagesOf(fields, start(row)).some((language) => lines(fields, start(row) + language).length > 0),
    );
    return {
      options: [],
      structure: { gaps: rows.map(({ id }) => id) },
      answerKey: {
        gaps: Object.fromEntries(
          rows.map(({ id, row }) => [
            id,
            Object.fromEntries(
              languagesOf(fields, start(row)).map((language) => [
                language,
                lines(fields, start(row) + language),
              ]),
            ),
          ]),
        ),
        rule: text(fields, 'rule'),
        normalise: [...many(fields, 'normalise')],
      },
      text: { options: {}, labels: {} },
    };
  },
  toForm: (item) => {
    const gaps = (item.answerKey['gaps'] ?? {}) as Readonly<
      Record<string, Readonly<Record<string, readonly string[]>>>
    >;
    const ids = (item.structure['gaps'] ?? []) as readonly string[];
    const rows = ids.map((id, index): Fields => {
      const row = String(index + 1);
      return {
        [`gap_id_${row}`]: id,
        ...Object.fromEntries(
          Object.entries(gaps[id] ?? {}).map(([language, list]) => [
            `gap_accept_${row}_${language}`,
            list.join('\n'),
          ]),
        ),
      };
    });
    return {
      ...(Object.assign({}, ...rows) as Fields),
      rule: shown(item.answerKey['rule']),
      normalise: (item.answerKey['normalise'] ?? []) as readonly string[],
    };
  },
};
