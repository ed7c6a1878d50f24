import { Injectable } from '@nestjs/common';
import type { JobHandler } from '../../platform/index.js';
import { ComputeStatistics } from '../use-cases/compute-statistics.js';
import { COMPUTE_STATISTICS, type ComputeStatisticsPayload } from './compute-statistics.job.js';

@Injectable()
export class ComputeStatisticsHandler implements JobHandler<ComputeStatisticsPayload> {
  readonly job = COMPUTE_STATISTICS;
  /** One reads a whole session. */
  readonly concurrency = 1;

  constructor(private readonly computeStatistics: ComputeStatistics) {}

  async handle({ sessionId }: ComputeStatisticsPayload): Promise<void> {
    await this.computeStatistics.run(sessionId);
  }
}
