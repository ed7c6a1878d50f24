export { MeasurementModule } from './measurement.module.js';
export { COMPUTE_STATISTICS } from './jobs/compute-statistics.job.js';
export { ComputeStatisticsHandler } from './jobs/compute-statistics.handler.js';
export { EnqueueStatistics } from './use-cases/enqueue-statistics.js';
export { openItemFlags, type OpenItemFlags } from './use-cases/open-item-flags.js';
export { scaledScores, type ScaledScores } from './use-cases/scaled-scores.js';
