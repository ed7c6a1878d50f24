import { Worker } from 'node:worker_threads';
import type { LinearModel, Solution, Solve, SolveOptions } from '../domain/assembly/linear-model.js';

type Answer =
  { readonly id: number; readonly solution: Solution } | { readonly id: number; readonly error: string };

interface Waiting {
  readonly resolve: (solution: Solution) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
  readonly seconds: number;
}

/** The solver keeps to its time limit between its steps; past this many seconds more, its thread is ended. */
const GRACE = 20;

/** A solve that its owner no longer wants. */
export class SolverStopped extends Error {
  override readonly name = 'SolverStopped';
}

/**
 * HiGHS in a worker thread of its own, so that neither a request nor a job's renewal waits while it works. The thread
 * starts with the first model and takes one after another; it does not keep a process alive.
 */
export class Solver {
  #thread: Worker | undefined;
  #next = 0;
  #stopped = false;
  readonly #waiting = new Map<number, Waiting>();

  /** As {@link Solve}. Rejects with SolverStopped when {@link stop} comes first. */
  readonly solve: Solve = (model, options) =>
    new Promise((resolve, reject) => {
      if (this.#stopped) {
        reject(new SolverStopped('The solver was stopped.'));
        return;
      }
      const id = this.#next;
      this.#next += 1;
      const before = [...this.#waiting.values()].reduce((sum, { seconds }) => sum + seconds, 0);
      const timer = setTimeout(
        () => {
          this.#settle(id, ({ resolve }) => {
            resolve({ status: 'none', values: [] });
          });
          void this.#end(new SolverStopped('The solver did not keep to its time limit.'));
        },
        (before + options.timeLimit + GRACE) * 1000,
      );
      this.#waiting.set(id, { resolve, reject, timer, seconds: options.timeLimit });
      this.#ask(id, model, options);
    });

  /** Ends the thread, also in the middle of a model. It takes no model from then on. */
  stop(): Promise<void> {
    this.#stopped = true;
    return this.#end(new SolverStopped('The solver was stopped.'));
  }

  #ask(id: number, model: LinearModel, options: SolveOptions): void {
    this.#thread ??= this.#start();
    this.#thread.ref();
    this.#thread.postMessage({ id, model, options });
  }

  #start(): Worker {
    const thread = new Worker(new URL('./solver-thread.mjs', import.meta.url));
    thread.on('message', (answer: Answer) => {
      this.#settle(answer.id, ({ resolve, reject }) => {
        if ('solution' in answer) resolve(answer.solution);
        else reject(new Error(`The solver failed: ${answer.error}`));
      });
      if (this.#waiting.size === 0) thread.unref();
    });
    thread.on('error', (error) => {
      if (this.#thread === thread) void this.#end(error);
    });
    return thread;
  }

  #settle(id: number, how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    how(waiting);
  }

  async #end(error: Error): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    for (const id of [...this.#waiting.keys()]) {
      this.#settle(id, ({ reject }) => {
        reject(error);
      });
    }
    await thread?.terminate();
  }
}
