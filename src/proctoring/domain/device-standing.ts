import type { SignalKind } from './signal.js';

/** A signal as the board needs it. */
export interface BoardSignal {
  readonly number: number;
  readonly kind: SignalKind;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What a device's signals come to, so far: nothing is weighed, added up or judged. */
export interface DeviceStanding {
  /** The number of the last signal in it. */
  readonly upTo: number;
  /** What has begun and not ended, and since when. */
  readonly lasting: ReadonlyMap<LastingKind, number>;
  /** What somebody may want to look at, oldest first. */
  readonly calls: readonly BoardSignal[];
}

export type LastingKind = 'left-page' | 'left-full-screen' | 'camera-off';

const ENDS: Readonly<Partial<Record<SignalKind, LastingKind>>> = {
  'back-on-page': 'left-page',
  'back-in-full-screen': 'left-full-screen',
  'camera-on': 'camera-off',
};
const LASTING: readonly SignalKind[] = Object.values(ENDS);

export const NOTHING_YET: DeviceStanding = { upTo: 0, lasting: new Map(), calls: [] };

/** Takes further signals in, by number; what is in it already changes nothing. */
export function withSignals(before: DeviceStanding, signals: readonly BoardSignal[]): DeviceStanding {
  let { upTo } = before;
  const lasting = new Map(before.lasting);
  const calls = [...before.calls];
  for (const signal of signals.toSorted((a, b) => a.number - b.number)) {
    if (signal.number <= upTo) continue;
    upTo = signal.number;
    const ended = ENDS[signal.kind];
    if (ended) {
      lasting.delete(ended);
      continue;
    }
    calls.push(signal);
    // Another device begins anew: what the one before had left is over.
    if (signal.kind === 'device-changed') lasting.clear();
    else if (isLasting(signal.kind)) lasting.set(signal.kind, signal.at);
  }
  return { upTo, lasting, calls };
}

const isLasting = (kind: SignalKind): kind is LastingKind => LASTING.includes(kind);

/** What of a kind nobody has looked at yet. */
export interface Unseen {
  readonly kind: SignalKind;
  readonly count: number;
  /** Of the last one, milliseconds since 1970. */
  readonly at: number;
}

/** What came after the signal up to which somebody has looked, by kind, the latest kind first. */
export function unseenOf({ calls }: DeviceStanding, seen: number): Unseen[] {
  const byKind = new Map<SignalKind, Unseen>();
  for (const { kind, number, at } of calls) {
    if (number <= seen) continue;
    byKind.set(kind, { kind, at, count: (byKind.get(kind)?.count ?? 0) + 1 });
  }
  return [...byKind.values()].sort((a, b) => b.at - a.at);
}

/** Whom to look at: something lasts at this moment, something happened that nobody has looked at, or neither. */
export type Attention = 'now' | 'unseen' | 'calm';

/** @param silent nothing is heard of the device. */
export function attentionOf(
  standing: DeviceStanding,
  seen: number,
  { silent, isOpen }: { readonly silent: boolean; readonly isOpen: boolean },
): Attention {
  if (isOpen && (silent || standing.lasting.size > 0)) return 'now';
  return standing.calls.some(({ number }) => number > seen) ? 'unseen' : 'calm';
}
