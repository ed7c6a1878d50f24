import type { TransitionTable } from '../../kernel/index.js';

export type CaseState = 'open' | 'proposed' | 'regrading' | 'rejected' | 'accepted';
export type CaseEvent = 'reject' | 'propose' | 'return' | 'confirm' | 'finish';

/**
 * A challenged item of a competition: an expert rejects the challenges or proposes a change; an officer confirms that, or
 * gives it back; once all are graded again it is done.
 */
export const CASE_STATES: TransitionTable<CaseState, CaseEvent> = {
  open: { reject: 'rejected', propose: 'proposed' },
  proposed: { return: 'open', confirm: 'regrading' },
  regrading: { finish: 'accepted' },
  rejected: {},
  accepted: {},
};
