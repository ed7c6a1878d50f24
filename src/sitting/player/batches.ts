import type { ChainedEvent } from '../domain/response-event.js';

const MAX_EVENTS = 100;
// Well below what the server takes at once, and small enough for a poor line's patience.
const MAX_BYTES = 48_000;

const sizeOf = (event: ChainedEvent): number => new TextEncoder().encode(JSON.stringify(event)).length;

/**
 * The first events to send at once: by number and by bytes, one at least.
 *
 * @param failures after each one half as much is tried, so that a long text gets over a line that breaks often.
 */
export function nextBatch(events: readonly ChainedEvent[], failures = 0): readonly ChainedEvent[] {
  const limit = MAX_BYTES / 2 ** Math.min(failures, 5);
  let bytes = 0;
  const end = events.findIndex((event, index) => {
    bytes += sizeOf(event);
    return index > 0 && (bytes > limit || index >= MAX_EVENTS);
  });
  // A copy: more is added to the events while these are on their way.
  return end === -1 ? [...events] : events.slice(0, end);
}
