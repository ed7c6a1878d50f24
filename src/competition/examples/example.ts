import type { PlannedStage, StagePlan } from '../domain/stage-plan.js';

/** A way to a post that is shipped, to begin from. */
export interface StageExample {
  readonly code: string;
  readonly title: Readonly<Record<string, string>>;
  readonly text: Readonly<Record<string, string>>;
  readonly plan: StagePlan;
}

/** A stage of an example: each competition chooses its own exam programmes. */
export const stage = (
  code: string,
  kind: PlannedStage['kind'],
  title: PlannedStage['title'],
  rule: PlannedStage['rule'],
  weight: number,
): PlannedStage => ({ code, kind, title, rule, weight, programmeId: null });
