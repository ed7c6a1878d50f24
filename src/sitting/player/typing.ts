// So long must the keys rest before a text goes off, and so long may it wait while they do not: a long text is sent
// whole each time, and a log of every word would be a hundred times the text.
const QUIET = 1500;
const LONGEST = 15_000;

/** Holds back what is being typed until the keys rest, the candidate moves on, or it has waited long enough. */
export class Typing {
  #held: { readonly position: number; readonly value: string | null } | null = null;
  #since = 0;
  #timer: number | undefined;

  constructor(private readonly send: (position: number, value: string | null) => void) {}

  hold(position: number, value: string | null): void {
    if (this.#held && this.#held.position !== position) this.settle();
    if (!this.#held) this.#since = performance.now();
    this.#held = { position, value };
    clearTimeout(this.#timer);
    const left = this.#since + LONGEST - performance.now();
    this.#timer = window.setTimeout(
      () => {
        this.settle();
      },
      Math.max(0, Math.min(QUIET, left)),
    );
  }

  /** Sends what is held, now. */
  settle(): void {
    const held = this.#held;
    this.drop();
    if (held) this.send(held.position, held.value);
  }

  /** Forgets what is held: a newer answer takes its place. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#held = null;
  }
}

const MAX_LENGTH = 16_000;

/** A response as the log can keep it: no NUL, no half of a character, no more than the log holds. */
export const storable = (value: string): string =>
  [...value.replaceAll('\0', '').replace(/\p{Cs}/gu, '\ufffd')].slice(0, MAX_LENGTH).join('');
