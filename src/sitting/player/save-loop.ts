import type { ChainedEvent, EventType } from '../domain/response-event.js';
import { ApiRefusal, type Api } from './api.js';
import { backOff } from '../../pages/browser/back-off.js';
import { nextBatch } from './batches.js';
import type { Clock } from './clock.js';
import type { SaveState } from './exam-bar.js';
import { chained, type Head } from './hash-chain.js';
import type { KeptExam, KeptMoment } from './kept-exam.js';
import { lateAnswers, type LateAnswers } from './late-answers.js';
import type { ClockReading } from './types.js';

export interface SaveLoopEvents {
  onState(state: SaveState, waiting: number): void;
  /** The last answers to these questions are on the server's disk. */
  onSaved(positions: readonly number[]): void;
  onClock(reading: ClockReading): void;
  /**
   * The server takes nothing more of this lease, and has all that was made under it.
   * @param late what became of the answers that came after the end; null where there were none.
   */
  onEnded(code: EndCode, late: LateAnswers | null): void;
  /** What is here does not continue what is there; nothing more is sent. */
  onBroken(code: string): void;
}

/** Another device goes on, or the time is over. */
export type EndCode = 'SITTING.LEASE_REVOKED' | 'SITTING.CLOSED';

const MOST_OFFSET = 86_400_000;

/**
 * Sends what the candidate does, in order, each event chained to the one before. Kept in the browser first, sent in the
 * background, tried again with growing pauses until the server says that it is on disk.
 */
export class SaveLoop {
  #head: Head;
  #chaining: Promise<void> = Promise.resolve();
  #sending: Promise<void> | null = null;
  #failures = 0;
  #timer: number | undefined;
  #stopped = false;
  readonly #line = new AbortController();
  #over: EndCode | null = null;
  readonly #offset: () => number;

  constructor(
    private readonly kept: KeptExam,
    private readonly api: Api,
    private readonly clock: Clock,
    private readonly events: SaveLoopEvents,
  ) {
    const last = kept.pending.at(-1);
    this.#head = last ?? kept.acknowledged;
    // A reload goes on counting where the page before stopped: by the time that was kept, and never back.
    const { time } = kept;
    const since = time ? time.offset + Math.max(0, Date.now() - time.wall) : 0;
    const before = Math.max(last?.offset ?? 0, since);
    const began = performance.now();
    this.#offset = () => Math.min(MOST_OFFSET, Math.round(before + performance.now() - began));
    addEventListener('online', () => {
      this.#failures = 0;
      void this.flush();
    });
  }

  /** The last event that is on the server's disk. */
  get saved(): { lease: number; seq: number } {
    return { lease: this.kept.exam.lease, seq: this.kept.acknowledged.seq };
  }

  /** The time now, as it is kept: for the clock, and for the events' own offsets after a reload. */
  get time(): KeptMoment {
    return { ...this.clock.keep(), offset: this.#offset() };
  }

  /** Takes an event in: it is chained, kept in the browser, and sent. @returns when the browser has it. */
  record(type: EventType, position: number, value: string | null): Promise<void> {
    const { time } = this;
    this.#chaining = this.#chaining.then(async () => {
      const event = await chained(
        this.kept.exam,
        { seq: this.#head.seq + 1, type, position, value, offset: time.offset },
        this.#head.hash,
      );
      this.#head = event;
      await this.kept.add(event, time);
      this.#tell();
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
    return this.kept.pending.length === 0;
  }

  /** Nothing more is sent from here. @returns when nothing is on its way any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#line.abort();
    await this.#chaining;
    await this.#sending;
  }

  /** The server says that this lease is over: what waits is handed over, to be kept aside, and then it ends. */
  async end(code: EndCode): Promise<void> {
    this.#over = code;
    await this.flush();
  }

  async #send(): Promise<void> {
    clearTimeout(this.#timer);
    while (!this.#stopped && this.kept.pending.length > 0) {
      const batch = nextBatch(this.kept.pending, this.#failures);
      try {
        this.#tell();
        const saved = await this.api.save(
          this.kept.exam.token,
          this.kept.acknowledged.hash,
          batch,
          this.#line.signal,
        );
        this.#failures = 0;
        this.events.onClock(saved);
        await this.#acknowledge(batch);
      } catch (error) {
        if (!(error instanceof ApiRefusal)) throw error;
        if (error.isPassing) {
          this.#tryLater(error.retryAfter);
          return;
        }
        if (!(await this.#refused(error, batch))) return;
      }
    }
    this.#tell();
    if (!this.#over || this.#stopped) return;
    this.#stopped = true;
    this.events.onEnded(this.#over, this.kept.late ?? null);
  }

  #tryLater(retryAfter: number | null): void {
    if (this.#stopped) return;
    this.#failures += 1;
    this.#tell();
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.flush(), backOff(this.#failures, retryAfter));
  }

  async #acknowledge(batch: readonly ChainedEvent[]): Promise<void> {
    const last = batch.at(-1);
    if (!last) return;
    await this.kept.acknowledge({ seq: last.seq, hash: last.hash });
    const waiting = new Set(this.kept.pending.map(({ position }) => position));
    this.events.onSaved(batch.map(({ position }) => position).filter((position) => !waiting.has(position)));
  }

  /** @returns whether to go on with the rest. */
  async #refused({ code, data }: ApiRefusal, batch: readonly ChainedEvent[]): Promise<boolean> {
    const last = batch.at(-1);
    if (last && (code === 'SITTING.LEASE_REVOKED' || code === 'SITTING.CLOSED')) {
      // The server has these too, beside the log; the rest is handed over as well before this ends.
      this.#over = code;
      const aside = Number(data['keptAside'] ?? batch.length);
      await this.kept.handOver({ seq: last.seq, hash: last.hash }, lateAnswers(this.kept.late, batch, aside));
      return true;
    }
    // The server may be further than the last answer that came through: its head is one of our own events then.
    const head = batch.find(({ seq, hash }) => seq === data['headSeq'] && hash === data['headHash']);
    if (head) {
      await this.kept.acknowledge(head);
      return true;
    }
    this.#stopped = true;
    this.events.onBroken(code);
    return false;
  }

  #tell(): void {
    const waiting = this.kept.pending.length;
    this.events.onState(waiting === 0 ? 'saved' : this.#failures > 0 ? 'waiting' : 'saving', waiting);
  }
}
