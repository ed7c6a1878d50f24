import { searchedCompetition, statedCompetition } from '../competition/facts.js';
import type { CompetitionView } from '../competition/index.js';
import type { FactDraft } from '../platform/index.js';
import type { SessionView } from '../session/index.js';

export const SCALING_CHOSEN_FACT = 'scaling-chosen';

/** "Sessions of this competition are compared in this way": chosen by name before any of its results is out. */
export function scalingChosenFact(input: {
  readonly competition: CompetitionView;
  /** The stage's code; null: the competition has one exam. */
  readonly stage: string | null;
  readonly version: number;
  readonly method: 'none' | 'percentile' | 'equipercentile';
  readonly base: Pick<SessionView, 'id' | 'title'> | null;
  readonly reason: string;
  readonly official: string;
  readonly time: Date;
}): FactDraft {
  const { competition, stage, version, method, base, reason, official, time } = input;
  return {
    type: SCALING_CHOSEN_FACT,
    subject: `${competition.code}/${String(version)}`,
    cause: competition.code,
    time,
    official,
    shown: {
      ...statedCompetition(competition),
      stage,
      version,
      method,
      base: base && { id: base.id, title: { ...base.title } },
      reason,
    },
    search: searchedCompetition(competition),
  };
}
