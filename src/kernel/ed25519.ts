import { createPublicKey, verify } from 'node:crypto';

/** What stands before the 32 bytes of an Ed25519 public key in its SubjectPublicKeyInfo (RFC 8410, section 4). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/**
 * Whether an Ed25519 signature (RFC 8032) is of these bytes by this key.
 *
 * @param publicKey base64 of the raw 32 bytes. @param signature base64 of the 64 bytes; anything else is none.
 */
export function isSignedBy(publicKey: string, data: Uint8Array, signature: string): boolean {
  const key = Buffer.from(publicKey, 'base64');
  const signed = Buffer.from(signature, 'base64');
  // Base64 is read leniently: only the one way to write these bytes is taken, so that a changed byte is seen.
  if (key.length !== KEY_BYTES || signed.length !== SIGNATURE_BYTES) return false;
  if (signed.toString('base64') !== signature) return false;
  const spki = createPublicKey({ key: Buffer.concat([SPKI, key]), format: 'der', type: 'spki' });
  return verify(null, data, spki, signed);
}
