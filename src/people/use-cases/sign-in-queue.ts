import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { refuse, type Result } from '../../kernel/index.js';
import { AT_ONCE } from './password-hasher.js';
import { SignIn } from './sign-in.js';

export type SignInOutcome = Result<{ readonly accountId: string }>;

interface Wish {
  readonly name: string;
  readonly password: string;
  /** The network address the request came from. */
  readonly address: string;
}

// Some hundred bytes each; by then the last waits for minutes.
const CAPACITY = 10_000;
/** Seconds that a caller of the API is kept waiting; a longer queue refuses at once. */
const PATIENCE = 5;
// What a sign-in takes before one was measured, in seconds, and how much the newest counts.
const FIRST_PACE = 0.05;
const NEWEST = 0.05;

/** One sign-in on its way. */
export class Place {
  #begun = false;
  #outcome: SignInOutcome | undefined;
  readonly settled: Promise<SignInOutcome>;
  #settle: (outcome: SignInOutcome) => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;

  constructor(
    private wish: Wish,
    private readonly number: number,
    private readonly queue: { readonly begun: number; readonly pace: number },
  ) {
    this.settled = new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#fail = reject;
    });
    // Whoever asks for it is told; that nobody asks is no fault of the process.
    this.settled.catch(() => undefined);
  }

  /** What came of it; undefined while it is not decided. */
  get outcome(): SignInOutcome | undefined {
    return this.#outcome;
  }

  /** How many come before. */
  get ahead(): number {
    return this.#begun ? 0 : this.number - this.queue.begun;
  }

  /** About how long it still takes. */
  get seconds(): number {
    return (this.ahead + 1) * this.queue.pace;
  }

  /** Another name or password in the same place. @returns false where it was taken up already. */
  change(wish: Wish): boolean {
    if (!this.#begun) this.wish = wish;
    return !this.#begun;
  }

  /** The outcome if it comes within so many seconds; undefined where it does not. */
  async within(seconds: number): Promise<SignInOutcome | undefined> {
    const over = new AbortController();
    const late = setTimeout(seconds * 1000, undefined, { signal: over.signal }).catch(() => undefined);
    try {
      return await Promise.race([this.settled, late]);
    } finally {
      over.abort();
    }
  }

  async take(signIn: Pick<SignIn, 'run'>): Promise<void> {
    this.#begun = true;
    const { name, password, address } = this.wish;
    // From here on nobody holds the password for longer than it takes.
    this.wish = { name: '', password: '', address: '' };
    try {
      this.#outcome = await signIn.run(name, password, address);
      this.#settle(this.#outcome);
    } catch (error) {
      this.#outcome = refuse('unavailable', 'SERVER.FAULT', 'Something went wrong on our side.');
      this.#fail(error);
    }
  }
}

/**
 * Sign-ins in the order in which they came, as many at once as passwords are hashed: whoever came first is served
 * first, and everybody can be told how long it takes.
 */
@Injectable()
export class SignInQueue {
  readonly #waiting: Place[] = [];
  readonly #state = { begun: 0, pace: FIRST_PACE };
  #number = 0;
  #running = 0;
  #lastSettled = 0;

  constructor(private readonly signIn: SignIn) {}

  /** @returns undefined where the queue is full. */
  enter(wish: Wish): Place | undefined {
    if (this.#waiting.length >= CAPACITY) return undefined;
    const place = new Place(wish, this.#number, this.#state);
    this.#number += 1;
    this.#waiting.push(place);
    this.#next();
    return place;
  }

  /** Waits its turn and signs in; where that would take long, refuses with AUTH.BUSY. Refusals otherwise: as SignIn. */
  async run(wish: Wish): Promise<SignInOutcome> {
    const seconds = this.#waiting.length * this.#state.pace;
    const place = seconds > PATIENCE ? undefined : this.enter(wish);
    return place
      ? place.settled
      : refuse('unavailable', 'AUTH.BUSY', 'Many people are signing in. Please try again in a moment.', {
          retryAfter: Math.min(60, Math.ceil(seconds)),
        });
  }

  #next(): void {
    // One more than passwords are hashed: it asks the record meanwhile.
    while (this.#running <= AT_ONCE) {
      const place = this.#waiting.shift();
      if (!place) return;
      this.#running += 1;
      this.#state.begun += 1;
      void place.take(this.signIn).then(() => {
        this.#running -= 1;
        this.#measure();
        this.#next();
      });
    }
  }

  /** The pace of a queue that moves: the time from one to the next. */
  #measure(): void {
    const now = performance.now();
    const taken = (now - this.#lastSettled) / 1000;
    if (this.#waiting.length > 0 && this.#lastSettled > 0) {
      this.#state.pace += NEWEST * (Math.min(taken, 1) - this.#state.pace);
    }
    this.#lastSettled = now;
  }
}
