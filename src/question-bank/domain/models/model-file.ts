import type { FigureModelFile } from './figures/figure-model-file.js';

/** A template by language, or one for all of them. */
export type Template = string | Readonly<Record<string, string>>;

/** A name in a list: forms by language and, where a table has them, numbers that belong to it. */
export interface NameFile {
  readonly forms: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly numbers?: Readonly<Record<string, number | string>>;
}

export type Parameter =
  | {
      readonly from: number;
      readonly to: number;
      readonly step?: number;
      readonly count?: number;
      readonly distinct?: boolean;
    }
  | { readonly pick: readonly (number | string)[]; readonly count?: number; readonly distinct?: boolean }
  | { readonly names: string | readonly NameFile[]; readonly count?: number };

/** A noun's forms by language and plural category (`one`, `few`, `many`, `other`). */
export type Words = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;

/** lists.yaml: what the models of a bank share. */
export interface ListsFile {
  readonly words?: Words;
  readonly names?: Readonly<Record<string, readonly NameFile[]>>;
}

export interface TableFile {
  readonly caption: Template;
  readonly rows: number | string;
  readonly columns: readonly {
    readonly head: Template;
    readonly cell: Template;
    readonly total?: Template;
  }[];
}

/** A bar chart. Bars have letters and the axis numbers, which are the same in every language. */
export interface ChartFile {
  /** One or two expressions, each a list with a number for each bar. */
  readonly series: readonly string[];
  /** Numbers from one line of the grid to the next. */
  readonly step: number;
  /** What the chart shows; each bar's letter and height are added to it. */
  readonly alt: Template;
}

export interface DistractorFile {
  readonly code: string;
  /** An expression: a number, or a list of numbers of which each may become an option. */
  readonly value: string;
  readonly mistake: Template;
}

/** What a model asks: all of it for a single item, one of several for a case. */
export interface QuestionFile {
  readonly type: 'single-choice' | 'numeric';
  readonly cognitiveLevel?: string;
  readonly difficulty: number | string;
  readonly stem: Template;
  readonly answer: string;
  /** A second, independent way to the answer: a condition that sees it as `answer`. */
  readonly check?: string;
  readonly rationale: Template;
  /** single-choice: how a value is written as an option; it is seen as `value`. */
  readonly option?: Template;
  readonly options?: number;
  readonly order?: 'ascending' | 'shuffled';
  /** Decimal places that answer and distractors are rounded to. */
  readonly places?: number;
  /** Two options differ by this much at least. */
  readonly gap?: number | string;
  /** A condition on `value`, which a distractor must meet to be believed. */
  readonly plausible?: string;
  readonly distractors?: readonly DistractorFile[];
  /** numeric: an expression, in the unit of the answer; 0 where left out. */
  readonly tolerance?: string;
  readonly units?: Readonly<Record<string, { readonly factor: string; readonly name: Template }>>;
}

interface ModelBase {
  readonly code: string;
  readonly version: number;
  readonly contentArea: string;
  readonly competency: string;
  readonly cognitiveLevel: string;
  /** Item id → seed. A case takes the ids after its own for its questions. */
  readonly seeds: Readonly<Record<string, number>>;
}

interface TextBase extends ModelBase {
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly derived?: Readonly<Record<string, string>>;
  readonly conditions?: readonly string[];
  readonly words?: Words;
  readonly tables?: Readonly<Record<string, TableFile>>;
  readonly charts?: Readonly<Record<string, ChartFile>>;
}

export type SingleModelFile = TextBase & QuestionFile;

export interface CaseModelFile extends TextBase {
  readonly type: 'case';
  readonly difficulty: number | string;
  readonly stem: Template;
  readonly questions: readonly QuestionFile[];
}

export type TextModelFile = SingleModelFile | CaseModelFile;

/** models/<code>.yaml, once it has passed its schema. */
export type ModelFile = TextModelFile | FigureModelFile;
