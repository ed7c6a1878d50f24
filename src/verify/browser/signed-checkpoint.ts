import { concat, fromBase64, sha256, textOf, toHex, utf8, type Bytes } from './bytes.js';
import { isSignedBy } from './ed25519.js';

/** The key of a log (C2SP signed-note, type 0x01): who signs its checkpoints, and with what. */
export interface LogKey {
  readonly name: string;
  /** Eight hex digits. */
  readonly id: string;
  /** 32 bytes. */
  readonly publicKey: Bytes;
}

/** What a log says of itself under its signature. */
export interface SignedCheckpoint {
  /** The text that is signed. */
  readonly text: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Bytes;
}

const ED25519 = 1;
const KEY_ID_BYTES = 4;
const KEY = /^([^\s+]+)\+([0-9a-f]{8})\+(.+)$/u;
const SIGNATURE_LINE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;
const SIZE = /^(?:0|[1-9]\d{0,15})$/;

/**
 * A verifier key as it was typed or pasted; it may be broken into lines, as paper does.
 *
 * @returns undefined for what is none, or has a character wrong: its id is over its name and its key.
 */
export async function readLogKey(typed: string): Promise<LogKey | undefined> {
  const [, name = '', id = '', material = ''] = KEY.exec(typed.replace(/\s/gu, '')) ?? [];
  const bytes = fromBase64(material);
  if (bytes?.length !== 33 || bytes[0] !== ED25519) return undefined;
  const key = await keyOf(name, bytes.subarray(1));
  return key.id === id ? key : undefined;
}

/** A public key of 32 bytes as the key of a log. */
export async function keyOf(name: string, publicKey: Bytes): Promise<LogKey> {
  const hash = await sha256(concat(utf8(`${name}\n`), Uint8Array.of(ED25519), publicKey));
  return { name, id: toHex(hash.subarray(0, KEY_ID_BYTES)), publicKey };
}

/** @returns undefined for what is no checkpoint of this log with a signature by its key. Others' may stand beside it. */
export async function readCheckpoint(note: Bytes, key: LogKey): Promise<SignedCheckpoint | undefined> {
  const whole = textOf(note);
  const end = whole?.lastIndexOf('\n\n') ?? -1;
  if (whole === undefined || end === -1 || !whole.endsWith('\n')) return undefined;
  const text = whole.slice(0, end + 1);
  let isSigned = false;
  for (const line of whole.slice(end + 2, -1).split('\n')) {
    const [, name, material = ''] = SIGNATURE_LINE.exec(line) ?? [];
    const bytes = fromBase64(material);
    if (!bytes || bytes.length <= KEY_ID_BYTES) return undefined;
    if (name !== key.name || toHex(bytes.subarray(0, KEY_ID_BYTES)) !== key.id) continue;
    // A line in the key's name that does not hold spoils the note, whatever stands beside it.
    if (!(await isSignedBy(key.publicKey, utf8(text), bytes.subarray(KEY_ID_BYTES)))) return undefined;
    isSigned = true;
  }
  const [origin, size = '', hash = '', ...more] = text.split('\n');
  const root = fromBase64(hash);
  if (!isSigned || origin !== key.name || !SIZE.test(size) || !Number.isSafeInteger(Number(size)))
    return undefined;
  return root?.length === 32 && more.at(-1) === '' ? { text, size: Number(size), root } : undefined;
}
