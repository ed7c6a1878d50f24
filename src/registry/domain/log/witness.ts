import { sameBytes, sha256 } from '../../../kernel/index.js';
import { parseCheckpoint, type Checkpoint } from './checkpoint.js';
import { isConsistent } from './proofs.js';
import {
  cosignatureBytes,
  cosignedText,
  noteKeyId,
  readNote,
  validSignature,
  type NoteSignature,
  type SignedNote,
  type VerifierKey,
} from './signed-note.js';

/** What a log sends a witness (C2SP tlog-witness, add-checkpoint). */
export interface AddCheckpoint {
  /** The size that the witness cosigned last, as the log has it; 0 where it cosigned none. */
  readonly oldSize: number;
  /** The consistency proof from there to the checkpoint (RFC 6962, 2.1.2). */
  readonly proof: readonly Buffer[];
  readonly note: SignedNote;
  /** What the note's text says. */
  readonly checkpoint: Checkpoint;
}

/** What a witness answers to a checkpoint that it does not cosign. */
export interface WitnessRefusal {
  readonly kind: 'refuse';
  readonly status: 400 | 403 | 404 | 409 | 422;
  /** One sentence. */
  readonly detail: string;
  /** The size that was cosigned last: with 409 alone, whose body it is. */
  readonly knownSize?: number;
}

/** The checkpoint may be cosigned once it is kept as the newest of its log. */
export interface WitnessConsent {
  readonly kind: 'cosign';
  readonly state: Checkpoint;
}

/** The media type of a size that a witness answers with 409. */
export const SIZE_TYPE = 'text/x.tlog.size';

/** Proof lines at most: the height of the tallest tree that a 64-bit size has. */
const MAX_PROOF = 63;
// C2SP signed-note asks for 16 at least; each one in a key's name costs a verification.
const MAX_SIGNATURES = 64;
const OLD_SIZE = /^old (0|[1-9]\d{0,15})$/;
// C2SP signed-note forbids control characters but the newline.
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;

/** @throws RangeError where the proof has more lines than the protocol allows. */
export function writeAddCheckpoint(oldSize: number, proof: readonly Uint8Array[], note: string): string {
  if (proof.length > MAX_PROOF) throw new RangeError('A consistency proof has 63 hashes at most.');
  const lines = proof.map((hash) => `${Buffer.from(hash).toString('base64')}\n`);
  return `old ${String(oldSize)}\n${lines.join('')}\n${note}`;
}

/** @returns undefined for what is malformed, also sizes beyond 2^53 − 1, which are no exact numbers here. */
export function parseAddCheckpoint(body: Uint8Array): AddCheckpoint | undefined {
  const text = decode(body);
  const end = text?.indexOf('\n\n') ?? -1;
  if (text === undefined || end === -1 || CONTROL.test(text)) return undefined;
  const [old = '', ...lines] = text.slice(0, end).split('\n');
  const oldSize = Number(OLD_SIZE.exec(old)?.[1] ?? NaN);
  if (!Number.isSafeInteger(oldSize) || lines.length > MAX_PROOF) return undefined;
  const proof = lines.map((line) => Buffer.from(line, 'base64'));
  if (proof.some((hash, at) => hash.length !== 32 || hash.toString('base64') !== lines[at])) return undefined;
  const note = readNote(text.slice(end + 2));
  // Lines of a checkpoint are not empty; those of any note may be.
  if (!note || note.signatures.length > MAX_SIGNATURES || note.text.includes('\n\n')) return undefined;
  const checkpoint = parseCheckpoint(note.text);
  return checkpoint && { oldSize, proof, note, checkpoint };
}

function decode(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

/**
 * Whether a witness cosigns a checkpoint. It never gives its name to two roots of one size, nor to anything that does not
 * begin with what it cosigned before. Whoever asks keeps the new state before the cosignature leaves, and decides about
 * one request for a log at a time.
 *
 * @param known what was cosigned last of this log; undefined where nothing was.
 * @param logs the keys of the logs that are witnessed; a key's name is its log's origin. A log may have several.
 */
export function judge(
  known: Checkpoint | undefined,
  request: AddCheckpoint,
  logs: readonly VerifierKey[],
): WitnessConsent | WitnessRefusal {
  const { oldSize, proof, note, checkpoint } = request;
  const refuse = (status: WitnessRefusal['status'], detail: string): WitnessRefusal => ({
    kind: 'refuse',
    status,
    detail,
  });
  const keys = logs.filter(({ name }) => name === checkpoint.origin);
  if (keys.length === 0) return refuse(404, 'This witness does not know that log.');
  if (!keys.some((key) => validSignature(note, key)))
    return refuse(403, 'No signature on the checkpoint is by a key of that log.');
  if (oldSize > checkpoint.size) return refuse(400, 'The old size is above the size of the checkpoint.');

  const before = known ?? { size: 0, root: sha256('') };
  const conflict = (detail: string): WitnessRefusal => ({
    ...refuse(409, detail),
    knownSize: before.size,
  });
  if (oldSize !== before.size) return conflict('The old size is not the one that was cosigned last.');
  if (checkpoint.size === before.size && !sameBytes(checkpoint.root, before.root))
    return conflict('Another root was cosigned for that size.');
  if (!isConsistent(before.size, checkpoint.size, proof, before.root, checkpoint.root))
    return refuse(422, 'The consistency proof does not hold.');
  return { kind: 'cosign', state: checkpoint };
}

/**
 * A witness's signature on a checkpoint's text (C2SP tlog-cosignature, version 1).
 *
 * @param seconds since 1970. @param sign Ed25519 with the private half of `witness`.
 */
export function cosign(
  text: string,
  witness: VerifierKey,
  seconds: number,
  sign: (data: Uint8Array) => Uint8Array,
): NoteSignature {
  return {
    name: witness.name,
    keyId: noteKeyId(witness),
    signature: cosignatureBytes(seconds, sign(Buffer.from(cosignedText(text, seconds)))),
  };
}
