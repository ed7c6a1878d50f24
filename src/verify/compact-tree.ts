import { merkleRoot, nodeHash } from '../kernel/index.js';

/** A tree as a state file has it. */
export interface TreeState {
  readonly size: number;
  /** Hex: the hashes of the perfect trees that it consists of, largest first. */
  readonly peaks: readonly string[];
}

/**
 * The Merkle tree hash (RFC 6962, 2.1) of a list that only grows, in the memory of one hash for each level: what was
 * added is not kept, and still the root of all of it is known.
 */
export class CompactTree {
  readonly #peaks: { height: number; hash: Buffer }[] = [];
  #size = 0;

  static from({ size, peaks }: TreeState): CompactTree {
    const tree = new CompactTree();
    tree.#size = size;
    // The binary digits of the size say how large each tree is.
    const heights = [...size.toString(2)].flatMap((digit, at, all) =>
      digit === '1' ? [all.length - 1 - at] : [],
    );
    if (heights.length !== peaks.length)
      throw new RangeError('A tree of this size has another number of peaks.');
    for (const [at, height] of heights.entries())
      tree.#peaks.push({ height, hash: Buffer.from(peaks[at] ?? '', 'hex') });
    return tree;
  }

  get size(): number {
    return this.#size;
  }

  add(leaf: Buffer): void {
    let [hash, height] = [leaf, 0];
    for (;;) {
      const last = this.#peaks.at(-1);
      if (last?.height !== height) break;
      this.#peaks.pop();
      [hash, height] = [nodeHash(last.hash, hash), height + 1];
    }
    this.#peaks.push({ height, hash });
    this.#size += 1;
  }

  root(): Buffer {
    if (this.#size === 0) return merkleRoot([]);
    return this.#peaks.map(({ hash }) => hash).reduceRight((right, left) => nodeHash(left, right));
  }

  state(): TreeState {
    return { size: this.#size, peaks: this.#peaks.map(({ hash }) => hash.toString('hex')) };
  }
}
