import { searchedCompetition, statedCompetition } from '../competition/facts.js';
import type { CompetitionView, StageView } from '../competition/index.js';
import type { FactDraft } from '../platform/index.js';
import type { StageList } from './domain/stage-list.js';

export const STAGE_CONCLUDED_FACT = 'stage-concluded';

/** "These went on from a stage, by this rule": the list, by candidate number alone, is a chunk beside the log. */
export function stageConcludedFact(input: {
  readonly competition: CompetitionView;
  readonly stage: StageView;
  readonly list: StageList;
  readonly listHash: string;
  readonly reason: string | null;
  readonly official: string;
  readonly time: Date;
}): FactDraft {
  const { competition, stage, list, listHash, reason, official, time } = input;
  const count = (outcome: StageList['results'][number]['outcome']): number =>
    list.results.filter((line) => line.outcome === outcome).length;
  return {
    type: STAGE_CONCLUDED_FACT,
    subject: `${competition.code}/${stage.code}/${String(list.version)}`,
    cause: competition.code,
    time,
    official,
    shown: {
      ...statedCompetition(competition),
      stage: { code: stage.code, title: { ...stage.title } },
      version: list.version,
      rule: list.rule,
      advanced: count('advanced'),
      out: count('out'),
      absent: count('absent'),
      cameIn: list.difference?.cameIn.length ?? 0,
      fellOut: list.difference?.fellOut.length ?? 0,
      reason,
      listHash,
    },
    search: searchedCompetition(competition),
  };
}
