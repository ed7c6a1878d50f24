import {
  canonicalJson,
  hashJson,
  leafHash,
  ok,
  refuse,
  type Json,
  type Result,
} from '../../../kernel/index.js';
import { SIGNING_KEY_FACT } from '../../facts.js';
import { parseCheckpoint, type Checkpoint } from './checkpoint.js';
import { isIncluded } from './proofs.js';
import { readNote, validSignature, type VerifierKey } from './signed-note.js';
import { readProof, writeProof, type TlogProof } from './tlog-proof.js';

/** What the log stated of the key to which another handed over. */
export interface HandoverStatement {
  readonly fact: Json;
  readonly shown: Json;
}

/** A key has said which key signs after it: in the last state of the log that it signed itself. */
export interface Handover {
  readonly next: VerifierKey;
  /** The entry that states the next key. */
  readonly index: number;
  /** The last one that the old key signed. */
  readonly checkpoint: Checkpoint;
}

/**
 * A handover as it is published: the proof file of the entry that states the new key, under the old key's last checkpoint,
 * with that entry and what it shows in the line that a proof file leaves to applications (docs/spec/log.md).
 */
export const writeHandover = (proof: TlogProof, { fact, shown }: HandoverStatement): string =>
  writeProof({ ...proof, extra: Buffer.from(canonicalJson({ fact, shown })) });

/** To which key `from` handed over, by a file that asks nobody. Refusal: LOG.HANDOVER, which says what does not hold. */
export function readHandover(file: string, from: VerifierKey): Result<Handover> {
  const wrong = (what: string) => refuse('invalid', 'LOG.HANDOVER', what);
  const proof = readProof(file);
  const stated = proof?.extra && statementIn(proof.extra);
  const note = proof && readNote(proof.checkpoint);
  const checkpoint = note && parseCheckpoint(note.text);
  if (!stated || !checkpoint) return wrong('It is no handover’s file.');
  if (checkpoint.origin !== from.name || !validSignature(note, from))
    return wrong('Its checkpoint is not signed by the key that hands over.');
  const { fact, shown } = stated;
  if (!isIncluded(leafHash(canonicalJson(fact)), proof.index, checkpoint.size, proof.hashes, checkpoint.root))
    return wrong('What it states is not in the log that the old key signed.');
  const publicKey = keyIn(fact, shown);
  if (!publicKey || publicKey.equals(from.publicKey))
    return wrong('It does not state another key of the log.');
  return ok({ next: { ...from, publicKey }, index: proof.index, checkpoint });
}

function statementIn(extra: Buffer): HandoverStatement | undefined {
  try {
    const text = extra.toString('utf8');
    const value = JSON.parse(text) as Record<string, Json>;
    const { fact, shown } = value;
    return isRecord(fact) && isRecord(shown) && canonicalJson({ fact, shown }) === text
      ? { fact, shown }
      : undefined;
  } catch {
    return undefined;
  }
}

/** The key that a fact puts in use for checkpoints; undefined where it does nothing of the kind. */
function keyIn(fact: Json, shown: Json): Buffer | undefined {
  if (!isRecord(fact) || !isRecord(shown) || fact['contentHash'] !== hashJson(shown).toString('hex'))
    return undefined;
  const { purpose, keyId, algorithm, publicKey } = shown;
  const isOfKey =
    fact['v'] === 1 &&
    fact['type'] === SIGNING_KEY_FACT &&
    fact['cause'] === 'in-use' &&
    keyId === fact['subject'] &&
    purpose === 'checkpoints' &&
    algorithm === 'Ed25519';
  if (!isOfKey || typeof publicKey !== 'string') return undefined;
  const key = Buffer.from(publicKey, 'base64');
  return key.length === 32 && key.toString('base64') === publicKey ? key : undefined;
}

const isRecord = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
