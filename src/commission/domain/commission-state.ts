import type { TransitionTable } from '../../kernel/index.js';

export const COMMISSION_STATES = ['forming', 'sitting', 'concluded'] as const;
export type CommissionState = (typeof COMMISSION_STATES)[number];

/** A commission is formed, sits, and concludes once. */
export const COMMISSION_TABLE: TransitionTable<CommissionState, 'open' | 'conclude'> = {
  forming: { open: 'sitting' },
  sitting: { conclude: 'concluded' },
  concluded: {},
};
