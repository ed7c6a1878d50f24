import type { News } from './board-state.js';

/** How the line stands: nothing was heard yet, it stands, it is lost, or it is over because the server says no. */
export type LineState =
  | { readonly is: 'connecting' | 'live' | 'signed-out' | 'not-open' }
  /** @see heardAt when it was heard last, or null where it never was. */
  | { readonly is: 'lost'; readonly heardAt: Date | null };

interface LineEvents {
  readonly onNews: (news: News) => void;
  readonly onLine: (state: LineState) => void;
}

/** Two beats of the server and a half. */
const SILENCE = 25_000;
/** A stream that has ended the browser itself begins anew, in two seconds; one that was refused is tried again by us. */
const AGAIN = 5_000;
const PATIENCE = 15_000;

/**
 * The stream of a board. It comes back by itself, and what it was cut off from comes with the first news; but where the sign-in
 * or the role is no more it says so, and ends.
 */
export class BoardLine {
  #source: EventSource | null = null;
  #heardAt: Date | null = null;
  /** The stream has broken, and nothing was heard since. */
  #isBroken = false;
  #isLive = false;
  #lost = 0;
  #again = 0;

  constructor(
    /** The board's address; its stream is beneath. */
    private readonly address: string,
    private readonly events: LineEvents,
  ) {}

  open(): void {
    this.events.onLine({ is: 'connecting' });
    this.#lostIn(SILENCE);
    this.#begin();
  }

  #begin(): void {
    this.#source?.close();
    const source = new EventSource(`${this.address}/live`);
    this.#source = source;
    source.addEventListener('board', (event) => {
      this.#heard();
      this.events.onNews(JSON.parse((event as MessageEvent<string>).data) as News);
    });
    source.addEventListener('beat', () => {
      this.#heard();
    });
    source.addEventListener('error', () => {
      // The server ends a stream now and then: one that is back soon was not lost. Each try that fails is an error too.
      if (!this.#isBroken) this.#lostIn(AGAIN);
      this.#isBroken = true;
      // The browser gives up what was refused, and does not tell why.
      if (source.readyState === EventSource.CLOSED) void this.#ask(source);
    });
    // One that stands and says nothing is given up.
    this.#beginIn(SILENCE);
  }

  #heard(): void {
    this.#heardAt = new Date();
    if (!this.#isLive) this.events.onLine({ is: 'live' });
    this.#isLive = true;
    this.#isBroken = false;
    this.#lostIn(SILENCE);
    this.#beginIn(SILENCE + AGAIN);
  }

  /** Why the stream was refused. */
  async #ask(source: EventSource): Promise<void> {
    const status = await fetch(this.address, {
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE),
    }).then(
      (answer) => {
        void answer.body?.cancel();
        return answer.status;
      },
      () => 0,
    );
    if (source !== this.#source) return;
    if (status !== 401 && status !== 403 && status !== 404) {
      this.#beginIn(AGAIN);
      return;
    }
    clearTimeout(this.#lost);
    clearTimeout(this.#again);
    this.events.onLine({ is: status === 401 ? 'signed-out' : 'not-open' });
  }

  #lostIn(milliseconds: number): void {
    clearTimeout(this.#lost);
    this.#lost = window.setTimeout(() => {
      this.#isLive = false;
      this.events.onLine({ is: 'lost', heardAt: this.#heardAt });
    }, milliseconds);
  }

  #beginIn(milliseconds: number): void {
    clearTimeout(this.#again);
    this.#again = window.setTimeout(() => {
      this.#begin();
    }, milliseconds);
  }
}
