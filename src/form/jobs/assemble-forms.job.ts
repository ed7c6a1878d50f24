import { defineJob } from '../../platform/index.js';

/** Assembles the forms that an officer asked for. The record holds what is wanted. */
export interface AssembleFormsPayload {
  readonly assemblyId: string;
}

export const ASSEMBLE_FORMS = defineJob<AssembleFormsPayload>('assemble-forms', 1);

/** One job an assembly: enqueued again while it waits or runs, it is the same job. */
export const assembleFormsJobId = (assemblyId: string): string => `assemble-${assemblyId}`;
