interface Word {
  readonly kind: 'let-go' | 'letting-go';
}

/** So long a tab that answers may take to say that it lets go; a frozen one says nothing. */
const PATIENCE = 2000;

/**
 * One tab of a browser answers. Another one that wants to asks it to let go, which it does once everything it has is
 * kept; a tab that does not answer at all, because the browser froze it, loses the right by force, and hears of it when
 * it wakes up.
 */
export class OneTab {
  readonly #channel: BroadcastChannel;
  readonly #name: string;
  #release: (() => void) | null = null;

  /**
   * @param settle is done before the other one begins: what is on its way gets to where it goes, or stops.
   * @param onLost another tab goes on; by force, where this one could not settle before.
   */
  constructor(
    sessionId: string,
    private readonly settle: () => Promise<void>,
    private readonly onLost: (byForce: boolean) => void,
  ) {
    this.#name = OneTab.lockOf(sessionId);
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Word>) => {
      if (data.kind === 'let-go' && this.#release) void this.#letGo();
    });
  }

  /** @returns whether this tab may answer; false where another one does. */
  take(): Promise<boolean> {
    return this.#request({ ifAvailable: true });
  }

  /** Asks the other tab to let go, and takes over. */
  async takeOver(): Promise<void> {
    const answered = new Promise<boolean>((resolve) => {
      const hear = ({ data }: MessageEvent<Word>): void => {
        if (data.kind === 'letting-go') resolve(true);
      };
      this.#channel.addEventListener('message', hear);
      setTimeout(() => {
        this.#channel.removeEventListener('message', hear);
        resolve(false);
      }, PATIENCE);
    });
    this.#say('let-go');
    const waiting = new AbortController();
    const free = this.#request({ signal: waiting.signal });
    if (await Promise.race([free, answered])) {
      await free;
      return;
    }
    waiting.abort();
    await this.#request({ steal: true });
  }

  /** The name of the lock that the tab which answers in a session holds. */
  static lockOf(sessionId: string): string {
    return `openmerit-exam-${sessionId}`;
  }

  async #letGo(): Promise<void> {
    this.#say('letting-go');
    this.onLost(false);
    await this.settle();
    this.#release?.();
    this.#release = null;
  }

  /** Holds the lock until it is released or stolen. @returns whether it was given. */
  #request(options: LockOptions): Promise<boolean> {
    return new Promise((resolve) => {
      const held = navigator.locks.request(this.#name, options, (lock) => {
        resolve(lock !== null);
        if (!lock) return;
        return new Promise<void>((release) => {
          this.#release = release;
        });
      });
      held.catch(() => {
        if (options.signal?.aborted) return;
        this.#release = null;
        this.onLost(true);
      });
    });
  }

  #say(kind: Word['kind']): void {
    this.#channel.postMessage({ kind } satisfies Word);
  }
}
