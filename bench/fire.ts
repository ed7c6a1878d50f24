import { fork } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import type { Hit, LoadOrder } from './load-client.js';

/** Fires a schedule from a process of its own. @returns what came back, in the order of the shots. */
export const fire = (order: LoadOrder): Promise<Hit[]> => askProcess<Hit[]>('load-client.js', order);

/** Sends an order to a process of its own, by file name, and waits for its one answer. */
export async function askProcess<T>(file: string, order: object, priority?: number): Promise<T> {
  const child = fork(path.join(import.meta.dirname, file), { serialization: 'advanced' });
  if (priority !== undefined) os.setPriority(child.pid ?? 0, priority);
  try {
    return await new Promise<T>((resolve, reject) => {
      child.once('message', (answer) => {
        resolve(answer as T);
      });
      child.once('exit', () => {
        reject(new Error(`${file} ended before it was done.`));
      });
      child.send(order);
    });
  } finally {
    child.disconnect();
  }
}

/** The value that this share of all does not exceed. @throws Error where there are none: nothing measured is no good figure. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
  if (found === undefined) throw new Error('Nothing was measured.');
  return found;
}

/** The median, the lower of two. @throws Error where there are none. */
export const median = (values: readonly number[]): number => percentile(values, 0.5);
