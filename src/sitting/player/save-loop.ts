import { eventBytes, type ChainedEvent, type EventType } from '../domain/response-event.js';
import { api, ApiRefusal } from './api.js';
import { nextBatch } from './batches.js';
import type { PendingLease, PendingStore } from './pending-store.js';

export type SaveState = 'saved' | 'saving' | 'waiting';

export interface SaveLoopEvents {
  onState(state: SaveState, waiting: number): void;
  onClock(serverTime: number, deadline: number): void;
  /** The server will take nothing more of this lease: another device goes on, or the time is over. */
  onEnded(code: string): void;
}

/**
 * Sends what the candidate does, in order, each event once it is chained to the one before. Kept in the browser first,
 * sent in the background, tried again with growing pauses until the server says that it is on disk.
 */
export class SaveLoop {
  #seq = 0;
  #last: string;
  #pending: ChainedEvent[] = [];
  #previous: string;
  #sending: Promise<void> | null = null;
  #chaining: Promise<void> = Promise.resolve();
  #failures = 0;
  #timer: number | undefined;
  #ended = false;
  readonly #began = performance.now();

  constructor(
    private readonly lease: { readonly sittingId: string; readonly lease: number; readonly token: string },
    rootHash: string,
    private readonly store: PendingStore,
    private readonly events: SaveLoopEvents,
  ) {
    this.#last = rootHash;
    this.#previous = rootHash;
    addEventListener('online', () => {
      this.#retryNow();
    });
  }

  /** The last event made here. */
  get head(): { lease: number; seq: number } {
    return { lease: this.lease.lease, seq: this.#seq };
  }

  /** Takes an event in: it is chained, kept in the browser, and sent. */
  record(type: EventType, position: number, value: string | null): Promise<void> {
    const offset = Math.round(performance.now() - this.#began);
    this.#chaining = this.#chaining.then(async () => {
      const event = { seq: this.#seq + 1, type, position, value, offset };
      const hash = await sha256Hex(eventBytes(this.lease.sittingId, this.lease.lease, event, this.#last));
      this.#seq = event.seq;
      this.#last = hash;
      this.#pending.push({ ...event, hash });
      this.#tell();
      await this.store.keep(this.#asPending());
      void this.flush();
    });
    return this.#chaining;
  }

  /** Sends what waits. @returns true once nothing waits. */
  async flush(): Promise<boolean> {
    await this.#chaining;
    this.#sending ??= this.#send().finally(() => {
      this.#sending = null;
    });
    await this.#sending;
    return this.#pending.length === 0;
  }

  async #send(): Promise<void> {
    clearTimeout(this.#timer);
    while (this.#pending.length > 0 && !this.#ended) {
      const batch = nextBatch(this.#pending, this.#failures);
      try {
        this.#tell();
        const saved = await api.save(this.lease.token, this.#previous, batch);
        this.#failures = 0;
        this.#previous = batch.at(-1)?.hash ?? this.#previous;
        this.#pending = this.#pending.slice(batch.length);
        this.events.onClock(saved.serverTime, saved.deadline);
        await this.store.keep(this.#asPending());
      } catch (error) {
        if (
          error instanceof ApiRefusal &&
          error.status >= 400 &&
          error.status < 500 &&
          error.status !== 429
        ) {
          this.#ended = true;
          this.events.onEnded(error.code);
          return;
        }
        this.#failures += 1;
        this.#tell();
        const pause = Math.min(15_000, 500 * 2 ** Math.min(this.#failures, 5)) * (0.75 + Math.random() / 2);
        this.#timer = window.setTimeout(() => void this.flush(), pause);
        return;
      }
    }
    this.#tell();
  }

  #retryNow(): void {
    if (this.#pending.length > 0) void this.flush();
  }

  #tell(): void {
    const waiting = this.#pending.length;
    this.events.onState(waiting === 0 ? 'saved' : this.#failures > 0 ? 'waiting' : 'saving', waiting);
  }

  #asPending(): PendingLease {
    return { ...this.lease, previous: this.#previous, events: this.#pending };
  }
}

/** Sends what an earlier page of this browser could not: what comes too late is kept aside by the server. */
export async function sendLeftovers(store: PendingStore, sittingId: string): Promise<void> {
  for (const left of await store.of(sittingId)) {
    let { previous, events } = left;
    while (events.length > 0) {
      const batch = nextBatch(events);
      try {
        await api.save(left.token, previous, batch);
      } catch (error) {
        if (error instanceof ApiRefusal && (error.status === 0 || error.status >= 500)) throw error;
      }
      previous = batch.at(-1)?.hash ?? previous;
      events = events.slice(batch.length);
      await store.keep({ ...left, previous, events });
    }
  }
}

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
