import { sha256 } from '../../kernel/index.js';
import type { Answers } from './answer-sheet.js';
import { eventBytes, type ChainedEvent } from './response-event.js';

/** What came late under one lease, judged by its hash chain. */
export interface LateRun {
  /** Those that continue the head one after another without a gap: what can be admitted. */
  readonly continues: readonly ChainedEvent[];
  /** How many do not: one before them never arrived, or they continue something else. */
  readonly loose: number;
  /** The device went two ways from one event: one way alone can be followed. */
  readonly forked: boolean;
}

/**
 * Follows late events from the head of their lease: each has the next number, and the hash of its content and of the one
 * before it. Where two continue the same event, the one that arrived first is followed.
 *
 * @param head the last event that is on record in time. @param events in the order of their arrival.
 */
export function lateRun(
  sittingId: string,
  lease: number,
  head: { readonly seq: number; readonly hash: string },
  events: readonly ChainedEvent[],
): LateRun {
  const bySeq = new Map<number, ChainedEvent[]>();
  for (const event of events) bySeq.set(event.seq, [...(bySeq.get(event.seq) ?? []), event]);
  const continues: ChainedEvent[] = [];
  let { seq, hash } = head;
  let forked = false;
  for (;;) {
    const next = (bySeq.get(seq + 1) ?? []).filter(
      (event) => sha256(eventBytes(sittingId, lease, event, hash)).toString('hex') === event.hash,
    );
    const [first] = next;
    if (!first) break;
    forked ||= next.length > 1;
    continues.push(first);
    ({ seq, hash } = first);
  }
  return { continues, loose: events.length - continues.length, forked };
}

/** What a ruling would do to one answer of the sheet. Which answers they are is not said. */
export interface SheetChange {
  readonly position: number;
  readonly how: 'added' | 'changed' | 'removed';
}

/** How one sheet differs from another, by position. */
export function sheetChanges(before: Answers, after: Answers): SheetChange[] {
  const positions = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...positions]
    .flatMap((key): SheetChange[] => {
      const position = Number(key);
      if (!(key in before)) return [{ position, how: 'added' }];
      if (!(key in after)) return [{ position, how: 'removed' }];
      return before[key] === after[key] ? [] : [{ position, how: 'changed' }];
    })
    .sort((a, b) => a.position - b.position);
}
