import { ApiRefusal, type Api, type ClockAnswer } from './api.js';
import { backOff } from '../../pages/browser/back-off.js';
import { eventStreamReader } from './event-stream.js';

/** Longer than two heartbeats of the server: a line that is this silent is dead. */
const SILENCE = 60_000;
const POLL = 30_000;
/** Where the server has no stream, or a box between breaks each one. */
const MOST_BREAKS = 6;

/**
 * Hears of the sitting's time as it changes: a stream that the server writes to, and where none lives, a question about
 * each thirty seconds. Also asks whenever the page comes back to sight or the line to life.
 */
export class LiveClock {
  #breaks = 0;
  #alive = false;
  #stopped = false;
  #timer: number | undefined;
  #asking: Promise<boolean> | null = null;
  #connection: AbortController | null = null;

  constructor(
    private readonly api: Api,
    private readonly token: string,
    private readonly onClock: (answer: ClockAnswer) => void,
  ) {}

  start(): void {
    const wake = (): void => {
      if (this.#stopped || document.visibilityState === 'hidden') return;
      this.#breaks = 0;
      void this.ask();
    };
    addEventListener('online', wake);
    document.addEventListener('visibilitychange', wake);
    this.#poll();
    void this.#listen();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#connection?.abort();
  }

  /** Asks now. @returns whether the server answered. */
  ask(): Promise<boolean> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask(): Promise<boolean> {
    try {
      const answer = await this.api.clock(this.token);
      if (this.#stopped) return true;
      // The line is back without the browser having noticed: the stream may live again too.
      if (!this.#connection) void this.#listen();
      this.onClock(answer);
      return true;
    } catch (error) {
      if (error instanceof ApiRefusal) return false;
      throw error;
    }
  }

  #poll(): void {
    this.#timer = window.setTimeout(
      () => {
        if (!this.#alive) void this.ask();
        this.#poll();
      },
      POLL * (0.75 + Math.random() / 2),
    );
  }

  async #listen(): Promise<void> {
    const connection = new AbortController();
    this.#connection = connection;
    try {
      await this.#read(connection);
    } catch {
      // The line broke, or the server has no stream.
    }
    this.#alive = false;
    this.#connection = null;
    this.#breaks += 1;
    if (this.#stopped || this.#breaks > MOST_BREAKS) return;
    setTimeout(() => {
      if (!this.#stopped && !this.#connection) void this.#listen();
    }, backOff(this.#breaks));
  }

  async #read(connection: AbortController): Promise<void> {
    const response = await fetch('/api/v1/sitting-live', {
      headers: { authorization: `Bearer ${this.token}`, accept: 'text/event-stream' },
      credentials: 'omit',
      cache: 'no-store',
      signal: connection.signal,
    });
    if (!response.ok || !response.body) return;
    const pieces = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const read = eventStreamReader();
    let silence = 0;
    const listen = (): void => {
      clearTimeout(silence);
      silence = window.setTimeout(() => {
        connection.abort();
      }, SILENCE);
    };
    listen();
    try {
      for (;;) {
        const { done, value } = await pieces.read();
        if (done) return;
        listen();
        for (const { name, data } of read(value)) {
          if (name !== 'clock' || this.#stopped) continue;
          this.#alive = true;
          this.#breaks = 0;
          this.onClock(JSON.parse(data) as ClockAnswer);
        }
      }
    } finally {
      clearTimeout(silence);
    }
  }
}
