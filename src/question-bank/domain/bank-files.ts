import type { Json } from '../../kernel/index.js';
import type { Aids } from './programme-file.js';

export type { ProgrammeFile } from './programme-file.js';

export type Texts = Readonly<Record<string, string>>;

/** bank.yaml, once it has passed its schema. */
export interface BankFile {
  readonly code: string;
  /** Its answer keys are open: it holds practice exams and nothing else. */
  readonly practice?: true;
  readonly title: Texts;
  readonly description?: Texts;
  readonly sourceLanguage: string;
  readonly languages: readonly string[];
  readonly contentAreas: Readonly<Record<string, Texts>>;
  readonly competencies: Readonly<Record<string, Texts>>;
  readonly licence: string;
  readonly authors: readonly string[];
  readonly signed?: Texts;
}

/** Bodies are plain text or the HTML that clean-body.ts allows. */
export interface ItemText {
  readonly stem: string;
  readonly options?: Texts;
  /** Other words of the item's type by key: prompts, units, criteria. */
  readonly labels?: Texts;
  /** Every question has one; a case is no question. */
  readonly rationale?: string;
}

export interface ItemSource {
  readonly instrument: string;
  readonly article: string;
  readonly url?: string;
}

/** One entry of items/<content-area>.yaml, once it has passed its schema. */
export interface ItemFile {
  readonly id: string;
  readonly type: string;
  readonly contentArea: string;
  readonly competency: string;
  readonly cognitiveLevel: string;
  readonly difficulty: number;
  /** Ids in the author's order; left out where the type has none. */
  readonly options?: readonly string[];
  readonly fixedOrder?: boolean;
  /** What else the item's type needs, neutral to language. */
  readonly structure?: Readonly<Record<string, Json>>;
  /** In the form of the item's type; a case has none. */
  readonly answerKey?: Readonly<Record<string, Json>>;
  readonly sources?: readonly ItemSource[];
  /** The case that it belongs to: the id of an item of type `case`. */
  readonly case?: string;
  /** Generated items name their model and seed. */
  readonly model?: { readonly code: string; readonly version: number; readonly seed: number };
  readonly text: Readonly<Record<string, ItemText>>;
}

/** One exam of practice.yaml, once it has passed its schema. */
export interface PracticeFile {
  readonly code: string;
  readonly title: Texts;
  readonly description: Texts;
  readonly minutes: number;
  readonly aids?: Aids;
  readonly parts: readonly { readonly title: Texts; readonly items: readonly string[] }[];
}

/** What is wrong, and where: a person finds the place at once. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Something read from a file, with the line that each of its parts stands on. */
export interface Located<T> {
  readonly value: T;
  readonly file: string;
  /** The file of the value at a path, where it stands in another one than the rest. */
  fileOf?(path: readonly (string | number)[]): string;
  /** Line of the value at a path of keys, or of the nearest thing around it. */
  lineOf(path: readonly (string | number)[]): number;
}
