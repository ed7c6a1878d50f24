import { availableParallelism } from 'node:os';
import type { OnApplicationShutdown } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { PasswordThread } from './password-thread.js';

// OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane.
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Passwords that are hashed at once: on a machine of two processors one, so that the other is for those who sit. */
export const AT_ONCE = Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)));

/**
 * Argon2id with bounded concurrency in threads of low priority: a wave of sign-ins must not take the processor and
 * memory from those who sit. Past the queue it refuses with AUTH.BUSY instead of letting everybody wait for minutes.
 */
export class PasswordHasher implements OnApplicationShutdown {
  readonly #threads = Array.from({ length: AT_ONCE }, () => new PasswordThread());
  readonly #idle = [...this.#threads];
  readonly #waiting: ((thread: PasswordThread) => void)[] = [];
  #decoy: string | undefined;

  /** @param queue how many may wait. */
  constructor(private readonly queue = 200) {}

  async hash(password: string): Promise<Result<string>> {
    return this.#bounded((thread) => hashWith(thread, password));
  }

  /** With no hash (an account that is not there) it does the same work and says no: time tells nothing. */
  async matches(stored: string | undefined, password: string): Promise<Result<boolean>> {
    return this.#bounded(async (thread) => {
      // Made at the first call, whoever it is for.
      this.#decoy ??= await hashWith(thread, 'no account has this password');
      const matches = await thread.run({ stored: stored ?? this.#decoy, password });
      return stored !== undefined && matches === true;
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.stop()));
  }

  async #bounded<T>(work: (thread: PasswordThread) => Promise<T>): Promise<Result<T>> {
    let thread = this.#idle.pop();
    if (!thread) {
      if (this.#waiting.length >= this.queue) {
        return refuse(
          'unavailable',
          'AUTH.BUSY',
          'Many people are signing in. Please try again in a moment.',
          { retryAfter: 5 },
        );
      }
      thread = await new Promise<PasswordThread>((resolve) => this.#waiting.push(resolve));
    }
    try {
      return ok(await work(thread));
    } finally {
      const next = this.#waiting.shift();
      // The thread goes straight to who waits longest.
      if (next) next(thread);
      else this.#idle.push(thread);
    }
  }
}

const hashWith = async (thread: PasswordThread, password: string): Promise<string> =>
  String(await thread.run({ password, options: OPTIONS }));
