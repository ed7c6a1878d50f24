type Texts = Readonly<Record<string, string>>;

/** Which items are meant: all given fields must hold. */
export interface ItemFilter {
  readonly contentArea?: string;
  readonly competency?: string;
  readonly cognitiveLevel?: string;
  readonly type?: string;
  /** Thousandths of the proportion correct, both ends included. */
  readonly difficulty?: { readonly from: number; readonly to: number };
}

/** So many items of a part. */
export interface Stratum extends ItemFilter {
  readonly count: number;
}

/** At least or at most so many items of a form, or of one part of it, beyond what the strata say. */
export interface Constraint extends ItemFilter {
  readonly part?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What a candidate may use beside the questions. */
export interface Aids {
  readonly calculator: 'none' | 'basic';
}

export type AssemblyKind = 'per-candidate' | 'one-form' | 'parallel';

/** programmes/<code>.yaml, once it has passed its schema. */
export interface ProgrammeFile {
  readonly code: string;
  readonly title: Texts;
  readonly minutes: number;
  readonly languages: readonly string[];
  readonly governingLanguage: string;
  readonly practice: string;
  readonly parts: readonly {
    readonly code: string;
    readonly title: Texts;
    readonly bank: string;
    readonly minutes?: number;
    readonly draw: readonly Stratum[];
  }[];
  readonly pass: { readonly overall: number; readonly eachPart: number };
  readonly constraints?: readonly Constraint[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly maximumExposure?: number;
  readonly assembly?: AssemblyKind;
  readonly parallel?: { readonly forms: number; readonly maximumOverlap: number };
  /** None where it is left out. */
  readonly aids?: Aids;
}
