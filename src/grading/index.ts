export { GradingModule } from './grading.module.js';
export { distribution, type Bin } from './domain/distribution.js';
export {
  gradeSitting,
  partMinimum,
  type Grade,
  type PartScore,
  type PassRule,
} from './domain/grade-sitting.js';
export { scoreItem, type KeyedItem, type Outcome } from './domain/score-item.js';
export { UngradableError } from './domain/ungradable.js';
export { rulesAfter, type KeyChange, type ScoringRules } from './domain/scoring-rules.js';
export { GRADE_SITTINGS, type GradeSittingsPayload } from './jobs/grade-sittings.job.js';
export { GradeSittingsHandler } from './jobs/grade-sittings.handler.js';
export {
  gradedResponses,
  gradingProgress,
  hasPassed,
  overdueReleases,
  releasedGrade,
  releasedGrades,
  releasedPoints,
  resultListOf,
  rulesOf,
  type GradedResponse,
  type GradedSitting,
} from './store/grade-store.js';
export { correctMark } from './use-cases/correct-mark.js';
export type { ReleaseCheck } from './domain/release-check.js';
export { DecideFailedJob } from './use-cases/decide-failed-job.js';
export { GradeBatch } from './use-cases/grade-batch.js';
export { EnqueueOwed, SITTINGS_IN_A_BATCH } from './use-cases/enqueue-owed.js';
export { GradeSittings } from './use-cases/grade-sittings.js';
export { gradesUnder, type SheetGrade } from './use-cases/grades-under.js';
export { ReleaseChecks, type ReleaseCheckSource } from './use-cases/release-checks.js';
export { ReleaseResults } from './use-cases/release-results.js';
export { ReleaseSigned } from './use-cases/release-signed.js';
export { scoringVersionOf, type ScoringVersion } from './use-cases/scoring-version-of.js';
export { SettleHeld } from './use-cases/settle-held.js';
export { stateResultsAgain } from './use-cases/state-results-again.js';
export {
  addScoringVersion,
  countVersions,
  countingVersionOf,
  isGradedUnder,
  resultHistory,
  type NamedVersion,
} from './store/scoring-version-store.js';
export { FailedJobDecisionDto, FailedJobStateDto } from './web/dto/release.dto.js';
