import type { SceneName } from './scenes/index.js';

/** How an attribute goes on. With several rules or steps, the seed chooses one. */
export interface AttributeRule {
  readonly rule: RuleName | readonly RuleName[];
  readonly by?: readonly number[];
}

/**
 * Of series: `constant`, `step` (by so many each time), `alternate` (two values in turn), `thirds` (three in turn),
 * `growing` (by one more each time). Of matrices, read along the rows: `constant`, `step`, `rows` (each row has its value),
 * `columns`, `latin` (each row has the same three), `sum`, `difference`, and of lines `either` (in one of the two, not in
 * both), `both`, `any`, `without` (in the first, not in the second).
 */
export type RuleName =
  | 'constant'
  | 'step'
  | 'alternate'
  | 'thirds'
  | 'growing'
  | 'rows'
  | 'columns'
  | 'latin'
  | 'sum'
  | 'difference'
  | 'either'
  | 'both'
  | 'any'
  | 'without';

/** What the figures of an odd-one-out item share. */
export interface RelationFile {
  /** `offset`: the second is the first and so many more. `total`: together always so many. `paired`: each value of the first has one of the second. */
  readonly kind: 'offset' | 'total' | 'paired';
  readonly of: readonly [string, string];
  readonly by?: readonly number[];
}

export type FiguresFile =
  | {
      readonly layout: 'series' | 'matrix';
      readonly scene: SceneName;
      /** Attribute → rule; `*` for all that are not named. What has none is constant. */
      readonly rules: Readonly<Record<string, AttributeRule>>;
    }
  | { readonly layout: 'odd'; readonly scene: SceneName; readonly relation: RelationFile };

/** A model whose items are figures: models/<code>.yaml with `figures`. */
export interface FigureModelFile {
  readonly code: string;
  readonly version: number;
  readonly type: 'single-choice';
  readonly contentArea: string;
  readonly competency: string;
  readonly cognitiveLevel: string;
  /** A number, or an expression of `rules`: how many attributes change. */
  readonly difficulty: number | string;
  readonly seeds: Readonly<Record<string, number>>;
  readonly figures: FiguresFile;
}
