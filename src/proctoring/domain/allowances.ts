import { LRUCache } from 'lru-cache';
import { take, type Allowance, type Rate } from './allowance.js';

const MOST_KNOWN = 50_000;

/** What many clients have left, by a name of each; those that were quiet longest are forgotten first. */
export class Allowances {
  readonly #left = new LRUCache<string, Allowance>({ max: MOST_KNOWN });

  constructor(private readonly rate: Rate) {}

  /** @param now milliseconds of a monotonic clock. @returns whether one was left. */
  take(key: string, now: number): boolean {
    const left = take(this.rate, this.#left.get(key), now);
    if (left) this.#left.set(key, left);
    return left !== null;
  }
}
