import { defineJob } from '../../platform/index.js';

/** Closes a sitting at its deadline; run early, it sees to the later deadline. */
export interface CloseSittingPayload {
  readonly sittingId: string;
}

export const CLOSE_SITTING = defineJob<CloseSittingPayload>('close-sitting', 1);
