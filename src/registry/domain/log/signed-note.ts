import { isSignedBy, sha256 } from '../../../kernel/index.js';

/** What a signature in a note is of: the log's own, or a witness's with its time. */
export const SIGNATURE_KINDS = { ed25519: 1, cosignature: 4 } as const;
export type SignatureKind = keyof typeof SIGNATURE_KINDS;

/** A key that checks notes (C2SP signed-note): who signs, and with what. */
export interface VerifierKey {
  readonly name: string;
  readonly kind: SignatureKind;
  /** Raw 32 bytes of an Ed25519 public key. */
  readonly publicKey: Uint8Array;
}

/** One signature below a note. */
export interface NoteSignature {
  readonly name: string;
  /** 4 bytes. */
  readonly keyId: Buffer;
  readonly signature: Buffer;
}

/** A text, which ends in a newline, and its signatures. */
export interface SignedNote {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const KEY_ID_BYTES = 4;
// A cosignature's time is a signed number of 64 bits.
const LATEST = 2n ** 63n - 1n;
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f]/;
const NAME = /^[^\s\u0085+]+$/u;
const SIGNATURE_LINE = /^— ([^\s\u0085+]+) ([A-Za-z0-9+/]+={0,2})$/u;

/** The first four bytes of SHA-256(name ‖ 0x0A ‖ kind ‖ public key). */
export const noteKeyId = ({ name, kind, publicKey }: VerifierKey): Buffer =>
  sha256(Buffer.concat([Buffer.from(`${name}\n`), Uint8Array.of(SIGNATURE_KINDS[kind]), publicKey])).subarray(
    0,
    KEY_ID_BYTES,
  );

/** A verifier key as it is handed on: `<name>+<key id in hex>+<base64 of kind and public key>`. */
export const writeVerifierKey = (key: VerifierKey): string =>
  [
    key.name,
    noteKeyId(key).toString('hex'),
    Buffer.concat([Uint8Array.of(SIGNATURE_KINDS[key.kind]), key.publicKey]).toString('base64'),
  ].join('+');

/** @returns undefined for what is no verifier key of a kind that is known here, or whose id is not its own. */
export function readVerifierKey(text: string): VerifierKey | undefined {
  const [, name = '', id = '', material = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text) ?? [];
  const bytes = Buffer.from(material, 'base64');
  const kind = (Object.keys(SIGNATURE_KINDS) as SignatureKind[]).find(
    (one) => SIGNATURE_KINDS[one] === bytes[0],
  );
  if (!NAME.test(name) || !kind || bytes.length !== 33 || bytes.toString('base64') !== material)
    return undefined;
  const key = { name, kind, publicKey: bytes.subarray(1) };
  return noteKeyId(key).toString('hex') === id ? key : undefined;
}

/** A signature's line, without its newline. */
export const signatureLine = ({ name, keyId, signature }: NoteSignature): string =>
  `— ${name} ${Buffer.concat([keyId, signature]).toString('base64')}`;

export const writeNote = ({ text, signatures }: SignedNote): string =>
  `${text}\n${signatures.map((one) => `${signatureLine(one)}\n`).join('')}`;

/** @returns undefined for what is no signed note, also where it has control characters other than newlines. */
export function readNote(note: string): SignedNote | undefined {
  const end = note.lastIndexOf('\n\n');
  if (end === -1 || !note.endsWith('\n') || CONTROL.test(note)) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [, name = '', material = ''] = SIGNATURE_LINE.exec(line) ?? [];
    const bytes = Buffer.from(material, 'base64');
    if (bytes.length <= KEY_ID_BYTES || bytes.toString('base64') !== material) return undefined;
    signatures.push({
      name,
      keyId: bytes.subarray(0, KEY_ID_BYTES),
      signature: bytes.subarray(KEY_ID_BYTES),
    });
  }
  return { text: note.slice(0, end + 1), signatures };
}

/**
 * The signature in a note that is by this key and holds. Those of others may stand beside it; a second one in this key's
 * name that does not hold spoils the note, as signed-note advises.
 */
export function validSignature(note: SignedNote, key: VerifierKey): NoteSignature | undefined {
  const keyId = noteKeyId(key);
  const own = note.signatures.filter((one) => one.name === key.name && one.keyId.equals(keyId));
  return own.every(({ signature }) => holds(note.text, signature, key)) ? own[0] : undefined;
}

function holds(text: string, signature: Buffer, key: VerifierKey): boolean {
  const publicKey = Buffer.from(key.publicKey).toString('base64');
  if (key.kind === 'ed25519') return isSignedBy(publicKey, Buffer.from(text), signature.toString('base64'));
  if (signature.length !== 72) return false;
  const time = signature.readBigUInt64BE(0);
  if (time > LATEST) return false;
  const signed = cosignedText(text, time);
  return isSignedBy(publicKey, Buffer.from(signed), signature.subarray(8).toString('base64'));
}

/** What a witness signs of a checkpoint (C2SP tlog-cosignature, version 1). @param seconds since 1970. */
export const cosignedText = (text: string, seconds: number | bigint): string =>
  `cosignature/v1\ntime ${String(seconds)}\n${text}`;

/** A cosignature's bytes: its time, 8 bytes, and the signature. */
export function cosignatureBytes(seconds: number, signature: Uint8Array): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  return Buffer.concat([time, signature]);
}

/** When a witness signed, in seconds since 1970. */
export const cosignedAt = (signature: Buffer): number => Number(signature.readBigUInt64BE(0));
