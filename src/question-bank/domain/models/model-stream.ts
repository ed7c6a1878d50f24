import { seededGenerator, sha256, type SeededGenerator } from '../../../kernel/index.js';

interface Named {
  readonly code: string;
  readonly version: number;
}

/** The stream of a model's seed: SHA-256 of code, version and seed, each on a line of its own. */
export const modelStream = ({ code, version }: Named, seed: number): SeededGenerator =>
  seededGenerator(sha256(`openmerit-model-1\n${code}\n${String(version)}\n${String(seed)}`));

/** Where the key of a seed's item is to stand, from 0: seeds in a row go evenly through all places. */
export const keyPlace = ({ code }: Named, seed: number, options: number): number =>
  ((sha256(code)[0] ?? 0) + seed) % options;
