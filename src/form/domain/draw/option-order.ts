import { shuffled, type SeededGenerator } from '../../../kernel/index.js';

/** 12! is the largest factorial below 2^32, which one question to the generator can serve. */
const MOST_AT_ONCE = 12;
const FACTORIALS = [1, 1, 2, 6, 24, 120, 720, 5040, 40_320, 362_880, 3_628_800, 39_916_800, 479_001_600];

/**
 * The permutation with this number, from 0, in the order of the dictionary (Lehmer code).
 *
 * @param number below the factorial of the list's length, which is at most 12.
 */
export function permutation<T>(list: readonly T[], number: number): T[] {
  const rest = [...list];
  const order: T[] = [];
  let left = number;
  for (let size = list.length; size > 0; size -= 1) {
    const weight = FACTORIALS[size - 1] as number;
    const place = Math.floor(left / weight);
    left -= place * weight;
    order.push(rest[place] as T);
    // What stands behind moves up by one.
    for (let i = place + 1; i < size; i += 1) rest[i - 1] = rest[i] as T;
  }
  return order;
}

/** Options in a random order: one question to the generator for up to 12 of them, a shuffle for more, none for one. */
export function optionOrder<T>(options: readonly T[], generator: SeededGenerator): T[] {
  if (options.length < 2) return [...options];
  if (options.length > MOST_AT_ONCE) return shuffled(options, generator);
  return permutation(options, generator.below(FACTORIALS[options.length] as number));
}
