import type { EligibilityRule } from '../../people/index.js';

/** Documents to one question, and to one application. */
export const MOST_TO_A_RULE = 3;
export const MOST_DOCUMENTS = 20;

/** For what an officer asks that no rule asks for. */
export const OTHER_DOCUMENT = 'other';

/** Why an application may be changed: it is a draft in a competition that is open, or more was asked for and time is left. */
export type Changeable = 'draft' | 'more';

/** Whether a document may be added under a code. */
export const takesDocument = (
  rules: readonly EligibilityRule[],
  code: string,
  changeable: Changeable,
): boolean =>
  rules.some((rule) => rule.code === code && rule.document !== 'none') ||
  (changeable === 'more' && code === OTHER_DOCUMENT);

/** Codes of documents that are needed and not there. @param there codes of those that may be read. */
export const missingDocuments = (rules: readonly EligibilityRule[], there: readonly string[]): string[] =>
  rules.filter((rule) => rule.document === 'needed' && !there.includes(rule.code)).map(({ code }) => code);
