import { sha256 } from './hash.js';

/** A stream of numbers that its seed alone decides, the same on any machine. */
export interface SeededGenerator {
  /** A whole number in [0, bound), uniform: rejection sampling, no modulo bias. 1 ≤ bound ≤ 2^32. */
  below(bound: number): number;
}

/**
 * Counter-mode generator: block i is SHA-256(seed ‖ i as 8 bytes big-endian), read as big-endian 32-bit words.
 *
 * @param seed 16 bytes or more; the same seed gives the same stream (docs/spec, draw).
 */
export function seededGenerator(seed: Uint8Array): SeededGenerator {
  if (seed.length < 16) throw new RangeError('A seed has 16 bytes or more.');
  const input = Buffer.alloc(seed.length + 8);
  input.set(seed);
  let counter = 0n;
  let block = Buffer.alloc(0);
  let offset = 0;
  const word = (): number => {
    if (offset === block.length) {
      input.writeBigUInt64BE(counter++, seed.length);
      block = Buffer.from(sha256(input));
      offset = 0;
    }
    const value = block.readUInt32BE(offset);
    offset += 4;
    return value;
  };
  return {
    below(bound) {
      if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32)
        throw new RangeError('bound is 1 … 2^32.');
      const limit = 2 ** 32 - (2 ** 32 % bound);
      for (;;) {
        const value = word();
        if (value < limit) return value % bound;
      }
    },
  };
}

/** A shuffled copy: Fisher–Yates (Durstenfeld 1964) fed by the seeded generator. */
export function shuffled<T>(items: readonly T[], generator: SeededGenerator): T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = generator.below(i + 1);
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}
