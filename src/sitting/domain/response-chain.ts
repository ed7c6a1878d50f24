import { ok, refuse, sha256Hex, type Result } from '../../kernel/index.js';
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
export function checkChain({ sittingId, lease, previous, events }: EventRun): Result<string> {
  let last = previous;
  let seq = events[0]?.seq ?? 0;
  for (const event of events) {
    if (event.seq !== seq) {
      return refuse(
        'conflict',
        'SITTING.OUT_OF_ORDER',
        'The events of one request follow each other without a gap.',
      );
    }
    if (sha256Hex(eventBytes(sittingId, lease, event, last)) !== event.hash) {
      return refuse('conflict', 'SITTING.CHAIN_BROKEN', 'An event does not carry the hash of its content.');
    }
    last = event.hash;
    seq += 1;
  }
  return ok(last);
}
