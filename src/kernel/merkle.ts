import { sha256 } from './hash.js';

/** Leaf hash of RFC 6962, section 2.1: SHA-256(0x00 ‖ data). */
export const leafHash = (data: Uint8Array | string): Buffer =>
  sha256(Buffer.concat([Uint8Array.of(0), typeof data === 'string' ? Buffer.from(data) : data]));

/** Hash of an inner node of RFC 6962, section 2.1: SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  sha256(Buffer.concat([Uint8Array.of(1), left, right]));

/**
 * Merkle tree hash of RFC 6962, section 2.1.
 *
 * @param leaves leaf hashes in their order (see {@link leafHash}).
 * @returns 32 bytes; for no leaves SHA-256 of the empty string.
 */
export function merkleRoot(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 0) return sha256('');
  let level: readonly Uint8Array[] = leaves;
  // An odd last node moves up unchanged, which equals the RFC's split at the largest power of two.
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const left = level[i] as Uint8Array;
      const right = level[i + 1];
      next.push(right ? nodeHash(left, right) : left);
    }
    level = next;
  }
  return Buffer.from(level[0] as Uint8Array);
}
