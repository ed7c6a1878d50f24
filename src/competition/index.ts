export { CompetitionModule } from './competition.module.js';
export { chooseRules } from './domain/choose-rules.js';
export { COMPETITION_STATES, type CompetitionState } from './domain/competition-state.js';
export { DISCLOSURE_LEVELS, type DisclosureLevel } from './domain/disclosure-level.js';
export { givesPoints, LAST_RESORTS, type LastResort, type StagePlan } from './domain/stage-plan.js';
export { isBeforeCommission, isSat, STAGE_KINDS, type StageKind, type StageRule } from './domain/stage.js';
export { STAGE_EXAMPLES, stageExample } from './examples/index.js';
export {
  applicantsOf,
  applicationCount,
  applicationOf,
  applicationsOfPerson,
  competitionById,
  competitionsInScopes,
  publicCompetitions,
  submittedApplications,
  type ApplicationView,
  type CompetitionView,
  type Pay,
  type PlannedDate,
  type PostView,
  type Texts,
} from './store/competition-store.js';
export {
  applicationsInStage,
  isInStage,
  stageById,
  stagesOf,
  takesPart,
  tieRuleOf,
  type StageView,
} from './store/stage-store.js';
export { namesAnyone } from './store/applicant-names.js';
export { applyMadeUp, insertStandIn, isStandIn, removeStandIn } from './store/stand-in-store.js';
export { postRequestsOf, waitingPostRequests, type PostRequestView } from './store/post-request-store.js';
export { DecidePostRequest } from './use-cases/decide-post-request.js';
export { RequestPost } from './use-cases/request-post.js';
export { BeforeConclusion } from './use-cases/before-conclusion.js';
export { Apply } from './use-cases/apply.js';
export { CreateCompetition, type NewCompetition } from './use-cases/create-competition.js';
export {
  ScoresByStage,
  type StageOwed,
  type StageScore,
  type StageScores,
} from './use-cases/scores-by-stage.js';
export { SetStages } from './use-cases/set-stages.js';
export { MoveCompetition } from './use-cases/move-competition.js';
