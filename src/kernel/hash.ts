import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { canonicalJson, type Json } from './canonical-json.js';

/** SHA-256 (FIPS 180-4) of bytes, or of a string's UTF-8: 32 bytes. */
export const sha256 = (data: Uint8Array | string): Buffer => hash('sha256', data, 'buffer');

/** {@link sha256} as 64 lower-case hex digits. */
export const sha256Hex = (data: Uint8Array | string): string => hash('sha256', data, 'hex');

/** SHA-256 of a value's canonical JSON (RFC 8785): 32 bytes. */
export const hashJson = (value: Json): Buffer => sha256(canonicalJson(value));

/** HMAC-SHA-256 (RFC 2104): 32 bytes. */
export const hmac = (key: Uint8Array, data: Uint8Array | string): Buffer =>
  createHmac('sha256', key).update(data).digest();

/** Compares two byte strings in time that depends on their length alone. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b);
