/** Language → text. */
type Texts = Readonly<Record<string, string>>;

interface RuleBase {
  /** Lasting: decisions name it. */
  readonly code: string;
  readonly title: Texts;
  /** As the candidate is asked. */
  readonly question: Texts;
  readonly hint?: Texts;
  /** What the law wants, told to whoever does not meet it. */
  readonly law: Texts;
  /** Whether a document is asked for: `needed` ones make an application complete. */
  readonly document: 'none' | 'wanted' | 'needed';
  readonly documentName?: Texts;
  /** A competition has chosen it: a person compares the photo on this document at the door of the exam. */
  readonly identity?: true;
}

/** One thing that somebody must be, have or agree to before they may be appointed: a question, and which answers meet it. */
export type EligibilityRule =
  | (RuleBase & { readonly kind: 'yes-no'; readonly eligible: 'yes' | 'no' })
  | (RuleBase & {
      readonly kind: 'choice';
      readonly options: readonly { readonly code: string; readonly text: Texts }[];
      readonly eligible: readonly string[];
    })
  /** A date of birth: whole years on the last day of applying. */
  | (RuleBase & { readonly kind: 'date'; readonly least: number; readonly most: number | null })
  | (RuleBase & { readonly kind: 'number'; readonly least: number; readonly most: number | null });

/** How a competition uses a rule of its profile. Limits may only be narrower than the profile's. */
export interface RuleChoice {
  readonly code: string;
  readonly least?: number | undefined;
  readonly most?: number | undefined;
  /** Of a choice: the answers that meet it here. */
  readonly eligible?: readonly string[] | undefined;
  /** The photo on the document of this rule is compared at the door of the exam; of one rule at most. */
  readonly identity?: boolean | undefined;
}
