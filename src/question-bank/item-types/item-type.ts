import type { Json } from '../../kernel/canonical-json.js';
import type { Points } from '../../kernel/points.js';

export type Texts = Readonly<Record<string, string>>;
/** What a type keeps beside its options, neutral to language: gaps, prompts, units. */
export type Structure = Readonly<Record<string, Json>>;

/** What an item version has besides its texts and its answer key. */
export interface ItemShape {
  /** Ids as their author named them, in the author's order. */
  readonly options: readonly string[];
  readonly structure: Structure;
}

/** An item as its author made it, whole: what a check sees. */
export interface AuthoredItem extends ItemShape {
  readonly answerKey: unknown;
  readonly texts: Readonly<Record<string, AuthoredText>>;
}

export interface AuthoredText {
  readonly stem: string;
  readonly options: Texts;
  readonly labels: Texts;
}

/** What is wrong with an item and where; paths as in items/*.yaml. */
export interface TypeFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** An option as shown: the ref says only its place, '1' is shown first. */
export interface ShownOption {
  readonly ref: string;
  readonly text: string;
}

/** An item as a candidate sees it, in one language. Texts are clean HTML. */
export interface ShownItem {
  readonly structure: Structure;
  readonly stem: string;
  readonly options: readonly ShownOption[];
  readonly labels: Texts;
}

/** Words by key; `{name}` is filled in from `values`. */
export type Say = (key: string, values?: Texts) => string;

/** What a renderer gets. It fills `host`, which is empty, and calls `onChange` with each new response. */
export interface ViewContext {
  readonly host: HTMLElement;
  /** Begins every id in the host. */
  readonly id: string;
  readonly item: ShownItem;
  readonly value: string | undefined;
  readonly language: string;
  /** Hash → data: URI of the pictures that bodies name as `media:<hash>`. */
  readonly images: Texts;
  readonly say: Say;
  /** @param typing true while text is being typed: whoever keeps it may wait for a pause. */
  onChange(value: string | null, typing?: boolean): void;
}

/** What a form of a page sends: names to values; several of one name are a list. */
export type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a type's editor edits; the stem, the rationale and the classification are the page's own. */
export interface EditedItem {
  readonly options: readonly string[];
  readonly structure: Structure;
  readonly answerKey: Readonly<Record<string, Json>>;
  /** In the language of the author. */
  readonly text: { readonly options: Texts; readonly labels: Texts };
}

export interface Editor {
  /** A nunjucks partial; it finds the values as `fields` and the languages of the bank as `bankLanguages`. */
  readonly template: string;
  /** Never throws: what is missing or wrong is found by the check afterwards. */
  fromForm(fields: Fields): EditedItem;
  toForm(item: EditedItem): Fields;
}

/**
 * A type of item: everything about it that is not common to all. One folder, and one line in `index.ts`.
 *
 * K is its answer key, R a response that was read. Runs on the server and in the browser: nothing of Node or Nest.
 */
export interface ItemType<K = unknown, R = unknown> {
  readonly code: string;
  /** `nobody`: a case, which is no question itself. */
  readonly scoredBy: 'machine' | 'people' | 'nobody';
  /** A response is words of the candidate's own, which may say who they are: no answer sheet with one is published. */
  readonly ownWords?: true;
  /** How many options it has, at least and at most; null: none. */
  readonly options: readonly [number, number] | null;

  /** Keys of the labels that a candidate sees; every language must have them. */
  labels?(shape: ItemShape): readonly string[];
  /** Keys of labels that only markers and authors see. */
  keyLabels?(answerKey: unknown): readonly string[];
  /** Ids of the gaps that every stem must hold once, as `[[id]]`. */
  gaps?(shape: ItemShape): readonly string[];
  /** Structure and answer key against the type's rule. Options, labels and gaps of texts are checked for all types alike. */
  check(item: AuthoredItem): TypeFault[];
  /** The options that are right; null where neither their place nor their length can give the answer away. */
  rightOptions?(answerKey: K, shape: ItemShape): readonly string[] | null;

  /** The structure that a candidate may see: nothing of the answer key but, where it has one, the name of its rule. */
  deliver(shape: ItemShape, optionOrder: readonly string[], rule: string | undefined): Structure;
  /**
   * What an answer sheet keeps → authored ids; undefined for what is no response of this item. Never throws.
   *
   * @param optionOrder authored ids in the order shown.
   */
  readResponse(value: string, shape: ItemShape, optionOrder: readonly string[]): R | undefined;
  /** Points in hundredths, 100 are full; null: people mark it. Negative only where the type's rule says so. */
  score(answerKey: K, shape: ItemShape, response: R, language: string): Points | null;
  /** A response that gets full points: rehearsals and tests. */
  fullResponse(
    answerKey: K,
    shape: ItemShape,
    optionOrder: readonly string[],
    language: string,
  ): string | null;
  /** A response of somebody who does not know. @param below a random whole number in [0, bound). */
  guess(item: ShownItem, below: (bound: number) => number): string | null;
  /** Whether a response leaves nothing open; left out: any response is whole. */
  isComplete?(item: ShownItem, value: string): boolean;

  /** Shows the item, by keyboard too. */
  view(context: ViewContext): void;
  readonly editor: Editor;
}
