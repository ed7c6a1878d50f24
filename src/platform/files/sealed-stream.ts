import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const SEGMENT = 64 * 1024;
const PREFIX = 7;
const TAG = 16;

/**
 * Encryption of a stream in segments of 64 KiB under AES-256-GCM, so that neither side holds the whole: STREAM of Hoang,
 * Reyhanitabar, Rogaway and Vizár (Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, CRYPTO 2015).
 * The nonce is a random prefix, the segment's number and whether it is the last: segments can be neither reordered nor cut
 * off. The key is of one object alone.
 */
export async function* seal(key: Uint8Array, content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const prefix = randomBytes(PREFIX);
  yield prefix;
  let number = 0;
  for await (const { bytes, last } of segments(content, SEGMENT)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(prefix, number, last));
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    number += 1;
  }
}

/** What {@link seal} sealed. @throws Error where a byte was changed, added or cut off, or the key is another. */
export async function* unseal(key: Uint8Array, sealed: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let prefix: Buffer | undefined;
  let number = 0;
  for await (const { bytes, last } of segments(
    afterPrefix(sealed, (read) => (prefix = read)),
    SEGMENT + TAG,
  )) {
    if (!prefix || bytes.length < TAG) throw new Error('A sealed object is cut off.');
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(prefix, number, last));
    decipher.setAuthTag(bytes.subarray(-TAG));
    yield Buffer.concat([decipher.update(bytes.subarray(0, -TAG)), decipher.final()]);
    number += 1;
  }
}

function nonceOf(prefix: Buffer, number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  prefix.copy(nonce);
  nonce.writeUInt32BE(number, PREFIX);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
}

/** Pieces of one size, the last one shorter or as long; of nothing one that is empty. */
export async function* segments(
  content: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ readonly bytes: Buffer; readonly last: boolean }> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of content) {
    held.push(chunk);
    length += chunk.length;
    // One that is full is the last only where nothing follows.
    while (length > size) {
      const all = Buffer.concat(held);
      yield { bytes: all.subarray(0, size), last: false };
      const rest = all.subarray(size);
      held = [rest];
      length = rest.length;
    }
  }
  yield { bytes: Buffer.concat(held), last: true };
}

async function* afterPrefix(
  sealed: AsyncIterable<Uint8Array>,
  found: (prefix: Buffer) => void,
): AsyncGenerator<Uint8Array> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of sealed) {
    if (!head) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < PREFIX) continue;
    found(head.subarray(0, PREFIX));
    yield head.subarray(PREFIX);
    head = undefined;
  }
  if (head) throw new Error('A sealed object is cut off.');
}
