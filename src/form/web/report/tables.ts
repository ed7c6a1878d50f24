import { csvRecord } from '../../../kernel/index.js';
import type { FormReport } from '../../domain/assembly/form-report.js';
import type { Simulation } from '../../domain/assembly/simulate.js';
import type { StoredForm } from '../../store/assembly-store.js';

export const TABLES = ['items', 'curves', 'targets', 'content', 'overlap', 'exposure', 'scores'] as const;
export type Table = (typeof TABLES)[number];

type Cell = string | number | null;

const exact = (value: number): number => Math.round(value * 1e4) / 1e4;

/** A table of the report as rows, its head first. Codes and numbers alone: the same in every language. */
export function tableRows(
  table: Table,
  forms: readonly StoredForm[],
  report: FormReport,
  simulation: Simulation,
): Cell[][] {
  switch (table) {
    case 'items':
      return itemRows(forms);
    case 'curves':
      return [
        ['ability', 'form', 'expected_score', 'information'],
        ...report.expectedScore.flatMap(({ form, values }, index) =>
          values.map((value, at): Cell[] => [
            report.abilities[at] ?? 0,
            form,
            exact(value),
            exact(report.information[index]?.values[at] ?? 0),
          ]),
        ),
      ];
    case 'targets':
      return [
        ['measure', 'ability', 'target', ...report.names],
        ...report.targets.map(({ measure, ability, target, values }): Cell[] => [
          measure,
          ability,
          target,
          ...values,
        ]),
      ];
    case 'content':
      return [
        ['dimension', 'value', ...report.names],
        ...report.content.flatMap(({ dimension, rows }) =>
          rows.map(({ value, counts }): Cell[] => [dimension, value, ...counts]),
        ),
      ];
    case 'overlap':
      return [
        ['form', ...report.names],
        ...report.overlap.map((row, index): Cell[] => [report.names[index] ?? '', ...row]),
      ];
    case 'exposure':
      return [
        ['form', 'never_shown', 'mean_sittings', 'most_sittings', 'shared_with_other_forms'],
        ...report.exposure.map(({ form, fresh, mean, most, shared }): Cell[] => [
          form,
          fresh,
          exact(mean),
          most,
          shared,
        ]),
      ];
    case 'scores':
      return [
        ['one', 'other', 'mean_difference', 'standard_error', 'examinees'],
        ...simulation.pairs.map(({ one, other, difference, error }): Cell[] => [
          one,
          other,
          exact(difference),
          exact(error),
          simulation.examinees,
        ]),
      ];
  }
}

function itemRows(forms: readonly StoredForm[]): Cell[][] {
  return [
    [
      'form',
      'part',
      'position',
      'item',
      'bank',
      'content_area',
      'competency',
      'cognitive_level',
      'type',
      'difficulty',
      'case',
      'exposure',
      'a',
      'b',
      'c',
    ],
    ...forms.flatMap(({ name, parts }) => {
      let position = 0;
      return parts.flatMap(({ code, items }) =>
        items.map((item): Cell[] => [
          name,
          code,
          (position += 1),
          item.itemCode,
          item.bank,
          item.contentArea,
          item.competency,
          item.cognitiveLevel,
          item.type,
          item.difficulty / 1000,
          item.caseCode,
          item.exposure,
          item.calibration && item.calibration.a / 1000,
          item.calibration && item.calibration.b / 1000,
          item.calibration && item.calibration.c / 1000,
        ]),
      );
    }),
  ];
}

/** Rows as a file, see {@link csvRecord}. */
export const csv = (rows: readonly (readonly Cell[])[]): string => rows.map((row) => csvRecord(row)).join('');
