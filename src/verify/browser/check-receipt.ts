import { fromBase64, textOf, type Bytes } from './bytes.js';
import { isSignedBy } from './ed25519.js';
import { isRecord, parseJson, readReceiptFile, type ReceiptFile } from './receipt-file.js';
import { readLogKey, type SignedCheckpoint } from './signed-checkpoint.js';
import { keyIn } from './stated-key.js';
import { TrustedLog, type Answer, type Ask } from './trusted-log.js';

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
    waits: 'waits',
    noKey: 'fails',
    unproved: 'fails',
    changed: 'fails',
    unreadable: 'fails',
    unsigned: 'unknown',
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
export const VERDICTS = [
  'true',
  'replaced',
  'waits',
  'early',
  'incomplete',
  'noKey',
  'noReceipt',
  'failed',
] as const;
export type Verdict = (typeof VERDICTS)[number];

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

/** Pages of keys that are read at most; a hundred stand on one. */
const MOST_PAGES = 50;

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
  const log = key && new TrustedLog(ask, key);
  const note = log ? await ask('/log/checkpoint') : 'missing';
  let checkpoint: Read = 'missing';
  if (typeof note === 'string') checkpoint = note;
  else if (log) checkpoint = await log.read(note);
  yield step('checkpoint', tellCheckpoint(typedKey, log, checkpoint));

  const said = await ask(`/api/v1/receipts/${receipt.hash}`);
  const standing = said instanceof Uint8Array ? readStanding(said, receipt.hash) : undefined;
  const check = { receipt, log, checkpoint, said, standing, ask, now };
  yield step('entry', await tellEntry(check));
  yield step('signature', await tellSignature(check));
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
  // Nothing proves yet who signed it.
  if (steps.some((one) => one.step === 'signature' && one.outcome !== 'holds')) return 'early';
  if (has('replaced')) return 'replaced';
  return has('waits') ? 'waits' : 'true';
}

function step<S extends StepName>(name: S, [reason, values = {}]: Told<S>): Step {
  const outcomes: Readonly<Record<string, Outcome>> = REASONS[name];
  return { step: name, reason, outcome: outcomes[reason] as Outcome, values };
}

function tellCheckpoint(
  typedKey: string | undefined,
  log: TrustedLog | undefined,
  checkpoint: Read,
): Told<'checkpoint'> {
  if (typedKey === undefined) return ['unreachable'];
  if (!log) return ['noKey'];
  const key = `${log.key.name}+${log.key.id}`;
  if (checkpoint === 'unreachable') return ['unreachable'];
  if (checkpoint === 'missing') return ['empty'];
  return checkpoint === 'unsigned'
    ? ['unsigned', { key }]
    : ['holds', { key, size: String(checkpoint.size) }];
}

/** What the newest checkpoint came to. */
type Read = SignedCheckpoint | 'unsigned' | 'missing' | 'unreachable';

interface Check {
  readonly receipt: ReceiptFile;
  readonly log: TrustedLog | undefined;
  readonly checkpoint: Read;
  readonly said: Answer;
  readonly standing: Standing | undefined;
  readonly ask: Ask;
  readonly now: number;
}

async function tellEntry({ receipt, log, checkpoint, said, standing, now }: Check): Promise<Told<'entry'>> {
  if (said === 'unreachable') return ['unreachable'];
  if (said === 'missing') return ['never'];
  if (!standing) return ['unreadable'];
  const { inLogBy, candidateNumber, session } = receipt.body;
  if (standing.seq === null) return [Date.parse(inLogBy) < now ? 'late' : 'waits', { time: inLogBy }];
  const values = { seq: String(standing.seq) };
  // It is said to be in a log that is said to have nothing.
  if (log && checkpoint === 'missing') return ['gone', values];
  if (!log || typeof checkpoint === 'string') return ['unsigned'];
  const found = await log.entryAt(checkpoint, standing.seq);
  if (typeof found === 'string') return [found, values];
  const { fact, shown } = found;
  const isOwn =
    fact['type'] === 'receipt' && fact['subject'] === candidateNumber && shown['session'] === session;
  return [isOwn && shown['receiptHash'] === receipt.hash ? 'holds' : 'other', values];
}

/** By the key that the log states for receipts; where that stands is asked of the platform, and nothing else. */
async function tellSignature(check: Check): Promise<Told<'signature'>> {
  const { receipt, log, checkpoint, ask, now } = check;
  const { inLogBy } = receipt.body;
  if (checkpoint === 'unreachable') return ['unreachable'];
  if (!log || typeof checkpoint === 'string') return ['unsigned'];
  const seq = await placeOfKey(ask, receipt.keyId);
  if (typeof seq === 'string') return [seq];
  const values = { key: receipt.keyId, time: inLogBy };
  // The log states a key when it takes what was signed with it, at the latest.
  if (seq === undefined) return [Date.parse(inLogBy) < now ? 'noKey' : 'waits', values];
  const stated = await log.entryAt(checkpoint, seq);
  if (stated === 'unreachable') return [stated];
  const found = typeof stated === 'string' ? undefined : keyIn(stated, 'receipts');
  if (found?.keyId !== receipt.keyId) return ['unproved', { ...values, seq: String(seq) }];
  const signature = fromBase64(receipt.signature);
  const holds = signature && (await isSignedBy(found.key, receipt.signed, signature));
  return [holds ? 'holds' : 'changed', { ...values, seq: String(seq) }];
}

/** Which entry states a key first, as the registry lists them; undefined where none does. */
async function placeOfKey(
  ask: Ask,
  keyId: string,
): Promise<number | undefined | 'unreachable' | 'unreadable'> {
  let [found, cursor]: [number | undefined, unknown] = [undefined, ''];
  for (let page = 0; page < MOST_PAGES && typeof cursor === 'string'; page += 1) {
    const next = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await ask(`/api/v1/registry/entries?type=signing-key&limit=100${next}`);
    if (answer === 'unreachable') return answer;
    const list = answer === 'missing' ? undefined : parseJson(textOf(answer));
    if (!isRecord(list) || !Array.isArray(list['items'])) return 'unreadable';
    for (const item of list['items'] as unknown[]) {
      const { fact, seq } = isRecord(item) ? item : {};
      if (isRecord(fact) && fact['cause'] === 'in-use' && fact['subject'] === keyId) found = place(seq);
    }
    cursor = list['nextCursor'];
  }
  return found;
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
