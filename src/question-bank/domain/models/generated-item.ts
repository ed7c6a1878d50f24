/** An ordinary item as items/*.yaml holds it, which names its model and seed. */
export interface GeneratedItem {
  readonly id: string;
  readonly type: string;
  readonly contentArea: string;
  readonly competency: string;
  readonly cognitiveLevel: string;
  readonly difficulty: number;
  readonly options?: readonly string[];
  readonly fixedOrder?: boolean;
  readonly structure?: object;
  readonly answerKey?: object;
  readonly case?: string;
  readonly model: { readonly code: string; readonly version: number; readonly seed: number };
  readonly text: Readonly<Record<string, GeneratedText>>;
}

export interface GeneratedText {
  readonly stem: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly rationale?: string;
}

/** What one seed of a model gives: an item, or a case and its questions; and the pictures that they show. */
export interface Generated {
  readonly items: readonly GeneratedItem[];
  /** File name within media/ → SVG. */
  readonly media: ReadonlyMap<string, string>;
}

/** Pictures that models draw are named by a hash of what they show. */
export const GENERATED_MEDIA = /^figure-[0-9a-f]{16}\.svg$/;
