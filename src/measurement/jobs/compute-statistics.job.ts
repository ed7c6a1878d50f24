import { defineJob } from '../../platform/index.js';

/** Works out the statistics of a session that is over and graded, and tells the bank once they may be told. */
export interface ComputeStatisticsPayload {
  readonly sessionId: string;
}

export const COMPUTE_STATISTICS = defineJob<ComputeStatisticsPayload>('compute-statistics', 1);
