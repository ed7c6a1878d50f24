import { nodeHash, sameBytes, sha256 } from '../../../kernel/index.js';
import { TILE_WIDTH } from './tile-path.js';

/** Entries from `from` up to but not `until`, of which a proof names the Merkle tree hash. */
export interface Range {
  readonly from: number;
  readonly until: number;
}

/** A hash that tiles hold: at a level of tiles, by its index there. */
export interface TileHash {
  readonly level: number;
  readonly index: number;
}

/**
 * The ranges whose hashes prove that entry `index` is in a log of `size`, from the lowest to the root (RFC 6962, 2.1.1).
 * Hashes needed: one for each level of the tree, 20 for a million entries. @throws RangeError where there is no such entry.
 */
export function inclusionRanges(index: number, size: number): Range[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size)
    throw new RangeError('The log has no such entry.');
  return pathTo(index, size, 0);
}

function pathTo(index: number, size: number, from: number): Range[] {
  if (size === 1) return [];
  const left = split(size);
  return index < left
    ? [...pathTo(index, left, from), { from: from + left, until: from + size }]
    : [...pathTo(index - left, size - left, from + left), { from, until: from + left }];
}

/**
 * The ranges whose hashes prove that a log of `size` begins with that of `before` (RFC 6962, 2.1.2). Nothing proves that it
 * begins with the empty one. @throws RangeError where `before` is above `size`.
 */
export function consistencyRanges(before: number, size: number): Range[] {
  if (!Number.isSafeInteger(before) || before < 0 || before > size)
    throw new RangeError('The log was never shorter.');
  return before === 0 ? [] : subproof(before, size, 0, true);
}

function subproof(before: number, size: number, from: number, whole: boolean): Range[] {
  if (before === size) return whole ? [] : [{ from, until: from + size }];
  const left = split(size);
  return before <= left
    ? [...subproof(before, left, from, whole), { from: from + left, until: from + size }]
    : [...subproof(before - left, size - left, from + left, false), { from, until: from + left }];
}

/** The hashes of tiles that make up a range's hash. Their hashes are joined by {@link rangeHash}. */
export function tileHashesOf({ from, until }: Range): TileHash[] {
  return perfect(from, until).flatMap(({ start, height }) => {
    const level = Math.floor(height / 8);
    const index = start / TILE_WIDTH ** level;
    return Array.from({ length: 2 ** (height % 8) }, (_, place) => ({ level, index: index + place }));
  });
}

/** A range's Merkle tree hash out of the hashes that tiles hold. */
export function rangeHash({ from, until }: Range, read: (hash: TileHash) => Buffer): Buffer {
  const parts = perfect(from, until).map(({ start, height }) => {
    const level = Math.floor(height / 8);
    const index = start / TILE_WIDTH ** level;
    return pairUp(
      Array.from({ length: 2 ** (height % 8) }, (_, place) => read({ level, index: index + place })),
    );
  });
  // The last and smallest first: each joins what lies before it.
  return parts.reduceRight((right, left) => nodeHash(left, right));
}

/** The root of a log of `size`; of an empty one SHA-256 of nothing. */
export const treeHash = (size: number, read: (hash: TileHash) => Buffer): Buffer =>
  size === 0 ? sha256('') : rangeHash({ from: 0, until: size }, read);

/** The hash over a full tile: what the next level has of it. */
export function pairUp(hashes: readonly Buffer[]): Buffer {
  let level = hashes;
  while (level.length > 1) {
    const next: Buffer[] = [];
    for (let i = 0; i < level.length; i += 2) next.push(nodeHash(level[i] as Buffer, level[i + 1] as Buffer));
    level = next;
  }
  return level[0] as Buffer;
}

/** Whether a leaf is entry `index` of the log of `size` with this root (RFC 9162, 2.1.3.2). */
export function isIncluded(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false;
  let [at, last] = [index, size - 1];
  let hash: Uint8Array = leaf;
  for (const beside of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(beside, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, beside);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && sameBytes(hash, root);
}

/** Whether the log of `size` with `root` begins with the log of `before` with `rootBefore` (RFC 9162, 2.1.4.2). */
export function isConsistent(
  before: number,
  size: number,
  proof: readonly Uint8Array[],
  rootBefore: Uint8Array,
  root: Uint8Array,
): boolean {
  if (!Number.isSafeInteger(before) || before > size || before < 0) return false;
  if (before === size) return proof.length === 0 && sameBytes(rootBefore, root);
  // Every log begins with the empty one, which has one root.
  if (before === 0) return proof.length === 0 && sameBytes(rootBefore, sha256(''));
  const path = isPowerOfTwo(before) ? [rootBefore, ...proof] : [...proof];
  const [first, ...more] = path;
  if (!first) return false;
  let [at, last] = [before - 1, size - 1];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  let [old, now] = [first, first];
  for (const beside of more) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      old = nodeHash(beside, old);
      now = nodeHash(beside, now);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      now = nodeHash(now, beside);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && sameBytes(old, rootBefore) && sameBytes(now, root);
}

/** The largest power of two below `size`, which is 2 or more: where RFC 6962 parts a list. */
function split(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

const isPowerOfTwo = (value: number): boolean => {
  let power = 1;
  while (power < value) power *= 2;
  return power === value;
};

/** The perfect trees that a range consists of, largest first; `from` is where such a tree may begin. */
function perfect(from: number, until: number): { start: number; height: number }[] {
  const trees: { start: number; height: number }[] = [];
  for (let start = from; start < until;) {
    let [height, size] = [0, 1];
    while (size * 2 <= until - start) [height, size] = [height + 1, size * 2];
    trees.push({ start, height });
    start += size;
  }
  return trees;
}
