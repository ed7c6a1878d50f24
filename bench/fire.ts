import { fork } from 'node:child_process';
import path from 'node:path';
import type { Hit, LoadOrder } from './load-client.js';

/** Fires a schedule from a process of its own. @returns what came back, in the order of the shots. */
export async function fire(order: LoadOrder): Promise<Hit[]> {
  const child = fork(path.join(import.meta.dirname, 'load-client.js'), { serialization: 'advanced' });
  try {
    return await new Promise<Hit[]>((resolve, reject) => {
      child.once('message', (hits) => {
        resolve(hits as Hit[]);
      });
      child.once('exit', () => {
        reject(new Error('The load client ended before it was done.'));
      });
      child.send(order);
    });
  } finally {
    child.disconnect();
  }
}

/** The time that so many of a hundred stay below. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
