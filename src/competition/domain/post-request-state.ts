import type { TransitionTable } from '../../kernel/index.js';

export type PostRequestState = 'requested' | 'approved' | 'returned' | 'withdrawn' | 'taken';
export type PostRequestEvent = 'approve' | 'return' | 'revise' | 'withdraw' | 'take';

/** requested → approved → taken into a competition; what is returned with a reason may be revised and asked for again. */
export const POST_REQUEST_STATES: TransitionTable<PostRequestState, PostRequestEvent> = {
  requested: { approve: 'approved', return: 'returned', revise: 'requested', withdraw: 'withdrawn' },
  approved: { take: 'taken', withdraw: 'withdrawn' },
  returned: { revise: 'requested', withdraw: 'withdrawn' },
  withdrawn: {},
  taken: {},
};
