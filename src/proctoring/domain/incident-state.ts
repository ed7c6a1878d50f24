import { refuse, transition, type Result, type TransitionTable } from '../../kernel/index.js';

export type IncidentState =
  'open' | 'answered' | 'unanswered' | 'cleared' | 'found' | 'contested' | 'final' | 'settled';
export type IncidentEvent =
  'answer' | 'lapse' | 'clear' | 'find' | 'contest' | 'accept' | 'uphold' | 'overturn' | 'settle';

/**
 * Open until it is answered, or the time for an answer is over; then decided: nothing was found, or something was. What was
 * found is final once it was accepted, upheld, or not contested in time. Settling carries out what was decided, or sets the
 * result free: only what is cleared or final is settled.
 */
export const INCIDENT_STATES: TransitionTable<IncidentState, IncidentEvent> = {
  open: { answer: 'answered', lapse: 'unanswered' },
  answered: { clear: 'cleared', find: 'found' },
  unanswered: { clear: 'cleared', find: 'found' },
  cleared: { settle: 'settled' },
  found: { contest: 'contested', accept: 'final', lapse: 'final' },
  contested: { uphold: 'final', overturn: 'cleared' },
  final: { settle: 'settled' },
  settled: {},
};

export const INCIDENT_KINDS = [
  'other-person',
  'help-from-outside',
  'forbidden-material',
  'disturbance',
  'technical',
  'other',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** Nothing was found; it is noted without a consequence; the sitting does not count. */
export const INCIDENT_OUTCOMES = ['none', 'noted', 'void-misconduct', 'void-failure'] as const;
export type IncidentOutcome = (typeof INCIDENT_OUTCOMES)[number];
export const REVIEW_OUTCOMES = ['upheld', 'overturned'] as const;
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];

// A broken machine is nobody's misconduct, and whoever sat for somebody else does not sit again.
const ENDS: Readonly<Record<IncidentKind, readonly IncidentOutcome[]>> = {
  'other-person': ['none', 'noted', 'void-misconduct'],
  'help-from-outside': ['none', 'noted', 'void-misconduct'],
  'forbidden-material': ['none', 'noted', 'void-misconduct'],
  disturbance: ['none', 'noted', 'void-misconduct', 'void-failure'],
  technical: ['none', 'noted', 'void-failure'],
  other: ['none', 'noted', 'void-misconduct', 'void-failure'],
};

/** How an incident of a kind may end. */
export const outcomesOf = (kind: IncidentKind): readonly IncidentOutcome[] => ENDS[kind];

/** What an act is judged by. Accounts are those that act, and those in whose place they do. */
export interface IncidentFacts {
  readonly state: IncidentState;
  /** Who opened it, added evidence, took the answer down, or did something to this sitting. */
  readonly witnesses: readonly string[];
  readonly decider: string | null;
  /** What there is of an answer an official has taken down: the candidate has not written themselves. */
  readonly isTakenDown: boolean;
  /** Whether the time for an answer, for contesting it, has run out. */
  readonly isAnswerOver: boolean;
  readonly isContestOver: boolean;
}

/**
 * The state after an official decides or reviews, a candidate answers, accepts or contests, or time does. Who opened an incident
 * or is a witness neither decides nor reviews, and who decided does not review.
 *
 * Refusals: INCIDENT.STATE, INCIDENT.WAITS (the candidate still has time to answer), INCIDENT.CONTEST_OVER,
 * INCIDENT.TOOK_PART.
 */
export function afterEvent(
  facts: IncidentFacts,
  event: Exclude<IncidentEvent, 'lapse'>,
  accounts: readonly string[],
): Result<IncidentState> {
  const isRuling = event === 'clear' || event === 'find' || event === 'uphold' || event === 'overturn';
  const barred = [...facts.witnesses, ...(facts.decider === null ? [] : [facts.decider])];
  if (isRuling && accounts.some((one) => barred.includes(one)))
    return refuse('forbidden', 'INCIDENT.TOOK_PART', 'You took part in this: somebody else decides.');
  const state = lapsed(facts);
  if (state === 'open' && (event === 'clear' || event === 'find'))
    return refuse('conflict', 'INCIDENT.WAITS', 'The candidate still has time to answer.');
  if (event === 'contest' && facts.state === 'found' && facts.isContestOver)
    return refuse('gone', 'INCIDENT.CONTEST_OVER', 'The days to contest this decision are over.');
  // Who answers late is heard all the same, until it is decided.
  const from = event === 'answer' ? withOwnWords(facts) : state;
  return transition(INCIDENT_STATES, from, event, 'INCIDENT.STATE');
}

/** The state as it is by what time it is: a time that ran out has done its step. */
export function lapsed(facts: IncidentFacts): IncidentState {
  const { isAnswerOver, isContestOver } = facts;
  const state = withOwnWords(facts);
  const isOver = (state === 'open' && isAnswerOver) || (state === 'found' && isContestOver);
  return isOver ? (INCIDENT_STATES[state].lapse ?? state) : state;
}

/** What was taken down keeps nobody from writing themselves: they have not answered yet in their own words. */
const withOwnWords = ({ state, isTakenDown }: IncidentFacts): IncidentState =>
  state === 'answered' && isTakenDown ? 'open' : state;

/** Whether a candidate can still answer in their own words: as long as nobody has decided. */
export const hearsAnswer = (facts: IncidentFacts): boolean => afterEvent(facts, 'answer', []).ok;

/** Who has to act next; `time`: nobody, the platform carries it out. */
export type NextStep = 'answer' | 'decide' | 'contest' | 'review' | 'time' | 'nobody';

export function nextStep(facts: IncidentFacts): NextStep {
  const STEPS: Readonly<Record<IncidentState, NextStep>> = {
    open: 'answer',
    answered: 'decide',
    unanswered: 'decide',
    cleared: 'time',
    found: 'contest',
    contested: 'review',
    final: 'time',
    settled: 'nobody',
  };
  return STEPS[lapsed(facts)];
}
