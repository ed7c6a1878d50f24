import { randomBytes, randomUUID } from 'node:crypto';

/** A row's identifier: random (RFC 9562 version 4), so that it tells no time and no order. */
export const newId = (): string => randomUUID();

/**
 * Characters of our public identifiers: Crockford's base 32 without vowels that make words, and without 0/O and 1/I/L,
 * which people misread.
 */
export const PUBLIC_ID_ALPHABET = '23456789BCDFGHJKMNPQRSTVWXYZ';

/** A random public identifier of `length` readable characters (4.8 bits each). */
export function publicId(length = 12): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      if (byte < 252 && text.length < length) text += PUBLIC_ID_ALPHABET[byte % 28] ?? '';
    }
  }
  return text;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** True for a UUID in its lower-case text form: what our ids look like in an address. */
export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);
