import { defineJob, JobQueue } from '../../src/platform/index.js';

const NOOP = defineJob<object>('bench-noop');

/** BullMQ jobs a second that do nothing, on the given backend: added in batches of 500, one worker. */
export async function noopJobs(
  backend: { databaseUrl: string; redisUrl: string | undefined },
  jobs: number,
): Promise<number> {
  const queue = new JobQueue(backend);
  let done = 0;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const handler = {
    job: NOOP,
    handle: () => {
      done += 1;
      if (done === jobs) finish();
      return Promise.resolve();
    },
  };
  for (let from = 0; from < jobs; from += 500) {
    const batch = Array.from({ length: Math.min(500, jobs - from) }, (_, index) => ({
      payload: {},
      jobId: `noop-${String(from + index)}`,
    }));
    await queue.enqueueAll(NOOP, batch);
  }
  const began = performance.now();
  await queue.work([NOOP], [handler], 50);
  await finished;
  const perSecond = jobs / ((performance.now() - began) / 1000);
  await queue.close();
  return perSecond;
}
