import type { PassRule } from './grade-sitting.js';

/**
 * How the code scores; a change of its arithmetic gets a new name, and old versions stay recomputable.
 * `openmerit-score-1` knew one chosen option an item; what it scored, `openmerit-score-2` scores alike.
 */
export const SCORING_CODE = 'openmerit-score-2';

/** An adopted cut score, as a scoring version names it. */
export interface CutSource {
  /** Its subject in the public log: `competition/version`. */
  readonly adoption: string;
  readonly method: 'law' | 'angoff';
}

/** What a scoring version pins, whole and for ever. Answer keys are pinned by item version, which never changes. */
export interface ScoringRules {
  readonly code: 'openmerit-score-1' | typeof SCORING_CODE;
  readonly programme: { readonly code: string; readonly version: number };
  readonly pass: PassRule;
  /** Where `pass` comes from: a cut score that was adopted for the competition. Left out: the programme itself. */
  readonly cut?: CutSource;
  /** Item versions whose point everybody gets. */
  readonly annulled: readonly string[];
}
