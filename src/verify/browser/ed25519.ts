import { Point } from '@noble/ed25519';
import { concat, sameBytes, type Bytes } from './bytes.js';

/** The order of the group (RFC 8032, 5.1): scalars are below it. */
const ORDER = Point.CURVE().n;

/**
 * Whether an Ed25519 signature is of these bytes by this key: S below the group's order, and [S]B = R + [k]A without the
 * cofactor, as docs/spec/log.md has it. One way in every browser, so that all of them say the same of one file: not each
 * has it in WebCrypto, and libraries differ about the cofactor.
 */
export async function isSignedBy(publicKey: Bytes, data: Bytes, signature: Bytes): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  if (s >= ORDER) return false;
  try {
    const key = Point.fromBytes(publicKey);
    const digest = await crypto.subtle.digest('SHA-512', concat(r, publicKey, data));
    const k = littleEndian(new Uint8Array(digest)) % ORDER;
    const found = Point.BASE.multiply(s, false).subtract(key.multiply(k, false));
    return sameBytes(found.toBytes(), r);
  } catch {
    // The key is no point of the curve.
    return false;
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => value * 256n + BigInt(byte), 0n);
}
