import { ok, refuse, sha256, type Result } from '../../kernel/index.js';
import { eventBytes, type ChainedEvent } from './response-event.js';

/** A run of events that follow each other in one lease. */
export interface EventRun {
  readonly sittingId: string;
  readonly lease: number;
  /** Hex hash of the event before the first. */
  readonly previous: string;
  readonly events: readonly ChainedEvent[];
}

/**
 * Checks that a run is one unbroken chain: numbers without a gap, each hash that of its content and its predecessor.
 *
 * @returns the run's last hash. Refusals: SITTING.OUT_OF_ORDER, SITTING.CHAIN_BROKEN.
 */
export function checkChain(run: EventRun): Result<string> {
  let previous = run.previous;
  for (const [index, event] of run.events.entries()) {
    if (event.seq !== (run.events[0]?.seq ?? 0) + index) {
      return refuse(
        'conflict',
        'SITTING.OUT_OF_ORDER',
        'The events of one request follow each other without a gap.',
      );
    }
    const hash = sha256(eventBytes(run.sittingId, run.lease, event, previous)).toString('hex');
    if (hash !== event.hash) {
      return refuse('conflict', 'SITTING.CHAIN_BROKEN', 'An event does not carry the hash of its content.');
    }
    previous = hash;
  }
  return ok(previous);
}
