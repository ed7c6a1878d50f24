import { ok, refuse, type Result } from '../../kernel/index.js';

/** What may keep a member from judging a candidate; `none` says that nothing does. */
export const DECLARATIONS = ['none', 'family', 'work', 'money', 'friendship', 'dispute', 'other'] as const;
export type Declaration = (typeof DECLARATIONS)[number];

/**
 * Whether a member may say this now. A conflict can be found later, until the own scores are sealed; it is never taken
 * back, so that nobody steps in again once they know more.
 *
 * Refusals: COMMISSION.DECLARED, COMMISSION.SEALED.
 */
export function mayDeclare(before: string | null, kind: Declaration, sealed: boolean): Result<Declaration> {
  if (sealed) return refuse('conflict', 'COMMISSION.SEALED', 'You have sealed your scores.');
  if (before !== null && (before !== 'none' || kind === 'none'))
    return refuse('conflict', 'COMMISSION.DECLARED', 'You have declared on this candidate already.');
  return ok(kind);
}
