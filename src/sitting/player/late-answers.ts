import type { ChainedEvent } from '../domain/response-event.js';

/** What became of answers that came after their lease or their time had ended: positions of questions. */
export interface LateAnswers {
  /** Kept aside, for an official to decide. */
  readonly keptAside: readonly number[];
  /** Sent along with those, but in time before: they count. */
  readonly counted: readonly number[];
}

const withAnswers = (before: readonly number[], events: readonly ChainedEvent[]): readonly number[] => [
  ...new Set([...before, ...events.filter(({ type }) => type === 'answer').map(({ position }) => position)]),
];

/**
 * Adds a batch that the server took beside the log.
 *
 * @param sent in order: what was in the log already stands before what came late.
 * @param keptAside how many of them, the last ones, are kept aside.
 */
export function lateAnswers(
  before: LateAnswers | undefined,
  sent: readonly ChainedEvent[],
  keptAside: number,
): LateAnswers {
  const cut = Math.max(0, sent.length - keptAside);
  return {
    keptAside: withAnswers(before?.keptAside ?? [], sent.slice(cut)),
    counted: withAnswers(before?.counted ?? [], sent.slice(0, cut)),
  };
}
