import { defineJob } from '../../platform/index.js';

/** Works out what a proposed change of an answer key would do. The record holds which. */
export interface ForeseeChangePayload {
  readonly foreseenId: string;
}

export const FORESEE_CHANGE = defineJob<ForeseeChangePayload>('foresee-change', 1);

/** One job for each time that it is asked for: enqueued again while it waits or runs, it is the same job. */
export const foreseeChangeJobId = (foreseenId: string): string => `foresee-${foreseenId}`;
