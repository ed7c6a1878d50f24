import { eventBytes, type ChainedEvent, type ResponseEvent } from '../domain/response-event.js';

/** Where a chain is: its last event's number and hash, or 0 and the root of the lease. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** Links an event to the one before it (docs/spec/response-log.md). */
export async function chained(
  lease: { readonly sittingId: string; readonly lease: number },
  event: ResponseEvent,
  previous: string,
): Promise<ChainedEvent> {
  const bytes = new TextEncoder().encode(eventBytes(lease.sittingId, lease.lease, event, previous));
  return { ...event, hash: hex(await crypto.subtle.digest('SHA-256', bytes)) };
}

export const hex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
