/**
 * How much of an exam is published, fixed before anybody applies (docs/adr/0027):
 * `commitments`: what the log states, and each candidate's own papers; `auditor`: an auditor may regrade it;
 * `public`: after the appointments anybody may, from answer sheets without names.
 */
export const DISCLOSURE_LEVELS = ['commitments', 'auditor', 'public'] as const;
export type DisclosureLevel = (typeof DISCLOSURE_LEVELS)[number];
