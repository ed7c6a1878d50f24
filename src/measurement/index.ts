export { MeasurementModule } from './measurement.module.js';
export { COMPUTE_STATISTICS } from './jobs/compute-statistics.job.js';
export { ComputeStatisticsHandler } from './jobs/compute-statistics.handler.js';
export { EnqueueStatistics } from './use-cases/enqueue-statistics.js';
export { openItemFlags, type OpenItemFlags } from './use-cases/open-item-flags.js';
export {
  countedMaximum,
  maximumOnScale,
  putOnScale,
  type OnScale,
  type SatPoints,
  type Scale,
} from './domain/scaling.js';
export { scaleOf } from './store/scaling-store.js';
