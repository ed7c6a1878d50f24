import { searchedCompetition, statedCompetition } from '../competition/facts.js';
import type { CompetitionView } from '../competition/index.js';
import type { Json } from '../kernel/index.js';
import type { FactDraft } from '../platform/index.js';
import type { RankingView } from './store/ranking-store.js';

export const RANKING_FACT = 'ranking-approved';

/** "This is the order, by this rule": the list of candidate numbers is a chunk beside the log. */
export function rankingFact(input: {
  readonly competition: CompetitionView;
  readonly ranking: RankingView;
  readonly ranked: number;
  readonly total: number;
  readonly listHash: string;
  /** Of the list of who moved since the ranking that was approved before; null for the first. */
  readonly difference: string | null;
  readonly official: string;
  readonly time: Date;
}): FactDraft {
  const { competition, ranking, ranked, total, listHash, difference, official, time } = input;
  return {
    type: RANKING_FACT,
    subject: `${competition.code}/${String(ranking.version)}`,
    cause: competition.code,
    time,
    official,
    shown: {
      ...statedCompetition(competition),
      version: ranking.version,
      rule: ranking.rule as unknown as Json,
      ranked,
      total,
      listHash,
      ...(difference !== null && { reason: ranking.reason, difference }),
    },
    search: searchedCompetition(competition),
  };
}
