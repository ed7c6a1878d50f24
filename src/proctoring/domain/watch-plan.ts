export const CAMERA_RULES = ['none', 'offered', 'required'] as const;
export type CameraRule = (typeof CAMERA_RULES)[number];

/** What is watched in a session beside the signals of the page, and for how long all of it is kept. */
export interface WatchPlan {
  readonly camera: CameraRule;
  /** About so many, at random moments; 0 where there is no camera. */
  readonly snapshotsAnHour: number;
  /** Candidates are asked to show the exam in full screen, and leaving it is noted. */
  readonly fullScreen: boolean;
  /** Days after the end of the session. */
  readonly keepSnapshotDays: number;
  readonly keepSignalDays: number;
}

export const MOST_SNAPSHOTS_AN_HOUR = 60;
export const MOST_DAYS = 1095;

/** What an officer begins with. */
export const DEFAULT_PLAN: WatchPlan = {
  camera: 'none',
  snapshotsAnHour: 0,
  fullScreen: true,
  keepSnapshotDays: 30,
  keepSignalDays: 180,
};

const isWithin = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** What is wrong with a plan: field → code; empty where nothing is. */
export function planFaults(plan: WatchPlan): Readonly<Record<string, string>> {
  const snapshots =
    plan.camera === 'none'
      ? plan.snapshotsAnHour === 0
      : isWithin(plan.snapshotsAnHour, 1, MOST_SNAPSHOTS_AN_HOUR);
  return {
    ...(!snapshots && {
      snapshotsAnHour: plan.camera === 'none' ? 'CONSENT.NO_SNAPSHOTS' : 'CONSENT.SNAPSHOTS',
    }),
    ...(!isWithin(plan.keepSnapshotDays, 1, MOST_DAYS) && { keepSnapshotDays: 'CONSENT.DAYS' }),
    ...(!isWithin(plan.keepSignalDays, 1, MOST_DAYS) && { keepSignalDays: 'CONSENT.DAYS' }),
  };
}

/** Whether two plans (null: nothing is watched) say the same. */
export function isSamePlan(one: WatchPlan | null, other: WatchPlan | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.camera === other.camera &&
    one.snapshotsAnHour === other.snapshotsAnHour &&
    one.fullScreen === other.fullScreen &&
    one.keepSnapshotDays === other.keepSnapshotDays &&
    one.keepSignalDays === other.keepSignalDays
  );
}
