import { defineJob } from '../../platform/index.js';

/** Seals the forms that a draw owes. The record says which. */
export interface SealFormsPayload {
  readonly drawId: string;
}

export const SEAL_FORMS = defineJob<SealFormsPayload>('seal-forms', 1);

/** One job a draw: enqueued again while it waits or runs, it is the same job. */
export const sealFormsJobId = (drawId: string): string => `seal-${drawId}`;
