import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { watchPlans } from '../../../test/support/watch-plans.js';
import { DEFAULT_PLAN, isSamePlan, planFaults, type WatchPlan } from './watch-plan.js';

describe('a plan of what is watched', () => {
  it('is sound within its bounds, as the one is that an officer begins with', () => {
    expect(planFaults(DEFAULT_PLAN)).toEqual({});
    fc.assert(
      fc.property(watchPlans, (plan) => {
        expect(planFaults(plan)).toEqual({});
      }),
    );
  });

  it.each<[Partial<WatchPlan>, object]>([
    [{ camera: 'none', snapshotsAnHour: 1 }, { snapshotsAnHour: 'CONSENT.NO_SNAPSHOTS' }],
    [{ camera: 'offered', snapshotsAnHour: 0 }, { snapshotsAnHour: 'CONSENT.SNAPSHOTS' }],
    [{ camera: 'required', snapshotsAnHour: 61 }, { snapshotsAnHour: 'CONSENT.SNAPSHOTS' }],
    [{ camera: 'required', snapshotsAnHour: 1.5 }, { snapshotsAnHour: 'CONSENT.SNAPSHOTS' }],
    [
      { keepSnapshotDays: 0, keepSignalDays: 1096 },
      { keepSnapshotDays: 'CONSENT.DAYS', keepSignalDays: 'CONSENT.DAYS' },
    ],
    [{ keepSignalDays: NaN }, { keepSignalDays: 'CONSENT.DAYS' }],
  ])('%j is refused by field', (change, faults) => {
    expect(planFaults({ ...DEFAULT_PLAN, ...change })).toEqual(faults);
  });

  it('is the same as another one where each figure is, and nothing is the same as nothing alone', () => {
    expect(isSamePlan(null, null)).toBe(true);
    fc.assert(
      fc.property(watchPlans, watchPlans, (one, other) => {
        expect(isSamePlan(one, { ...one })).toBe(true);
        expect(isSamePlan(one, null) || isSamePlan(null, one)).toBe(false);
        expect(isSamePlan(one, other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });
});
