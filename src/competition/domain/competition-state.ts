import type { TransitionTable } from '../../kernel/index.js';

export type CompetitionState = 'draft' | 'announced' | 'closed' | 'concluded';
export type CompetitionEvent = 'announce' | 'close' | 'conclude';

/** draft → announced (open to applications) → closed (no more applications) → concluded. */
export const COMPETITION_STATES: TransitionTable<CompetitionState, CompetitionEvent> = {
  draft: { announce: 'announced' },
  announced: { close: 'closed' },
  closed: { conclude: 'concluded' },
  concluded: {},
};
