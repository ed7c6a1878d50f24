import type { RankingRule } from './rank.js';
import { STAGES_RANKING_CODE, type StagesRankingRule } from './rank-stages.js';

/** The rule of a ranking: of one exam's points, or over stages. */
export type AnyRankingRule = RankingRule | StagesRankingRule;

export const isOfStages = (rule: AnyRankingRule): rule is StagesRankingRule =>
  rule.code === STAGES_RANKING_CODE;
