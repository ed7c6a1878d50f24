/** A kind of job: its queue's name, and the version of its payload. Payloads carry ids only. */
export interface JobDefinition<P = unknown> {
  readonly name: string;
  readonly version: number;
  /** Only the type is used. */
  readonly payload?: P;
}

export const defineJob = <P>(name: string, version = 1): JobDefinition<P> => ({ name, version });

/** What does a job. Idempotent: it may run again after any crash, with the same payload. */
export interface JobHandler<P = unknown> {
  readonly job: JobDefinition<P>;
  /** How many of it one worker does at once; the queue's own measure where it does not say. */
  readonly concurrency?: number;
  /**
   * Milliseconds after which a worker that says nothing more is taken for dead, and another one does its job; the queue's
   * own measure (half a minute) where it does not say. A worker that lives says so all the time.
   */
  readonly patience?: number;
  handle(payload: P): Promise<void>;
}
