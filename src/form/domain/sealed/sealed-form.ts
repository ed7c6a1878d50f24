import { createCipheriv, createDecipheriv } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { sha256 } from '../../../kernel/index.js';
import type { DeliveredForm } from '../delivered-form.js';

/** How forms are sealed (docs/spec/sealed-form.md); another way gets another name. */
export const SEALED_FORMAT = 'openmerit-sealed-form-1';

/** Whose form it is. */
export interface SealedFor {
  readonly drawId: string;
  readonly candidateNumber: string;
}

const NONCE = 12;
const TAG = 16;

/** What binds a file to its draw and number: it is no secret, and a file opens with no other. */
const additionalData = (format: string, { drawId, candidateNumber }: SealedFor): Buffer =>
  Buffer.from(`${format} ${drawId} ${candidateNumber}`);

/**
 * Seals bytes with AES-256-GCM (NIST SP 800-38D): nonce (12) ‖ ciphertext ‖ tag (16).
 *
 * @param key 32 bytes. @param nonce 12 bytes, never used with this key before.
 */
export function seal(
  bytes: Uint8Array,
  key: Uint8Array,
  nonce: Uint8Array,
  owner: SealedFor,
  format = SEALED_FORMAT,
): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(additionalData(format, owner));
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what {@link seal} made. @throws Error for another key, owner or format, and where a byte was changed. */
export function unseal(file: Uint8Array, key: Uint8Array, owner: SealedFor, format = SEALED_FORMAT): Buffer {
  if (file.length < NONCE + TAG) throw new Error('A sealed file is longer than this.');
  const decipher = createDecipheriv('aes-256-gcm', key, file.subarray(0, NONCE), { authTagLength: TAG })
    .setAAD(additionalData(format, owner))
    .setAuthTag(file.subarray(-TAG));
  return Buffer.concat([decipher.update(file.subarray(NONCE, -TAG)), decipher.final()]);
}

/** The address of a sealed file: hex SHA-256 of its bytes. */
export const sealedAddress = (file: Uint8Array): string => sha256(file).toString('hex');

/**
 * Opens a sealed form, as a candidate's device does.
 *
 * @param contentKey base64, from the answer that begins the sitting. @throws Error where it is not this file's.
 */
export const openSealedForm = (file: Uint8Array, contentKey: string, owner: SealedFor): DeliveredForm =>
  JSON.parse(
    gunzipSync(unseal(file, Buffer.from(contentKey, 'base64'), owner)).toString('utf8'),
  ) as DeliveredForm;
