import type { Verdict } from './judge-round.js';

export const CANDIDATE_STATUSES = ['waits', 'scoring', 'void', 'scored', 'absent'] as const;
export type CandidateStatus = (typeof CANDIDATE_STATUSES)[number];

/** Where a candidate stands: a void round waits for the chair to open the second one. */
export function statusOf(one: {
  readonly absence: unknown;
  readonly rounds: readonly { readonly verdict: Verdict | null }[];
}): CandidateStatus {
  if (one.absence) return 'absent';
  const newest = one.rounds.at(-1);
  if (!newest) return 'waits';
  if (newest.verdict === null) return 'scoring';
  return newest.verdict === 'void' ? 'void' : 'scored';
}

/** Whether nothing more is to be done on a candidate. */
export const isSettled = (status: CandidateStatus): boolean => status === 'scored' || status === 'absent';
