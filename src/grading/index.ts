export { GradingModule } from './grading.module.js';
export { distribution, type Bin } from './domain/distribution.js';
export type { Outcome } from './domain/score-item.js';
export { partMinimum, type PartScore, type PassRule } from './domain/grade-sitting.js';
export { GRADE_SITTINGS } from './jobs/grade-sittings.job.js';
export { GradeSittingsHandler } from './jobs/grade-sittings.handler.js';
export {
  gradedResponses,
  gradingProgress,
  releasedGrade,
  releasedGrades,
  releasedPoints,
  resultListOf,
  rulesOf,
  type GradedResponse,
  type GradedSitting,
} from './store/grade-store.js';
export { EnqueueOwed } from './use-cases/enqueue-owed.js';
export { GradeSittings } from './use-cases/grade-sittings.js';
export { ReleaseResults } from './use-cases/release-results.js';
export { ReleaseSigned } from './use-cases/release-signed.js';
export { scoringVersionOf } from './use-cases/scoring-version-of.js';
