import type { TransitionTable } from '../../../kernel/index.js';

export type AssemblyState = 'requested' | 'running' | 'done' | 'failed' | 'cancelled' | 'approved' | 'used';
export type AssemblyEvent = 'start' | 'finish' | 'fail' | 'cancel' | 'approve' | 'withdraw' | 'use';

/**
 * requested → running → done → approved → used; failed and cancelled are ends. A worker that starts it again after a
 * crash finds it running. An approval is withdrawn until a draw has used the forms; forms once used may be used again.
 */
export const ASSEMBLY_STATES: TransitionTable<AssemblyState, AssemblyEvent> = {
  requested: { start: 'running', cancel: 'cancelled', fail: 'failed' },
  running: { start: 'running', finish: 'done', fail: 'failed', cancel: 'cancelled' },
  done: { approve: 'approved' },
  approved: { withdraw: 'done', use: 'used' },
  used: { use: 'used' },
  failed: {},
  cancelled: {},
};
