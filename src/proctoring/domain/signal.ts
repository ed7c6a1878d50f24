import { ok, refuse, type Result } from '../../kernel/index.js';

/** What a device tells by itself. */
export const DEVICE_KINDS = [
  'left-page',
  'back-on-page',
  'left-full-screen',
  'back-in-full-screen',
  'camera-off',
  'camera-on',
  'pasted',
  'more-screens',
] as const;
/** What the server sees. */
export const SERVER_KINDS = ['address-changed', 'device-changed', 'silence'] as const;
export const SIGNAL_KINDS = [...DEVICE_KINDS, ...SERVER_KINDS] as const;

/** What only says that something is over: nobody has to look at it. */
export const END_KINDS: readonly string[] = ['back-on-page', 'back-in-full-screen', 'camera-on'];

export type DeviceKind = (typeof DEVICE_KINDS)[number];
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** What happened on a device, as it tells. Without a judgement: leaving a page may be a call that rang. */
export interface DeviceSignal {
  /** By this lease's device, from 1, without gaps. */
  readonly seq: number;
  readonly kind: DeviceKind;
  /** Milliseconds since it happened, by the device's own clock. */
  readonly ago: number;
  /** Milliseconds: of the end of something, how long that was; otherwise null. */
  readonly lasted: number | null;
  /** Of a paste: how many characters. What was pasted is never told. */
  readonly characters?: number;
  /** Of a paste: into the answer to which question. */
  readonly position?: number;
}

/** A device of a sitting that has so many is broken or wants to flood: nothing more of what it tells is kept. */
export const MOST_SIGNALS = 5000;

/** Whether the numbers of a report's signals follow each other. Refusal: WATCH.OUT_OF_ORDER. */
export function inOrder(signals: readonly DeviceSignal[]): Result<undefined> {
  const first = signals[0]?.seq ?? 0;
  return signals.every(({ seq }, index) => seq === first + index)
    ? ok(undefined)
    : refuse('invalid', 'WATCH.OUT_OF_ORDER', 'The numbers of these signals do not follow each other.');
}

/** What is kept beside a signal's kind and time; null where there is nothing. */
export function detailOf({ characters, position }: DeviceSignal): Readonly<Record<string, number>> | null {
  const detail = {
    ...(characters !== undefined && { characters }),
    ...(position !== undefined && { position }),
  };
  return Object.keys(detail).length === 0 ? null : detail;
}
