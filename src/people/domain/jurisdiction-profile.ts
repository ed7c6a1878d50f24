import type { EligibilityRule } from './eligibility-rule.js';
import { GENERAL_RULES } from './general-rules.js';

/** The rules that a country fixes, as versioned data; each competition pins the version it began under. */
export interface JurisdictionProfile {
  readonly code: string;
  readonly version: number;
  /** Languages of papers and pages; the first is the state's. */
  readonly languages: readonly string[];
  /** How equal totals are told apart. */
  readonly ties: { readonly rule: 'subject-order-then-equal' };
  /** Days. */
  readonly deadlines: { readonly challenge: number; readonly appeal: number; readonly reserveExpiry: number };
  readonly publication: { readonly results: 'candidate-number'; readonly appointments: 'full-name' };
  /**
   * Months after a competition was concluded. `applications`: then what was said in them, documents, consents and accommodations are
   * destroyed. `answerSheets`: at least so long answers and results are kept; nothing destroys them.
   */
  readonly retention: { readonly applications: number; readonly answerSheets: number };
  /** What a candidate must be, have and agree to: each competition chooses among these. None before version 2. */
  readonly eligibility?: readonly EligibilityRule[];
}

/** What ships: a profile in the manner of the example countries. A state writes its own. */
export const GENERAL_PROFILE: JurisdictionProfile = {
  code: 'general',
  version: 2,
  languages: ['en', 'ru'],
  ties: { rule: 'subject-order-then-equal' },
  deadlines: { challenge: 3, appeal: 10, reserveExpiry: 365 },
  publication: { results: 'candidate-number', appointments: 'full-name' },
  retention: { applications: 36, answerSheets: 120 },
  eligibility: GENERAL_RULES,
};
