import { hash, verify } from '@node-rs/argon2';
import { ok, refuse, type Result } from '../../kernel/index.js';

// OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane.
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const AT_ONCE = 2;
const QUEUE = 200;

/**
 * Argon2id with bounded concurrency: a wave of sign-ins must not take the processor and memory from those who sit.
 * Past the queue it refuses with AUTH.BUSY instead of letting everybody wait for minutes.
 */
export class PasswordHasher {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  #decoy: Promise<string> | undefined;

  async hash(password: string): Promise<Result<string>> {
    return this.#bounded(() => hash(password, OPTIONS));
  }

  /** With no hash (an account that is not there) it does the same work and says no: time tells nothing. */
  async matches(stored: string | undefined, password: string): Promise<Result<boolean>> {
    return this.#bounded(async () => {
      this.#decoy ??= hash('no account has this password', OPTIONS);
      const matches = await verify(stored ?? (await this.#decoy), password);
      return stored !== undefined && matches;
    });
  }

  async #bounded<T>(work: () => Promise<T>): Promise<Result<T>> {
    if (this.#running >= AT_ONCE) {
      if (this.#waiting.length >= QUEUE) {
        return refuse(
          'unavailable',
          'AUTH.BUSY',
          'Many people are signing in. Please try again in a moment.',
          {
            retryAfter: 5,
          },
        );
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running += 1;
    try {
      return ok(await work());
    } finally {
      const next = this.#waiting.shift();
      // The place goes straight to who waits longest.
      if (next) next();
      else this.#running -= 1;
    }
  }
}
