export { GradingModule } from './grading.module.js';
export { distribution } from './domain/distribution.js';
export type { PartScore } from './domain/grade-sitting.js';
export { GRADE_SITTINGS } from './jobs/grade-sittings.job.js';
export { GradeSittingsHandler } from './jobs/grade-sittings.handler.js';
export {
  gradingProgress,
  releasedGrade,
  releasedGrades,
  releasedPoints,
  resultListOf,
  type GradedSitting,
} from './store/grade-store.js';
export { correctMark } from './use-cases/correct-mark.js';
export { EnqueueOwed } from './use-cases/enqueue-owed.js';
export { GradeSittings } from './use-cases/grade-sittings.js';
export { ReleaseResults } from './use-cases/release-results.js';
export { ReleaseSigned } from './use-cases/release-signed.js';
export { scoringVersionOf } from './use-cases/scoring-version-of.js';
