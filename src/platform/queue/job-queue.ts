import { createPostgresBackend, Queue, withBackend, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { CalmClient } from '../database/calm-client.js';
import { isDatabaseAway } from '../database/database.js';
import type { JobDefinition, JobHandler } from './job-definition.js';

/** Where jobs wait: Redis where an address is given, otherwise the same PostgreSQL. */
export interface QueueBackend {
  readonly redisUrl: string | undefined;
  readonly databaseUrl: string;
}

/** Where the record keeps what failed for good: the queue forgets it. */
export interface JobFailures {
  /** Tried so often, and given up. */
  givenUp(job: string, jobId: string, payload: unknown, error: unknown, attempts: number): Promise<void>;
  done(job: string, jobId: string): Promise<void>;
  /** Those of some jobs that must not be tried now. */
  held(job: string, jobIds: readonly string[]): Promise<ReadonlySet<string>>;
}

interface Envelope {
  readonly version: number;
  readonly payload: unknown;
}

/** What we read of a BullMQ job. */
interface Processed {
  readonly id?: string | undefined;
  readonly data: Envelope;
  readonly attemptsMade: number;
  readonly opts: { readonly attempts?: number };
}

type AnyQueue = Pick<
  Queue<Envelope>,
  'add' | 'addBulk' | 'close' | 'obliterate' | 'getJobCounts' | 'waitUntilReady' | 'on'
>;
type AnyWorker = Pick<Worker<Envelope>, 'close' | 'on' | 'waitUntilReady'>;

const postgres = withBackend(createPostgresBackend);
const SCHEMA = 'bullmq';

/** The queue did not take a job in time. What was owed still stands in the record: the sweeper asks again. */
export class QueueAwayError extends Error {
  override readonly name = 'QueueAwayError';
}

/** Wrong order of set-up: a job without a handler, a handler twice. The worker must not boot. */
export class JobWiringError extends Error {
  override readonly name = 'JobWiringError';
}

/**
 * BullMQ behind one door. The queue is never the record: what it loses, a sweeper finds owed in
 * PostgreSQL and enqueues again under the same job id.
 */
export class JobQueue {
  readonly #queues = new Map<string, AnyQueue>();
  readonly #workers: AnyWorker[] = [];
  readonly #connections: Redis[] = [];

  constructor(
    private readonly backend: QueueBackend,
    private readonly onError: (error: Error, job?: string) => void = () => undefined,
    private readonly failures?: JobFailures,
  ) {}

  /**
   * Adds one job. @throws QueueAwayError where the queue is away.
   *
   * @param jobId comes from domain ids; while a job with this id waits or runs, adding it again does nothing.
   */
  async enqueue<P>(job: JobDefinition<P>, payload: P, jobId: string): Promise<void> {
    await inTime(this.#queue(job.name).add(job.name, { version: job.version, payload }, { jobId, ...KEEP }));
  }

  /**
   * Adds many jobs in one round trip. `delay`: milliseconds from now before which none is begun.
   * @throws QueueAwayError where the queue is away.
   */
  async enqueueAll<P>(
    job: JobDefinition<P>,
    jobs: readonly { readonly payload: P; readonly jobId: string; readonly delay?: number }[],
  ): Promise<void> {
    if (jobs.length === 0) return;
    await inTime(
      this.#queue(job.name).addBulk(
        jobs.map(({ payload, jobId, delay = 0 }) => ({
          name: job.name,
          data: { version: job.version, payload },
          opts: { jobId, delay, ...KEEP },
        })),
      ),
    );
  }

  /** As {@link enqueueAll}, for sweepers: what has failed for good is left alone until somebody says "try again". */
  async enqueueOwed<P>(
    job: JobDefinition<P>,
    jobs: readonly { readonly payload: P; readonly jobId: string }[],
  ): Promise<void> {
    if (jobs.length === 0) return;
    const held = await this.failures?.held(
      job.name,
      jobs.map(({ jobId }) => jobId),
    );
    await this.enqueueAll(
      job,
      jobs.filter(({ jobId }) => !held?.has(jobId)),
    );
  }

  /** How many jobs of a kind wait to be begun. */
  async waiting(job: JobDefinition): Promise<number> {
    const { waiting = 0, wait = 0 } = await this.#queue(job.name).getJobCounts('waiting');
    return waiting + wait;
  }

  /**
   * Starts one BullMQ worker for each handler.
   *
   * @param expected every job the platform knows. @throws JobWiringError where one has no handler, or two.
   */
  async work(
    expected: readonly JobDefinition[],
    handlers: readonly JobHandler[],
    concurrency = 4,
  ): Promise<void> {
    for (const job of expected) {
      const count = handlers.filter((handler) => handler.job.name === job.name).length;
      if (count !== 1)
        throw new JobWiringError(`The job "${job.name}" has ${String(count)} handlers; it needs one.`);
    }
    for (const handler of handlers) {
      if (!expected.some((job) => job.name === handler.job.name)) {
        throw new JobWiringError(`The handler for "${handler.job.name}" belongs to no known job.`);
      }
      const process = (job: Processed): Promise<void> => this.#process(handler, job);
      const { patience } = handler;
      const options = {
        concurrency: handler.concurrency ?? concurrency,
        ...(patience !== undefined && { lockDuration: patience, stalledInterval: patience / 2 }),
      };
      const worker: AnyWorker = this.backend.redisUrl
        ? new Worker<Envelope>(handler.job.name, process, {
            connection: this.#redis(true),
            prefix: 'openmerit',
            ...options,
          })
        : (new postgres.Worker<Envelope>(handler.job.name, process, {
            connection: this.#postgres(),
            ...options,
          }) as unknown as AnyWorker);
      worker.on('error', (error: Error) => {
        this.onError(error, handler.job.name);
      });
      this.#workers.push(worker);
      await worker.waitUntilReady();
    }
  }

  /** How many jobs of a kind wait, run, and have failed for good. */
  async counts(job: JobDefinition): Promise<Record<string, number>> {
    return this.#queue(job.name).getJobCounts();
  }

  /** Whether the place where jobs wait answers within some milliseconds. */
  async answers(milliseconds = 2000): Promise<boolean> {
    const [queue = this.#queue('openmerit')] = this.#queues.values();
    return Promise.race([
      queue.getJobCounts().then(
        () => true,
        () => false,
      ),
      new Promise<boolean>((resolve) => setTimeout(resolve, milliseconds, false).unref()),
    ]);
  }

  /** Throws away all jobs of a kind: what losing the queue looks like. */
  async flush(job: JobDefinition): Promise<void> {
    await this.#queue(job.name).obliterate({ force: true });
  }

  /** Lets running jobs finish, then closes all connections. With Redis away it waits for nothing: no job could report. */
  async close(): Promise<void> {
    const isAway = this.#connections.some(({ status }) => status !== 'ready');
    const closed = Promise.all([
      ...this.#workers.map((worker) => worker.close(isAway)),
      ...[...this.#queues.values()].map((queue) => queue.close()),
    ]);
    if (isAway) closed.catch(() => undefined);
    else await closed;
    for (const connection of this.#connections) connection.disconnect();
  }

  /** The record hears of what is given up before the queue forgets it; where the record is away, the sweeper asks again. */
  async #process(handler: JobHandler, { id = '', data, attemptsMade, opts }: Processed): Promise<void> {
    const { name, version } = handler.job;
    try {
      if (data.version !== version)
        throw new JobWiringError(`"${name}" has no handler for version ${String(data.version)}.`);
      await handler.handle(data.payload);
    } catch (error) {
      const attempts = attemptsMade + 1;
      if (attempts >= (opts.attempts ?? 1) && !isDatabaseAway(error))
        await this.failures?.givenUp(name, id, data.payload, error, attempts);
      throw error;
    }
    await this.failures?.done(name, id);
  }

  #queue(name: string): AnyQueue {
    const known = this.#queues.get(name);
    if (known) return known;
    const queue: AnyQueue = this.backend.redisUrl
      ? new Queue<Envelope>(name, { connection: this.#redis(false), prefix: 'openmerit' })
      : (new postgres.Queue<Envelope>(name, { connection: this.#postgres() }) as unknown as AnyQueue);
    queue.on('error', (error: Error) => {
      this.onError(error, name);
    });
    this.#queues.set(name, queue);
    return queue;
  }

  /** @param patient for workers, which wait as long as it takes; whoever adds a job has other things to do. */
  #redis(patient: boolean): Redis {
    const connection = new Redis(this.backend.redisUrl ?? '', {
      maxRetriesPerRequest: patient ? null : 1,
    });
    connection.on('error', (error: Error) => {
      this.onError(error);
    });
    this.#connections.push(connection);
    return connection;
  }

  #postgres() {
    return {
      connectionString: this.backend.databaseUrl,
      schema: SCHEMA,
      migrate: true,
      max: 4,
      Client: CalmClient,
    };
  }
}

const ENQUEUE_MILLISECONDS = 5000;

/** A client that has never reached Redis waits without end. */
async function inTime(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new QueueAwayError('The queue does not answer.'));
    }, ENQUEUE_MILLISECONDS);
  });
  // Whichever comes second has nobody to listen to it.
  work.catch(() => undefined);
  await Promise.race([work, late]).finally(() => {
    clearTimeout(timer);
  });
}

// A done job leaves at once, so that its id can be enqueued again when the record says that work is owed.
const KEEP = {
  removeOnComplete: true,
  removeOnFail: true,
  attempts: 5,
  backoff: { type: 'exponential', delay: 500 },
} as const;
