import type { Editor, Fields, Texts } from '../item-type.js';
import { given, lines, readRows, shown, text, whole } from '../shared/fields.js';

interface Written {
  readonly criterion: string;
  readonly points: number;
  readonly levels?: readonly number[];
}

/** Rows of criteria with their names, points and anchors: `20: clear, but cold`, one a line. */
export const editor: Editor = {
  template: 'question-bank/item-types/extended-text/editor.njk',
  fromForm: (fields) => {
    const rows = readRows(
      fields,
      'criterion',
      'c',
      (row) => text(fields, `criterion_name_${String(row)}`) !== '',
    ).map(({ id, row }) => ({ id, row, levels: readLevels(fields, row) }));
    return {
      options: [],
      structure: given('maximum', text(fields, 'maximum'), whole(fields, 'maximum')),
      answerKey: {
        rubric: rows.map(({ id, row, levels }) => ({
          criterion: id,
          points: whole(fields, `criterion_points_${String(row)}`),
          ...(levels.length > 0 && { levels: levels.map(({ points }) => points) }),
        })),
      },
      text: {
        options: {},
        labels: Object.fromEntries(
          rows.flatMap(({ id, row, levels }) => [
            [id, text(fields, `criterion_name_${String(row)}`)],
            ...levels.map(({ points, words }) => [`${id}-${String(points)}`, words] as const),
          ]),
        ),
      },
    };
  },
  toForm: (item) => {
    const rubric = (item.answerKey['rubric'] ?? []) as unknown as readonly Written[];
    const { labels } = item.text;
    const rows = rubric.map((one, index): Fields => {
      const row = String(index + 1);
      return {
        [`criterion_id_${row}`]: one.criterion,
        [`criterion_name_${row}`]: labels[one.criterion] ?? '',
        [`criterion_points_${row}`]: String(one.points),
        [`criterion_levels_${row}`]: writeLevels(one, labels),
      };
    });
    return {
      ...(Object.assign({}, ...rows) as Fields),
      maximum: shown(item.structure['maximum']),
    };
  },
};

/** What is no level by its form stays as typed, for the check to name. */
const readLevels = (fields: Fields, row: number): { points: number | string; words: string }[] =>
  lines(fields, `criterion_levels_${String(row)}`).map((line) => {
    const [, points, words] = /^(\d{1,3})\s*:\s*(.*)$/.exec(line) ?? [];
    return points === undefined
      ? { points: line, words: line }
      : { points: Number(points), words: words ?? '' };
  });

const writeLevels = ({ criterion, levels }: Written, labels: Texts): string =>
  (levels ?? [])
    .map((points) => `${String(points)}: ${labels[`${criterion}-${String(points)}`] ?? ''}`)
    .join('\n');
