import type { ResponseEvent } from './response-event.js';

/** What was handed in: the last answer to each item, by place in the form. Items without one are left out. */
export type Answers = Readonly<Record<string, string>>;

export interface SheetState {
  readonly answers: Answers;
  readonly flagged: readonly number[];
}

/**
 * Replays a response log.
 *
 * @param log the events in the order (lease, seq): each lease begins after the one before it was revoked, so this is
 *   the order in which they count.
 */
export function replay(log: readonly Pick<ResponseEvent, 'type' | 'position' | 'value'>[]): SheetState {
  const answers = new Map<number, string>();
  const flagged = new Set<number>();
  for (const { type, position, value } of log) {
    if (type === 'answer') {
      if (value === null) answers.delete(position);
      else answers.set(position, value);
    }
    if (type === 'flag') {
      if (value === '1') flagged.add(position);
      else flagged.delete(position);
    }
  }
  const byPosition = [...answers.entries()].sort(([a], [b]) => a - b);
  return {
    answers: Object.fromEntries(byPosition.map(([position, value]) => [String(position), value])),
    flagged: [...flagged].sort((a, b) => a - b),
  };
}
