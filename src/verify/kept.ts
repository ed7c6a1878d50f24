import { hashJson, leafHash, sameBytes, type Json } from '../kernel/index.js';
import type { Checkpoint } from '../registry/domain/log/checkpoint.js';
import { readBundle } from '../registry/domain/log/entry-bundle.js';
import { isIncluded } from '../registry/domain/log/proofs.js';
import { TILE_WIDTH, tileAt, tilePath } from '../registry/domain/log/tile-path.js';
import { readProof } from '../registry/domain/log/tlog-proof.js';
import { keptReceiptHash, readReceipt, verifyReceipt } from '../sitting/domain/verify-receipt.js';
import type { LogKeys } from './log-keys.js';
import { DoesNotHold, type LogReading } from './log-reading.js';
import { Missing, type PublicSource } from './public-source.js';

/** Files that somebody kept, as texts: what they were given must be what is published. */
export interface Kept {
  readonly receipts: readonly { readonly name: string; readonly text: string }[];
  readonly proofs: readonly { readonly name: string; readonly text: string }[];
  /** Answer sheets, each with its receipt among the receipts. */
  readonly sheets: readonly { readonly name: string; readonly text: string }[];
}

/** @returns a sentence for each file that holds. @throws DoesNotHold naming the first that does not. */
export async function checkKept(
  source: PublicSource,
  reading: LogReading,
  checkpoint: Checkpoint,
  logKeys: LogKeys,
  signingKeys: Readonly<Record<string, string>>,
  { receipts, proofs, sheets }: Kept,
): Promise<string[]> {
  const said: string[] = [];
  for (const file of receipts) said.push(await checkReceipt(source, reading, checkpoint, signingKeys, file));
  for (const file of proofs) said.push(await checkProof(source, reading, checkpoint, logKeys, file));
  for (const file of sheets) said.push(checkSheet(receipts, file));
  return said;
}

async function checkReceipt(
  source: PublicSource,
  reading: LogReading,
  checkpoint: Checkpoint,
  signingKeys: Readonly<Record<string, string>>,
  { name, text }: Kept['receipts'][number],
): Promise<string> {
  const wrong = (what: string) => new DoesNotHold('receipt', `${name}: ${what}`);
  const receipt = readReceipt(text);
  if (!receipt.ok) throw wrong(receipt.refusal.detail);
  const keys = Object.entries(signingKeys).map(([keyId, publicKey]) => ({
    purpose: 'receipts',
    keyId,
    publicKey,
  }));
  if (!verifyReceipt(receipt.value, keys).every(({ holds }) => holds))
    throw wrong('it is not signed as it is by a key that the log states.');
  const hash = keptReceiptHash(receipt.value);
  const standing = (await source.json(`/api/v1/receipts/${hash}`).catch((error: unknown) => {
    if (error instanceof Missing) throw wrong('the platform says that it never issued it.');
    throw error;
  })) as { readonly entry: { readonly seq: string } | null };
  const { inLogBy } = receipt.value.body;
  const seq = standing.entry ? Number(standing.entry.seq) : Infinity;
  if (seq >= checkpoint.size) {
    if (Date.parse(inLogBy) < Date.now())
      throw wrong(`it was promised to be in the log by ${inLogBy}, and is not.`);
    return `${name} is signed; it will be in the log by ${inLogBy}.`;
  }
  const { fact, shown } = await entryAt(source, reading, checkpoint, seq);
  const { receiptHash, session } = shown as { readonly receiptHash?: Json; readonly session?: Json };
  const { candidateNumber } = receipt.value.body;
  const isOwn = fact.subject === candidateNumber && session === receipt.value.body.session;
  if (fact.type !== 'receipt' || !isOwn || receiptHash !== hash)
    throw wrong(`entry ${String(seq)} of the log states another one.`);
  return `${name} is signed, and is entry ${String(seq)} of the log.`;
}

/** The sheet is what one of the receipts was issued for: it has been checked by now. */
function checkSheet(receipts: Kept['receipts'], { name, text }: Kept['sheets'][number]): string {
  const hash = sheetHashOf(text);
  const own = receipts.find((file) => {
    const receipt = readReceipt(file.text);
    return receipt.ok && hash !== undefined && sheetHashIn(receipt.value.body) === hash;
  });
  if (!own) throw new DoesNotHold('sheet', `${name} is not what any of the receipts was issued for.`);
  return `${name} is what ${own.name} was issued for.`;
}

const sheetHashIn = (body: object): unknown => (body as { readonly sheetHash?: unknown }).sheetHash;

function sheetHashOf(text: string): string | undefined {
  try {
    const { answers, candidateNumber, nonce } = JSON.parse(text) as Readonly<Record<string, Json>>;
    if (answers === undefined || candidateNumber === undefined || nonce === undefined) return undefined;
    return hashJson({ answers, candidateNumber, nonce }).toString('hex');
  } catch {
    return undefined;
  }
}

async function checkProof(
  source: PublicSource,
  reading: LogReading,
  checkpoint: Checkpoint,
  logKeys: LogKeys,
  { name, text }: Kept['proofs'][number],
): Promise<string> {
  const wrong = (what: string) => new DoesNotHold('proof', `${name}: ${what}`);
  const proof = readProof(text);
  if (!proof) throw wrong('this is no proof file.');
  const old = logKeys.check(proof.checkpoint, 'proof', `The checkpoint in ${name}`);
  if (old.size > checkpoint.size)
    throw wrong(`its checkpoint has ${String(old.size)} entries, more than the log has now.`);
  if (!(await reading.beginsWith(old)))
    throw wrong('its checkpoint was signed over another history: the log has forked.');
  const { leaf } = await entryAt(source, reading, checkpoint, proof.index);
  if (!isIncluded(leaf, proof.index, old.size, proof.hashes, old.root))
    throw wrong(`it does not lead from entry ${String(proof.index)} to its checkpoint.`);
  return `${name} proves entry ${String(proof.index)}, and its checkpoint is of this log.`;
}

/** One entry, found in its bundle and proved by the tiles. */
export async function entryAt(
  source: PublicSource,
  reading: LogReading,
  checkpoint: Checkpoint,
  seq: number,
) {
  const bundle = tileAt('entries', Math.floor(seq / TILE_WIDTH), checkpoint.size);
  if (!bundle) throw new DoesNotHold('entries', `The log has no entry ${String(seq)}.`);
  const entry = readBundle(await source.bytes(`/log/${tilePath(bundle)}`))?.[seq % TILE_WIDTH];
  const leaf = entry && leafHash(entry);
  if (!leaf || !sameBytes(leaf, await reading.leafAt(seq)))
    throw new DoesNotHold('entries', `Entry ${String(seq)} is not the one of which the tiles have the hash.`);
  const fact = JSON.parse(entry.toString('utf8')) as { type: string; subject: string; contentHash: string };
  const { shown } = await reading.contentAt(seq);
  if (hashJson(shown).toString('hex') !== fact.contentHash)
    throw new DoesNotHold('contents', `What is shown of entry ${String(seq)} is not what was stated.`);
  return { leaf, fact, shown };
}
