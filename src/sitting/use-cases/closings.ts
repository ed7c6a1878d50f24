import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { JobQueue, LOGGER } from '../../platform/index.js';
import { LONGEST_PAUSE } from '../domain/time-allowance.js';
import { CLOSE_SITTING } from '../jobs/close-sitting.job.js';

// What comes within this time is enqueued together; the job itself lies an exam ahead.
const GATHER_MS = 500;
const BATCH = 1000;
// Milliseconds are rounded: a job that runs a hair early would find its sitting open.
const MARGIN_MS = 20;

interface Closing {
  readonly sittingId: string;
  /** Milliseconds since 1970, by PostgreSQL's clock. */
  readonly deadline: number;
}

interface Due extends Closing {
  /** By this process's monotonic clock. */
  readonly dueAt: number;
}

/**
 * Sees to it that a job closes each sitting at its deadline. Enqueuing is nobody's wait: what is expected is gathered and
 * sent in batches later, and what fails or is lost on the way the sweeper finds overdue in the record.
 */
@Injectable()
export class Closings implements OnModuleDestroy {
  #waiting: Due[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly queue: JobQueue,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Called after the commit that set these deadlines, and again with later ones. A clock that staff have stopped has no
   * deadline worth a job: it is expected again when it runs on.
   * @param now when they were read, by PostgreSQL's clock: this host's clock counts for differences alone.
   */
  expect(now: number, closings: readonly Closing[]): void {
    const offset = performance.now() - now;
    for (const { sittingId, deadline } of closings) {
      if (deadline - now >= LONGEST_PAUSE) continue;
      this.#waiting.push({ sittingId, deadline, dueAt: deadline + offset });
    }
    this.#timer ??= setTimeout(() => void this.flush(), GATHER_MS).unref();
  }

  /** Sends what has been gathered. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const all = this.#waiting.splice(0);
    this.#sending = this.#sending.then(() => this.#send(all));
    await this.#sending;
  }

  async onModuleDestroy(): Promise<void> {
    await this.flush();
  }

  async #send(all: readonly Due[]): Promise<void> {
    try {
      for (let from = 0; from < all.length; from += BATCH) {
        await this.queue.enqueueAll(
          CLOSE_SITTING,
          all.slice(from, from + BATCH).map(({ sittingId, deadline, dueAt }) => ({
            payload: { sittingId },
            // The deadline is part of the id: a later one is another job, the same one is not added twice.
            jobId: `close-${sittingId}-${String(deadline)}`,
            delay: Math.max(0, Math.ceil(dueAt - performance.now()) + MARGIN_MS),
          })),
        );
      }
    } catch (error) {
      this.logger.error({ error: error instanceof Error ? error.name : 'unknown' }, 'closings not enqueued');
    }
  }
}
