import { TILE_WIDTH, tilePath } from '../../registry/domain/log/tile-path.js';
import { fromBase64, sameBytes, sha256, textOf, toHex, utf8, type Bytes } from './bytes.js';
import { isSignedBy } from './ed25519.js';
import { isIncluded, leafHash, pathInBundle, readBundle, readProof } from './inclusion.js';
import { canonicalOf, isRecord, parseJson, readReceiptFile, type ReceiptFile } from './receipt-file.js';
import { readCheckpoint, readLogKey, type LogKey, type SignedCheckpoint } from './signed-checkpoint.js';

/**
 * What became of a step. `waits`: it will hold when the log has taken the receipt, which was promised by a time.
 * `unreachable`: an answer did not come. `unknown`: what it rests on did not hold, so it says nothing. `word`: the
 * platform says so, and nothing proves it.
 */
export type Outcome = 'holds' | 'fails' | 'waits' | 'unreachable' | 'unknown' | 'word' | 'replaced';

/** Each step with all that can come of it; the page has words for each. */
export const REASONS = {
  file: { holds: 'holds', wrong: 'fails' },
  checkpoint: {
    holds: 'holds',
    noKey: 'fails',
    unsigned: 'fails',
    empty: 'waits',
    unreachable: 'unreachable',
  },
  entry: {
    holds: 'holds',
    waits: 'waits',
    never: 'fails',
    late: 'fails',
    gone: 'fails',
    unproved: 'fails',
    other: 'fails',
    changed: 'fails',
    forked: 'fails',
    unreadable: 'fails',
    unsigned: 'unknown',
    unreachable: 'unreachable',
  },
  signature: {
    holds: 'holds',
    noKey: 'fails',
    changed: 'fails',
    unreadable: 'fails',
    unreachable: 'unreachable',
  },
  newest: { word: 'word', replaced: 'replaced', unknown: 'unknown', unreachable: 'unreachable' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Outcome>>>>;

export type StepName = keyof typeof REASONS;

/** A step that was taken. */
export interface Step {
  readonly step: StepName;
  readonly reason: string;
  readonly outcome: Outcome;
  /** What its words name. */
  readonly values: Readonly<Record<string, string>>;
}

/** What the steps come to. */
export const VERDICTS = ['true', 'replaced', 'waits', 'incomplete', 'noKey', 'noReceipt', 'failed'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** An answer of the platform: its bytes, that it has none, or that none came. */
export type Answer = Bytes | 'missing' | 'unreachable';

/** Fetches an address of the platform. */
export type Ask = (path: string) => Promise<Answer>;

/** The receipt that is checked, as soon as the file proves to be one; then each step in its turn. */
export type Finding = { readonly receipt: ReceiptFile } | Step;

/** What the platform says of the receipt; nothing of it is believed but where to look. */
interface Standing {
  readonly seq: number | null;
  readonly replacedBy: number | null;
}

type Told<S extends StepName> = readonly [
  reason: keyof (typeof REASONS)[S] & string,
  values?: Readonly<Record<string, string>>,
];

/** How often a checkpoint is asked for again, where the log grew between two answers. */
const TRIES = 4;

/**
 * Checks a receipt's file by the log's verifier key, which alone is trusted: whatever else the platform answers is
 * checked by it, or is told as the platform's word.
 *
 * @param typedKey the verifier key; undefined where it could not be had. @param now milliseconds since 1970.
 */
export async function* checkReceipt(
  file: Bytes,
  typedKey: string | undefined,
  ask: Ask,
  now: number,
): AsyncGenerator<Finding> {
  const receipt = await readReceiptFile(file);
  if (!receipt) {
    yield step('file', ['wrong']);
    return;
  }
  yield { receipt };
  yield step('file', ['holds', { hash: receipt.hash }]);

  const key = typedKey === undefined ? undefined : await readLogKey(typedKey);
  const note = key ? await ask('/log/checkpoint') : 'missing';
  const checkpoint = key && note instanceof Uint8Array ? await readCheckpoint(note, key) : undefined;
  yield step('checkpoint', tellCheckpoint(typedKey, key, note, checkpoint));

  const said = await ask(`/api/v1/receipts/${receipt.hash}`);
  const standing = said instanceof Uint8Array ? readStanding(said, receipt.hash) : undefined;
  yield step('entry', await tellEntry({ receipt, key, note, checkpoint, said, standing, ask, now }));
  yield step('signature', await tellSignature(receipt, await ask('/api/v1/signing-keys')));
  yield step('newest', tellNewest(said, standing));
}

/** What the steps come to, once all were taken. One that fails outweighs all others. */
export function verdictOf(steps: readonly Step[]): Verdict {
  const has = (outcome: Outcome): boolean => steps.some((one) => one.outcome === outcome);
  const failed = steps.filter(({ outcome }) => outcome === 'fails');
  if (failed.some((one) => one.step === 'file')) return 'noReceipt';
  // What was typed for a key is none: that says nothing of the receipt.
  if (failed.length === 1 && failed[0]?.step === 'checkpoint' && failed[0].reason === 'noKey') return 'noKey';
  if (failed.length > 0) return 'failed';
  if (has('unreachable')) return 'incomplete';
  if (has('replaced')) return 'replaced';
  return has('waits') ? 'waits' : 'true';
}

function step<S extends StepName>(name: S, [reason, values = {}]: Told<S>): Step {
  const outcomes: Readonly<Record<string, Outcome>> = REASONS[name];
  return { step: name, reason, outcome: outcomes[reason] as Outcome, values };
}

function tellCheckpoint(
  typedKey: string | undefined,
  key: LogKey | undefined,
  note: Answer,
  checkpoint: SignedCheckpoint | undefined,
): Told<'checkpoint'> {
  if (typedKey === undefined) return ['unreachable'];
  if (!key) return ['noKey'];
  const values = { key: `${key.name}+${key.id}`, size: String(checkpoint?.size ?? 0) };
  if (note === 'unreachable') return ['unreachable'];
  if (note === 'missing') return ['empty'];
  return checkpoint ? ['holds', values] : ['unsigned', values];
}

interface EntryCheck {
  readonly receipt: ReceiptFile;
  readonly key: LogKey | undefined;
  readonly note: Answer;
  readonly checkpoint: SignedCheckpoint | undefined;
  readonly said: Answer;
  readonly standing: Standing | undefined;
  readonly ask: Ask;
  readonly now: number;
}

async function tellEntry(check: EntryCheck): Promise<Told<'entry'>> {
  const { receipt, key, note, checkpoint, said, standing, now } = check;
  if (said === 'unreachable') return ['unreachable'];
  if (said === 'missing') return ['never'];
  if (!standing) return ['unreadable'];
  const { inLogBy } = receipt.body;
  if (standing.seq === null) return [Date.parse(inLogBy) < now ? 'late' : 'waits', { time: inLogBy }];
  const values = { seq: String(standing.seq) };
  // It is said to be in a log that is said to have nothing.
  if (key && note === 'missing') return ['gone', values];
  if (!key || !checkpoint) return ['unsigned'];
  const reason = await entryHolds(check, key, checkpoint, standing.seq);
  return [reason, values];
}

/** The entry at a place, by its bytes up to the root of the checkpoint. */
async function entryHolds(
  { receipt, ask }: EntryCheck,
  key: LogKey,
  newest: SignedCheckpoint,
  seq: number,
): Promise<keyof (typeof REASONS)['entry']> {
  const found = await proofOf(ask, key, newest, seq);
  if (typeof found === 'string') return found;
  const { checkpoint, hashes } = found;
  const index = Math.floor(seq / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, checkpoint.size - index * TILE_WIDTH);
  const path = tilePath({ level: 'entries', index, width });
  const bundle = await ask(`/log/${path}`);
  const beside = await ask(`/log/${path.replace('tile/entries', 'contents')}`);
  if (bundle === 'unreachable' || beside === 'unreachable') return 'unreachable';
  if (bundle === 'missing' || beside === 'missing') return 'gone';

  const entries = readBundle(bundle);
  const place = seq - index * TILE_WIDTH;
  const entry = entries?.[place];
  if (entries?.length !== width || !entry) return 'unproved';
  const leaves = await Promise.all(entries.map(leafHash));
  const lowest = await pathInBundle(leaves, place);
  const begins = lowest.every((hash, at) => hashes[at] && sameBytes(hash, hashes[at]));
  const leaf = leaves[place] as Bytes;
  if (!begins || !(await isIncluded(leaf, seq, checkpoint.size, hashes, checkpoint.root))) return 'unproved';

  const text = textOf(entry);
  const fact = parseJson(text);
  // Bytes that can be read in two ways state nothing.
  if (!isRecord(fact) || canonicalOf(fact) !== text) return 'other';
  if (fact['v'] !== 1 || fact['type'] !== 'receipt' || fact['subject'] !== receipt.body.candidateNumber)
    return 'other';
  const contents = parseJson(textOf(beside));
  const content: unknown = Array.isArray(contents) ? contents[place] : undefined;
  const shown = isRecord(content) ? content['shown'] : undefined;
  const canonical = canonicalOf(shown);
  if (canonical === undefined || toHex(await sha256(utf8(canonical))) !== fact['contentHash'])
    return 'changed';
  return isRecord(shown) && shown['receiptHash'] === receipt.hash ? 'holds' : 'other';
}

/**
 * A proof for the entry under a checkpoint that the key signed, the newest or an older one that a witness has cosigned, and
 * that checkpoint; or why there is none.
 */
async function proofOf(ask: Ask, key: LogKey, newest: SignedCheckpoint, seq: number) {
  let checkpoint = newest;
  for (let left = TRIES; left > 0; left -= 1) {
    const answer = await ask(`/log/proofs/${String(seq)}`);
    if (answer === 'unreachable') return answer;
    if (answer === 'missing') return 'gone';
    const proof = readProof(answer);
    const proved = proof && (await readCheckpoint(proof.note, key));
    if (proof?.index !== seq || !proved) return 'unproved';
    if (proved.text === checkpoint.text || proved.size < checkpoint.size)
      return { checkpoint: proved, hashes: proof.hashes };
    // Two roots for one size: the log was told in two ways, and both are signed.
    if (proved.size === checkpoint.size) return 'forked';
    const again = await ask('/log/checkpoint');
    if (again === 'unreachable') return again;
    const next = again === 'missing' ? undefined : await readCheckpoint(again, key);
    // A log does not shrink.
    if (!next || next.size < checkpoint.size) return 'forked';
    checkpoint = next;
  }
  return 'forked';
}

async function tellSignature(receipt: ReceiptFile, answer: Answer): Promise<Told<'signature'>> {
  if (answer === 'unreachable') return ['unreachable'];
  const list = answer === 'missing' ? undefined : parseJson(textOf(answer));
  const items: unknown = isRecord(list) ? list['items'] : undefined;
  if (!Array.isArray(items)) return ['unreadable'];
  const listed: unknown = items.find(
    (one: unknown) => isRecord(one) && one['purpose'] === 'receipts' && one['keyId'] === receipt.keyId,
  );
  const values = { key: receipt.keyId };
  if (!isRecord(listed)) return ['noKey', values];
  const publicKey = fromBase64(String(listed['publicKey']));
  const signature = fromBase64(receipt.signature);
  const holds = publicKey && signature && (await isSignedBy(publicKey, receipt.signed, signature));
  return [holds ? 'holds' : 'changed', values];
}

function tellNewest(said: Answer, standing: Standing | undefined): Told<'newest'> {
  if (said === 'unreachable') return ['unreachable'];
  if (!standing) return ['unknown'];
  return standing.replacedBy === null ? ['word'] : ['replaced', { number: String(standing.replacedBy) }];
}

function readStanding(answer: Bytes, hash: string): Standing | undefined {
  const value = parseJson(textOf(answer));
  if (!isRecord(value) || value['hash'] !== hash) return undefined;
  const { entry, replacedBy } = value;
  const seq = entry === null ? null : isRecord(entry) ? place(entry['seq']) : undefined;
  const number = replacedBy === null ? null : isRecord(replacedBy) ? replacedBy['number'] : undefined;
  const isNumber = number === null || (typeof number === 'number' && Number.isSafeInteger(number));
  return seq === undefined || !isNumber ? undefined : { seq, replacedBy: number };
}

const place = (value: unknown): number | undefined =>
  typeof value === 'string' && /^(?:0|[1-9]\d{0,14})$/.test(value) ? Number(value) : undefined;
