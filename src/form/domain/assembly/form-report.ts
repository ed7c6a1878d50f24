import type { AssemblyItem } from './assembly-item.js';
import { ABILITIES, information, parametersOf, probability, type Measure } from './profile.js';

interface ReportedForm {
  readonly name: string;
  readonly parts: readonly { readonly code: string; readonly items: readonly AssemblyItem[] }[];
  readonly profile: readonly number[];
}

/** A curve over the abilities of {@link FormReport}, for each form. */
type Curves = readonly { readonly form: string; readonly values: readonly number[] }[];

export const DIMENSIONS = [
  'part',
  'contentArea',
  'competency',
  'cognitiveLevel',
  'type',
  'difficulty',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Forms side by side, in numbers: what plots, tables and CSV show. */
export interface FormReport {
  readonly names: readonly string[];
  readonly items: number;
  readonly abilities: readonly number[];
  readonly expectedScore: Curves;
  readonly information: Curves;
  /** How far each form's expected score is from the mean of all forms. */
  readonly apart: Curves;
  readonly targets: readonly {
    readonly measure: Measure;
    readonly ability: number;
    readonly target: number;
    /** By form. */
    readonly values: readonly number[];
  }[];
  readonly content: readonly {
    readonly dimension: Dimension;
    readonly rows: readonly { readonly value: string; readonly counts: readonly number[] }[];
  }[];
  /** Items that each two forms share; on the diagonal a form's own number. */
  readonly overlap: readonly (readonly number[])[];
  readonly exposure: readonly {
    readonly form: string;
    /** Items that no sitting was shown. */
    readonly fresh: number;
    readonly mean: number;
    readonly most: number;
    /** Items that stand in another form of this set too. */
    readonly shared: number;
  }[];
}

const GRID = Array.from({ length: 25 }, (_, index) => -3 + index / 4);
const BAND = 200;

export function formReport(
  forms: readonly ReportedForm[],
  result: { readonly measures: readonly Measure[]; readonly target: readonly number[] },
): FormReport {
  const all = forms.map(({ parts }) => parts.flatMap(({ items }) => items));
  const curves = (of: typeof probability): Curves =>
    all.map((items, index) => {
      const parameters = items.map(parametersOf);
      return {
        form: forms[index]?.name ?? '',
        values: GRID.map((ability) => parameters.reduce((sum, one) => sum + of(one, ability), 0)),
      };
    });
  const expectedScore = curves(probability);
  const mean = GRID.map(
    (_, at) => expectedScore.reduce((sum, { values }) => sum + (values[at] ?? 0), 0) / forms.length,
  );
  const codes = all.map((items) => new Set(items.map(({ itemCode }) => itemCode)));
  return {
    names: forms.map(({ name }) => name),
    items: all[0]?.length ?? 0,
    abilities: GRID,
    expectedScore,
    information: curves(information),
    apart: expectedScore.map(({ form, values }) => ({
      form,
      values: values.map((value, at) => value - (mean[at] ?? 0)),
    })),
    targets: result.measures.flatMap((measure, m) =>
      ABILITIES.map((ability, a) => {
        const at = m * ABILITIES.length + a;
        return {
          measure,
          ability,
          target: result.target[at] ?? 0,
          values: forms.map(({ profile }) => profile[at] ?? 0),
        };
      }),
    ),
    content: DIMENSIONS.map((dimension) => ({ dimension, rows: counted(forms, dimension) })),
    overlap: codes.map((one) => codes.map((other) => [...one].filter((code) => other.has(code)).length)),
    exposure: all.map((items, index) => ({
      form: forms[index]?.name ?? '',
      fresh: items.filter(({ exposure }) => exposure === 0).length,
      mean: items.reduce((sum, { exposure }) => sum + exposure, 0) / Math.max(1, items.length),
      most: Math.max(0, ...items.map(({ exposure }) => exposure)),
      shared: items.filter(({ itemCode }) => codes.some((other, at) => at !== index && other.has(itemCode)))
        .length,
    })),
  };
}

function counted(
  forms: readonly ReportedForm[],
  dimension: Dimension,
): { value: string; counts: number[] }[] {
  const counts = new Map<string, number[]>();
  for (const [index, { parts }] of forms.entries()) {
    for (const { code, items } of parts) {
      for (const item of items) {
        const value = dimension === 'part' ? code : valueOf(item, dimension);
        const row = counts.get(value) ?? forms.map(() => 0);
        row[index] = (row[index] ?? 0) + 1;
        counts.set(value, row);
      }
    }
  }
  // Parts in their own order; all else by code points.
  const sorted = [...counts].map(([value, row]) => ({ value, counts: row }));
  return dimension === 'part' ? sorted : sorted.sort((a, b) => (a.value < b.value ? -1 : 1));
}

function valueOf(item: AssemblyItem, dimension: Exclude<Dimension, 'part'>): string {
  if (dimension !== 'difficulty') return item[dimension];
  const from = Math.min(Math.floor(item.difficulty / BAND) * BAND, 1000 - BAND);
  return `${String(from / 10)}–${String((from + BAND) / 10)} %`;
}
