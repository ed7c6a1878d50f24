import { Worker } from 'node:worker_threads';

/** Argon2's parameters, as @node-rs/argon2 takes them. */
export interface Argon2Options {
  /** KiB. */
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

type Work = { readonly password: string } & (
  { readonly options: Argon2Options } | { readonly stored: string }
);

// A tenth of what a thread of normal priority gets where both want the processor: those who sit go before those who
// sign in, and yet the queue always moves.
const NICENESS = 10;

/**
 * One thread that computes Argon2id, below the priority of everything else in the process. It starts with the first
 * password, takes one at a time, and does not keep a process alive.
 */
export class PasswordThread {
  #thread: Worker | undefined;
  #settle: ((answer: { result?: string | boolean }) => void) | undefined;

  /** @returns the hash, or whether the password is the one that was stored. One call at a time. */
  run(work: Work): Promise<string | boolean> {
    return new Promise((resolve, reject) => {
      const thread = (this.#thread ??= this.#start());
      this.#settle = ({ result }) => {
        this.#settle = undefined;
        thread.unref();
        if (result === undefined) reject(new Error('A password could not be hashed.'));
        else resolve(result);
      };
      thread.ref();
      thread.postMessage(work);
    });
  }

  async stop(): Promise<void> {
    await this.#thread?.terminate();
  }

  #start(): Worker {
    const thread = new Worker(new URL('./argon2-thread.mjs', import.meta.url), {
      workerData: { niceness: NICENESS },
    });
    thread.on('message', (answer: { result?: string | boolean }) => this.#settle?.(answer));
    const ended = (): void => {
      if (this.#thread !== thread) return;
      this.#thread = undefined;
      this.#settle?.({});
    };
    thread.on('error', ended);
    thread.on('exit', ended);
    return thread;
  }
}
