import { defineJob } from '../../platform/index.js';

/** Rehearses a session with made-up candidates. The record holds what is wanted. */
export interface RehearsePayload {
  readonly rehearsalId: string;
}

export const REHEARSE = defineJob<RehearsePayload>('rehearse', 1);

/** One job a rehearsal: enqueued again while it waits or runs, it is the same job. */
export const rehearseJobId = (rehearsalId: string): string => `rehearse-${rehearsalId}`;
