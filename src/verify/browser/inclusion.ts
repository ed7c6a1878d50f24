import { concat, fromBase64, sameBytes, sha256, textOf, utf8, type Bytes } from './bytes.js';

/** A proof file (C2SP tlog-proof). */
export interface ProofFile {
  readonly index: number;
  /** Lowest first, 32 bytes each. */
  readonly hashes: readonly Bytes[];
  /** The signed note of a checkpoint. */
  readonly note: Bytes;
  /** What an application added: neither proved nor signed. */
  readonly extra: Bytes | undefined;
}

/** Leaf hash of RFC 6962, section 2.1. */
export const leafHash = (entry: Bytes): Promise<Bytes> => sha256(concat(Uint8Array.of(0), entry));

const nodeHash = (left: Bytes, right: Bytes): Promise<Bytes> => sha256(concat(Uint8Array.of(1), left, right));

/** @returns undefined for what is no proof file. */
export function readProof(file: Bytes): ProofFile | undefined {
  const text = textOf(file);
  const end = text?.indexOf('\n\n') ?? -1;
  if (text === undefined || end === -1) return undefined;
  const [header, ...lines] = text.slice(0, end).split('\n');
  const added = lines[0]?.startsWith('extra ') ? lines.shift()?.slice(6) : undefined;
  const [, index] = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '') ?? [];
  const hashes = lines.map(fromBase64);
  if (header !== 'c2sp.org/tlog-proof@v1' || index === undefined || !hashes.every(isHash)) return undefined;
  return {
    index: Number(index),
    hashes,
    note: utf8(text.slice(end + 2)),
    extra: added === undefined ? undefined : fromBase64(added),
  };
}

const isHash = (bytes: Bytes | undefined): bytes is Bytes => bytes?.length === 32;

/** The entries of a bundle; undefined where its bytes end in the middle of one. */
export function readBundle(bundle: Bytes): Bytes[] | undefined {
  const entries: Bytes[] = [];
  for (let at = 0; at < bundle.length;) {
    const [high, low] = bundle.subarray(at, at + 2);
    if (high === undefined || low === undefined) return undefined;
    const end = at + 2 + high * 256 + low;
    if (end > bundle.length) return undefined;
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

/** Whether a leaf is entry `index` of the log of `size` with this root (RFC 9162, 2.1.3.2). */
export async function isIncluded(
  leaf: Bytes,
  index: number,
  size: number,
  proof: readonly Bytes[],
  root: Bytes,
): Promise<boolean> {
  if (index < 0 || index >= size) return false;
  let [at, last] = [index, size - 1];
  let hash = leaf;
  for (const beside of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = await nodeHash(beside, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      hash = await nodeHash(hash, beside);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && sameBytes(hash, root);
}

/**
 * The lowest hashes of the inclusion proof of the leaf at a place of its bundle: those that the bundle's other leaves
 * give. A proof that begins with them binds every byte of the bundle, and not the one entry alone.
 */
export async function pathInBundle(leaves: readonly Bytes[], place: number): Promise<Bytes[]> {
  const path: Bytes[] = [];
  let level = leaves;
  for (let at = place; level.length > 1; at = Math.floor(at / 2)) {
    const beside = level[at % 2 === 0 ? at + 1 : at - 1];
    if (beside) path.push(beside);
    const pairs: Promise<Bytes>[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = level.slice(i, i + 2);
      // An odd last one moves up as it is.
      if (left) pairs.push(right ? nodeHash(left, right) : Promise.resolve(left));
    }
    level = await Promise.all(pairs);
  }
  return path;
}
