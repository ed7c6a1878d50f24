import { fromBase64, sha256, textOf, toHex, utf8, type Bytes } from './bytes.js';
import { isIncluded, leafHash, readProof } from './inclusion.js';
import { canonicalOf, isRecord, parseJson } from './receipt-file.js';
import { keyOf, readCheckpoint, type LogKey } from './signed-checkpoint.js';

/** A fact as the log has it, and what it shows: nobody changed either where they are given. */
export interface Stated {
  readonly fact: Readonly<Record<string, unknown>>;
  readonly shown: Readonly<Record<string, unknown>>;
}

/** @returns undefined where what is shown is not what the fact states. */
export async function statedBy(fact: unknown, shown: unknown): Promise<Stated | undefined> {
  const canonical = isRecord(fact) && isRecord(shown) && fact['v'] === 1 ? canonicalOf(shown) : undefined;
  if (canonical === undefined) return undefined;
  const hash = toHex(await sha256(utf8(canonical)));
  const stated = { fact, shown } as Stated;
  return stated.fact['contentHash'] === hash ? stated : undefined;
}

/** The key that a fact puts in use for a purpose, and its id; undefined where it does nothing of the kind. */
export function keyIn({ fact, shown }: Stated, purpose: 'receipts' | 'checkpoints') {
  const { keyId, publicKey } = shown;
  const isOfKey =
    fact['type'] === 'signing-key' &&
    fact['cause'] === 'in-use' &&
    fact['subject'] === keyId &&
    shown['purpose'] === purpose &&
    shown['algorithm'] === 'Ed25519';
  const key = typeof publicKey === 'string' ? fromBase64(publicKey) : undefined;
  return isOfKey && key?.length === 32 ? { keyId, key } : undefined;
}

/** The key to which another handed over, by its file (docs/spec/log.md); undefined where that does not hold. */
export async function nextKey(file: Bytes, from: LogKey): Promise<LogKey | undefined> {
  const proof = readProof(file);
  const checkpoint = proof && (await readCheckpoint(proof.note, from));
  const text = proof?.extra && textOf(proof.extra);
  const added = parseJson(text);
  const { fact, shown } = isRecord(added) ? added : {};
  // Bytes that can be read in two ways state nothing.
  if (!checkpoint || canonicalOf({ fact, shown }) !== text) return undefined;
  const stated = await statedBy(fact, shown);
  const found = stated && keyIn(stated, 'checkpoints');
  const next = found && (await keyOf(from.name, found.key));
  const entry = canonicalOf(fact);
  if (!next || next.id === from.id || entry === undefined) return undefined;
  const leaf = await leafHash(utf8(entry));
  const { size, root } = checkpoint;
  return (await isIncluded(leaf, proof.index, size, proof.hashes, root)) ? next : undefined;
}
