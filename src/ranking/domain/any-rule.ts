import type { RankingRule } from './rank.js';
import type { StagesRankingRule } from './rank-stages.js';

/** The rule of a ranking: of one exam's points, or over stages. */
export type AnyRankingRule = RankingRule | StagesRankingRule;

export const isOfStages = (rule: AnyRankingRule): rule is StagesRankingRule => 'stages' in rule;
