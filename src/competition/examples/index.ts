import type { StageExample } from './example.js';
import { EXAM_AND_INTERVIEW } from './exam-and-interview.js';
import { YOUTH_RESERVE } from './youth-reserve.js';

/** Ways to a post that are shipped: chosen with one click where a competition is drafted. */
export const STAGE_EXAMPLES: readonly StageExample[] = [EXAM_AND_INTERVIEW, YOUTH_RESERVE];

/** An example by its code, or undefined. */
export const stageExample = (code: string): StageExample | undefined =>
  STAGE_EXAMPLES.find((one) => one.code === code);
