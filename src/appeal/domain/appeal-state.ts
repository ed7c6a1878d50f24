import type { TransitionTable } from '../../kernel/index.js';

export type AppealState = 'submitted' | 'taken' | 'decided' | 'withdrawn';
export type AppealEvent = 'take' | 'decide' | 'withdraw';

/** Submitted by a candidate; taken up by a named officer; decided, or withdrawn by whoever made it. */
export const APPEAL_STATES: TransitionTable<AppealState, AppealEvent> = {
  submitted: { take: 'taken', withdraw: 'withdrawn' },
  taken: { take: 'taken', decide: 'decided', withdraw: 'withdrawn' },
  decided: {},
  withdrawn: {},
};

export const APPEAL_ABOUT = ['sitting', 'incident', 'mark'] as const;
export type AppealAbout = (typeof APPEAL_ABOUT)[number];
export const OUTCOMES = ['upheld', 'partly', 'rejected'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const REMEDIES = ['none', 'mark-corrected', 'sat-again'] as const;
export type Remedy = (typeof REMEDIES)[number];
/** What a decision rests on, in one word: what statistics count. */
export const GROUNDS = ['procedure', 'technical', 'marking', 'conduct', 'facts', 'other'] as const;
export type Ground = (typeof GROUNDS)[number];
