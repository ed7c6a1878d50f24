import { defineJob } from '../../platform/index.js';

/** Grades a batch of closed sittings. Ids only: the record holds the rest. */
export interface GradeSittingsPayload {
  readonly scoringVersionId: string;
  readonly sittingIds: readonly string[];
}

export const GRADE_SITTINGS = defineJob<GradeSittingsPayload>('grade-sittings', 1);
