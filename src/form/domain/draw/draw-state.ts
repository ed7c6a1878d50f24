import type { TransitionTable } from '../../../kernel/index.js';

export type DrawState = 'committed' | 'drawn' | 'cancelled' | 'revealed';
export type DrawEvent = 'draw' | 'cancel' | 'reveal';

/**
 * A draw is committed, then made from the shares handed over, then revealed when its session closes. A named official
 * may cancel it until its session opens; what follows is another draw with a commitment of its own.
 */
export const DRAW_STATES: TransitionTable<DrawState, DrawEvent> = {
  committed: { draw: 'drawn', cancel: 'cancelled' },
  drawn: { reveal: 'revealed', cancel: 'cancelled' },
  cancelled: {},
  revealed: {},
};
