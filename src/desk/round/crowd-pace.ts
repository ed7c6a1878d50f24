import { ApiError } from './api-client.js';

const BUSY_PAUSE = 500;

/**
 * Does something for each of many, a few at once. What fails for one stops nobody who is under way.
 *
 * @throws the first failure, once all have ended.
 */
export async function inParallel(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const runner = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await work(next - 1);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(atOnce, count) }, runner));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Tries again while the platform says that it is busy signing people in. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'AUTH.BUSY') throw error;
      await new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE));
    }
  }
}
