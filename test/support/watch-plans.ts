import fc from 'fast-check';
import { CAMERA_RULES, type WatchPlan } from '../../src/proctoring/domain/watch-plan.js';

/** Sound plans of what is watched. */
export const watchPlans = fc
  .record({
    camera: fc.constantFrom(...CAMERA_RULES),
    snapshots: fc.integer({ min: 1, max: 60 }),
    fullScreen: fc.boolean(),
    keepSnapshotDays: fc.integer({ min: 1, max: 1095 }),
    keepSignalDays: fc.integer({ min: 1, max: 1095 }),
  })
  .map(({ snapshots, ...plan }): WatchPlan => ({
    ...plan,
    snapshotsAnHour: plan.camera === 'none' ? 0 : snapshots,
  }));
