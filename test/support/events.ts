import { sha256 } from '../../src/kernel/index.js';
import { eventBytes, type ChainedEvent } from '../../src/sitting/index.js';

/** A run of answers chained after `previous`. */
export function chain(
  leased: { readonly sittingId: string; readonly lease: number },
  previous: string,
  from: number,
  answers: readonly (readonly [position: number, value: string | null])[],
): ChainedEvent[] {
  let last = previous;
  return answers.map(([position, value], index) => {
    const event = {
      seq: from + index,
      type: 'answer' as const,
      position,
      value,
      offset: (from + index) * 1000,
    };
    last = sha256(eventBytes(leased.sittingId, leased.lease, event, last)).toString('hex');
    return { ...event, hash: last };
  });
}
