import { byCodePoints, type Json } from '../../kernel/index.js';
import type { PassRule } from './grade-sitting.js';

/**
 * How the code scores; a change of its arithmetic gets a new name, and old versions stay recomputable.
 * `openmerit-score-1` knew one chosen option an item; what it scored, `openmerit-score-2` scores alike.
 */
export const SCORING_CODE = 'openmerit-score-2';
/** The same with other answer keys than the item versions have: a code of its own, so that nobody reads past them. */
export const REKEYED_CODE = 'openmerit-score-3';

/** An adopted cut score, as a scoring version names it. */
export interface CutSource {
  /** Its subject in the public log: `competition/version`. */
  readonly adoption: string;
  readonly method: 'law' | 'angoff';
}

/** What a scoring version pins, whole and for ever. Answer keys are pinned by item version, which never changes. */
export interface ScoringRules {
  readonly code: 'openmerit-score-1' | typeof SCORING_CODE | typeof REKEYED_CODE;
  readonly programme: { readonly code: string; readonly version: number };
  readonly pass: PassRule;
  /** Where `pass` comes from: a cut score that was adopted for the competition. Left out: the programme itself. */
  readonly cut?: CutSource;
  /** Item versions whose point everybody gets. */
  readonly annulled: readonly string[];
  /** Item version → the answer key that holds instead of its own, in the form of its type. Under `openmerit-score-3` alone. */
  readonly rekeyed?: Readonly<Record<string, Json>>;
}

/** A change of what one item version gives: everybody its points, or points by another answer key. */
export type KeyChange =
  | { readonly kind: 'annul'; readonly itemVersionId: string }
  | { readonly kind: 'rekey'; readonly itemVersionId: string; readonly answerKey: Json };

/** The rules after a change. An item that is annulled has no answer key any more. */
export function rulesAfter(rules: ScoringRules, change: KeyChange): ScoringRules {
  const { rekeyed = {}, annulled, ...rest } = rules;
  const { [change.itemVersionId]: _, ...others } = rekeyed;
  const without = annulled.filter((id) => id !== change.itemVersionId);
  const next = change.kind === 'rekey' ? { ...others, [change.itemVersionId]: change.answerKey } : others;
  const isRekeyed = Object.keys(next).length > 0;
  return {
    ...rest,
    code: isRekeyed ? REKEYED_CODE : SCORING_CODE,
    annulled: change.kind === 'annul' ? [...without, change.itemVersionId].sort(byCodePoints) : without,
    ...(isRekeyed && { rekeyed: next }),
  };
}
