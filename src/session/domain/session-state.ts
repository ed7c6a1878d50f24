import type { TransitionTable } from '../../kernel/index.js';

export type SessionState = 'scheduled' | 'open' | 'closed';
export type SessionEvent = 'open' | 'close';

/** A session opens once, after its draw is committed, and closes once; then its seed shares are revealed. */
export const SESSION_STATES: TransitionTable<SessionState, SessionEvent> = {
  scheduled: { open: 'open' },
  open: { close: 'closed' },
  closed: {},
};
