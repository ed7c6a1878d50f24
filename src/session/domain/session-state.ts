import type { TransitionTable } from '../../kernel/index.js';

export type SessionState = 'scheduled' | 'open' | 'closed' | 'void';
export type SessionEvent = 'open' | 'close' | 'void';

/** A session opens once, after its draw is committed, and closes once; then its seed shares are revealed. What could not be held is void. */
export const SESSION_STATES: TransitionTable<SessionState, SessionEvent> = {
  scheduled: { open: 'open', void: 'void' },
  open: { close: 'closed', void: 'void' },
  closed: { void: 'void' },
  void: {},
};
