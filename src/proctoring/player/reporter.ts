import { backOff } from '../../pages/browser/back-off.js';
import { LAST_WORDS } from '../domain/last-words.js';
import type { Happening, ReportQueue } from './report-queue.js';

export interface ReporterParts {
  readonly token: string;
  readonly queue: ReportQueue;
  readonly camera: () => 'none' | 'on' | 'off';
  /** Calls about once a second, from now on. @returns what ends it. */
  readonly ticks: (tick: () => void) => () => void;
  /** The server wants a snapshot of this slot. @returns whether it has it. */
  readonly onSnapshot: (slot: number) => Promise<boolean>;
  /** The server says that nothing is watched any more, or that something is again. */
  readonly onWatched: (isWatched: boolean) => void;
}

interface Answer {
  readonly acknowledged: number;
  readonly quiet: number;
  readonly longest: number;
  readonly snapshot: number | null;
}

const GATHER = 300;
/** A line that stalls is given up, and tried anew. */
const PATIENCE = 15_000;
/** Seconds: where nothing is watched any more, it is asked anew; sooner than this device would be called silent. */
const UNWATCHED = 30;

/**
 * Reports to the server: what happened, soon; and that this device is there, where no save says so. Nothing of it ever gets in
 * the way of the exam: without a line it waits.
 */
export class Reporter {
  #quiet = 10_000;
  #longest = 60_000;
  #savedAt = -Infinity;
  #reportedAt = -Infinity;
  #notBefore = 0;
  #failures = 0;
  #lastSlot = 0;
  #sending: Promise<void> | null = null;
  #stopping = false;
  #taking = false;
  #over = false;
  #unwatched = false;
  readonly #endTicks: () => void;

  constructor(private readonly parts: ReporterParts) {
    this.#endTicks = parts.ticks(() => {
      this.#tick();
    });
    void this.#report();
  }

  saved(): void {
    this.#savedAt = performance.now();
  }

  /** Something that the server asks by has changed. */
  soon(): void {
    setTimeout(() => void this.#report(), GATHER);
  }

  happened(happening: Omit<Happening, 'at'>): void {
    // What began while it was watched ends all the same.
    if (this.#unwatched && happening.lasted === null) return;
    this.parts.queue.add({ ...happening, at: Date.now() });
    // A page that goes out of sight may not be asked again for a minute.
    if (document.visibilityState === 'hidden') void this.#report();
    else this.soon();
  }

  /**
   * The exam is over: what is not told yet still is, at once, and again for as long as the server takes it.
   *
   * @returns what resolves when there is nothing left to tell, or nobody who takes it.
   */
  async stop(): Promise<void> {
    this.#endTicks();
    this.#stopping = true;
    const giveUpAt = performance.now() + LAST_WORDS;
    await this.#sending;
    while (!this.#over && !this.parts.queue.isEmpty && performance.now() < giveUpAt) {
      const before = this.#failures;
      await this.#send();
      if (this.#failures > before) await pause(this.#notBefore - performance.now());
    }
    this.#over = true;
  }

  /** Another page goes on with what is not told yet. */
  letGo(): void {
    this.#finish();
    this.parts.queue.letGo();
  }

  #finish(): void {
    this.#over = true;
    this.#endTicks();
  }

  #tick(): void {
    const now = performance.now();
    const isQuiet = now - Math.max(this.#savedAt, this.#reportedAt) >= this.#quiet;
    if (isQuiet || now - this.#reportedAt >= this.#longest || !this.parts.queue.isEmpty) void this.#report();
  }

  async #report(): Promise<void> {
    if (this.#sending || this.#stopping || this.#over || performance.now() < this.#notBefore) return;
    this.#sending = this.#send();
    try {
      await this.#sending;
    } finally {
      this.#sending = null;
    }
  }

  async #send(): Promise<void> {
    const { queue, token, camera } = this.parts;
    const response = await fetch('/api/v1/watch-reports', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        signals: queue.next(Date.now()),
        camera: camera(),
        lastSlot: this.#lastSlot,
        ...(queue.isFirst && { first: true }),
      }),
      credentials: 'omit',
      cache: 'no-store',
      keepalive: true,
      signal: AbortSignal.timeout(PATIENCE),
    }).catch(() => undefined);
    const answer = response?.ok ? ((await response.json().catch(() => null)) as Answer | null) : null;
    if (!answer) {
      this.#failed(response);
      return;
    }
    this.#failures = 0;
    this.#setUnwatched(false);
    this.#reportedAt = performance.now();
    this.#quiet = answer.quiet * 1000;
    this.#longest = answer.longest * 1000;
    queue.acknowledge(answer.acknowledged);
    if (answer.snapshot !== null && !this.#taking && !this.#stopping && !this.#over)
      void this.#take(answer.snapshot);
  }

  /** Beside the reports: a picture on a poor line holds up nothing else. */
  async #take(slot: number): Promise<void> {
    this.#taking = true;
    try {
      if (await this.parts.onSnapshot(slot)) this.#lastSlot = slot;
    } finally {
      this.#taking = false;
    }
  }

  #failed(response: Response | undefined): void {
    const status = response?.status;
    // Nothing is watched now: that may be set again while the exam lasts.
    const unwatched = status === 409;
    if (unwatched) this.#setUnwatched(true);
    if (status === 410 || status === 401 || (unwatched && this.#stopping)) {
      this.#finish();
      return;
    }
    this.#failures += 1;
    const wait = unwatched ? UNWATCHED : Number(response?.headers.get('retry-after') ?? 0);
    this.#notBefore = performance.now() + backOff(this.#failures, wait);
  }

  #setUnwatched(unwatched: boolean): void {
    if (this.#unwatched === unwatched) return;
    this.#unwatched = unwatched;
    this.parts.onWatched(!unwatched);
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
