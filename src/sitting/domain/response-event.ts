import { canonicalJson } from '../../kernel/canonical-json.js';

/** What a candidate can do to an item: choose (or clear) an answer, flag it for review, look at it. */
export const EVENT_TYPES = ['answer', 'flag', 'visit'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** One entry of a response log, as the player makes it. This file also runs in the browser. */
export interface ResponseEvent {
  /** 1, 2, 3 … within its lease. */
  readonly seq: number;
  readonly type: EventType;
  /** The item's place in the form, from 1. */
  readonly position: number;
  /** `answer`: the response in the form of the item's type, or null for "no answer". `flag`: '1' or '0'. `visit`: null. */
  readonly value: string | null;
  /** Milliseconds since the lease began, by the device's monotonic clock: evidence, never the deadline's judge. */
  readonly offset: number;
}

/** An event with its link in the hash chain, hex. */
export interface ChainedEvent extends ResponseEvent {
  readonly hash: string;
}

/** The head of a lease's chain: how many events, and the hash of the last. */
export interface LeaseHead {
  readonly lease: number;
  readonly seq: number;
  readonly hash: string;
}

/**
 * The bytes whose SHA-256 links an event to the one before it (docs/spec/response-log.md): canonical JSON, written out,
 * because each save needs it.
 *
 * @param sittingId a UUID. @param event its numbers are whole.
 * @param previous hex hash of the event before, or of {@link leaseRoot} for the first.
 * @throws TypeError where the value holds half of a character, which has no canonical form.
 */
export function eventBytes(sittingId: string, lease: number, event: ResponseEvent, previous: string): string {
  return `{"lease":${String(lease)},"offset":${String(event.offset)},"position":${String(event.position)},"previous":"${previous}","seq":${String(event.seq)},"sitting":"${sittingId}","type":"${event.type}","value":${valueJson(event.value)}}`;
}

/** An event as the log keeps it: canonical JSON of what the candidate did, without its place in the chain. */
export const keptEvent = (event: ResponseEvent): string =>
  `{"offset":${String(event.offset)},"position":${String(event.position)},"seq":${String(event.seq)},"type":"${event.type}","value":${valueJson(event.value)}}`;

function valueJson(value: string | null): string {
  if (value !== null && !value.isWellFormed()) throw new TypeError('A lone surrogate has no canonical form.');
  return JSON.stringify(value);
}

/** The bytes whose SHA-256 begins a lease's chain: it names the heads of all leases before it. */
export const leaseRoot = (sittingId: string, lease: number, parents: readonly LeaseHead[]): string =>
  canonicalJson({
    lease,
    parents: parents.map(({ hash, lease: parent, seq }) => ({ hash, lease: parent, seq })),
    sitting: sittingId,
  });
