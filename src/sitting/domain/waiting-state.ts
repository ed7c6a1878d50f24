export type WaitingState =
  'early' | 'waiting' | 'may-start' | 'entry-closed' | 'paused' | 'closed' | 'void' | 'sitting' | 'handed-in';

/** What the state of somebody in the waiting room depends on. Times in milliseconds since 1970, of one clock. */
export interface WaitingFacts {
  readonly session: 'scheduled' | 'open' | 'closed' | 'void';
  readonly isPaused: boolean;
  readonly now: number;
  readonly opensAt: number;
  /** The candidate's own moment, at the opening or after it. */
  readonly startAt: number;
  readonly entryClosesAt: number;
  readonly admitted: boolean;
  /** Of the sitting that the candidate has in this session. */
  readonly sitting: 'open' | 'closed' | 'void' | null;
}

/** What somebody in the waiting room is told. `may-start`: pressing start now begins the sitting. */
export function waitingState(facts: WaitingFacts): WaitingState {
  if (facts.sitting === 'open') return 'sitting';
  if (facts.sitting === 'closed') return 'handed-in';
  if (facts.sitting === 'void' || facts.session === 'void') return 'void';
  if (facts.session === 'closed') return 'closed';
  if (facts.now >= facts.entryClosesAt) return 'entry-closed';
  if (facts.now < facts.opensAt) return 'early';
  if (facts.isPaused) return 'paused';
  const ready = facts.session === 'open' && facts.admitted && facts.now >= facts.startAt;
  return ready ? 'may-start' : 'waiting';
}
