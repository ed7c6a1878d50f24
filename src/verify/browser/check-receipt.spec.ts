import { generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  canonicalJson,
  hashJson,
  isSignedBy as nodeIsSignedBy,
  leafHash as nodeLeafHash,
  merkleRoot,
  type Json,
} from '../../kernel/index.js';
import { checkpointText, parseCheckpoint } from '../../registry/domain/log/checkpoint.js';
import { readBundle as nodeReadBundle, writeBundle } from '../../registry/domain/log/entry-bundle.js';
import { isIncluded as nodeIsIncluded } from '../../registry/domain/log/proofs.js';
import {
  noteKeyId,
  readNote,
  readVerifierKey,
  validSignature,
  writeNote,
  writeVerifierKey,
  type VerifierKey,
} from '../../registry/domain/log/signed-note.js';
import { readProof as nodeReadProof, writeProof } from '../../registry/domain/log/tlog-proof.js';
import { fromBase64, toHex, utf8, type Bytes } from './bytes.js';
import { checkReceipt, REASONS, VERDICTS, verdictOf, type Step } from './check-receipt.js';
import { isSignedBy } from './ed25519.js';
import { isIncluded, leafHash, pathInBundle, readBundle, readProof } from './inclusion.js';
import { readCheckpoint, readLogKey } from './signed-checkpoint.js';
import { nextKey } from './stated-key.js';
import type { Ask } from './trusted-log.js';

const root = path.resolve(import.meta.dirname, '../../..');
const ORIGIN = 'openmerit.example/log';
const bytes = (data: Uint8Array): Bytes => new Uint8Array(data);

function keyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return { raw, sign: (data: Uint8Array) => sign(null, data, privateKey) };
}

const log = keyPair();
const receipts = keyPair();
const logKey: VerifierKey = { name: ORIGIN, kind: 'ed25519', publicKey: log.raw };
const verifier = writeVerifierKey(logKey);

function noteOf(leaves: readonly Buffer[], signer = log): string {
  const keyId = noteKeyId({ ...logKey, publicKey: signer.raw });
  const text = checkpointText({ origin: ORIGIN, size: leaves.length, root: merkleRoot(leaves) });
  return writeNote({
    text,
    signatures: [{ name: ORIGIN, keyId, signature: signer.sign(Buffer.from(text)) }],
  });
}

/** The inclusion proof as RFC 6962, section 2.1.1, defines it. */
function pathOf(leaves: readonly Buffer[], index: number): Buffer[] {
  if (leaves.length === 1) return [];
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half
    ? [...pathOf(left, index), merkleRoot(right)]
    : [...pathOf(right, index - half), merkleRoot(left)];
}

const some = Array.from({ length: 700 }, (_, index) => Buffer.from(`entry ${String(index)}`));
const someLeaves = some.map(nodeLeafHash);
const size = fc.integer({ min: 1, max: some.length });

describe('what the browser computes', () => {
  it('is what the platform computes, on logs of any size', async () => {
    await fc.assert(
      fc.asyncProperty(size, fc.nat(), fc.nat(), async (entries, at, other) => {
        const leaves = someLeaves.slice(0, entries);
        const index = at % entries;
        const proof = pathOf(leaves, index);
        const leaf = await leafHash(bytes(some[index] as Buffer));
        expect(Buffer.from(leaf)).toEqual(leaves[index]);
        for (const [place, hashes] of [
          [index, proof],
          [other % entries, proof],
          [index, proof.slice(1)],
          [index, [...proof, leaf]],
          [entries, proof],
        ] as const) {
          const given = [place, entries, hashes.map(bytes), bytes(merkleRoot(leaves))] as const;
          expect(await isIncluded(leaf, ...given)).toBe(nodeIsIncluded(leaf, ...given));
        }
        const from = index - (index % 256);
        const lowest = await pathInBundle(leaves.slice(from, from + 256).map(bytes), index - from);
        expect(lowest.map(toHex)).toEqual(proof.slice(0, lowest.length).map((hash) => hash.toString('hex')));
      }),
    );
  });

  it('reads what the platform reads, and refuses what it refuses', async () => {
    const note = noteOf(someLeaves.slice(0, 29));
    const proof = writeProof({ index: 11, hashes: pathOf(someLeaves.slice(0, 29), 11), checkpoint: note });
    const bundle = writeBundle(some.slice(0, 29));
    const key = await readLogKey(verifier);
    expect(key && toHex(key.publicKey)).toBe(log.raw.toString('hex'));
    const spoil = (data: Buffer, place: number, byte: number): Buffer => {
      const changed = Buffer.from(data);
      changed[place % data.length] = byte;
      return changed;
    };
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(255), async (place, byte) => {
        const spoilt = spoil(Buffer.from(note), place, byte);
        const there = readNote(spoilt.toString('utf8'));
        const isSigned = there !== undefined && validSignature(there, logKey) !== undefined;
        const here = key && (await readCheckpoint(bytes(spoilt), key));
        expect(here !== undefined).toBe(isSigned && parseCheckpoint(there.text) !== undefined);

        const file = spoil(Buffer.from(proof), place, byte);
        const [read, readThere] = [readProof(bytes(file)), nodeReadProof(file.toString('utf8'))];
        // The platform's reader takes a text that is UTF-8 already.
        if (!file.toString('utf8').includes('\ufffd'))
          expect(read && { ...read, note: Buffer.from(read.note).toString() }).toEqual(
            readThere && {
              index: readThere.index,
              hashes: readThere.hashes.map(bytes),
              note: readThere.checkpoint,
              extra: undefined,
            },
          );

        const tile = spoil(bundle, place, byte);
        expect(readBundle(bytes(tile))).toEqual(nodeReadBundle(tile)?.map(bytes));

        const typed = spoil(Buffer.from(verifier), place, byte).toString('utf8');
        const keyThere = readVerifierKey(typed.replace(/\s/gu, ''));
        expect((await readLogKey(typed)) !== undefined).toBe(keyThere !== undefined);
      }),
      { numRuns: 400 },
    );
  });

  it('checks signatures as the platform does', async () => {
    const data = Buffer.from('data');
    const signature = log.sign(data);
    const base64 = log.raw.toString('base64');
    const same = async (publicKey: Buffer, about: Buffer, signed: Buffer) => {
      const there = nodeIsSignedBy(publicKey.toString('base64'), about, signed.toString('base64'));
      expect(await isSignedBy(bytes(publicKey), bytes(about), bytes(signed))).toBe(there);
      return there;
    };
    expect(nodeIsSignedBy(base64, data, signature.toString('base64'))).toBe(true);
    expect(await same(log.raw, data, signature)).toBe(true);
    expect(await same(receipts.raw, data, signature)).toBe(false);
    for (let place = 0; place < 64; place += 1) {
      const changed = Buffer.from(signature);
      changed[place] = (changed[place] as number) ^ 1;
      expect(await same(log.raw, data, changed)).toBe(false);
    }
    // S and S plus the group's order are the same scalar; only one of them is a signature.
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + order;
    const twin = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
    expect(await same(log.raw, data, Buffer.concat([signature.subarray(0, 32), twin]))).toBe(false);
    expect(await same(log.raw, data, Buffer.alloc(64))).toBe(false);
    expect(await isSignedBy(bytes(log.raw), bytes(data), bytes(signature.subarray(1)))).toBe(false);
    expect(await isSignedBy(bytes(Buffer.alloc(32, 0xff)), bytes(data), bytes(signature))).toBe(false);
  });

  const vectors = <T>(name: string): T[] =>
    (
      JSON.parse(readFileSync(path.join(root, 'test/vectors/log-1', `${name}.json`), 'utf8')) as {
        cases: T[];
      }
    ).cases;

  it('passes the vectors', async () => {
    let notes = 0;
    for (const one of vectors<{ note: string; verifierKey: string; holds: boolean; text?: string }>(
      'notes',
    )) {
      const key = await readLogKey(one.verifierKey);
      // Witnesses' keys and notes that are no checkpoints are none of this check's.
      if (!key || (one.text && parseCheckpoint(one.text)?.origin !== key.name)) continue;
      notes += 1;
      expect([one.note, (await readCheckpoint(utf8(one.note), key)) !== undefined]).toEqual([
        one.note,
        one.holds,
      ]);
    }
    expect(notes).toBeGreaterThan(3);
    type Inclusion = {
      index: number;
      size: number;
      leaf: string;
      proof: string[];
      root: string;
      holds: boolean;
    };
    const hex = (text: string): Bytes => bytes(Buffer.from(text, 'hex'));
    for (const one of vectors<{ file: string; verifierKey: string; holds: boolean; next?: string }>(
      'handovers',
    )) {
      const key = await readLogKey(one.verifierKey);
      const next = key && (await nextKey(utf8(one.file), key));
      const said = one.next === undefined ? undefined : await readLogKey(one.next);
      expect([one, next]).toEqual([one, said]);
    }
    for (const { index, size: entries, leaf, proof, root: top, holds } of vectors<Inclusion>('inclusion'))
      expect(await isIncluded(hex(leaf), index, entries, proof.map(hex), hex(top))).toBe(holds);
  });
});

type Answers = Record<string, Buffer | undefined>;

/** What a fact of a key shows. */
const keyShown = (purpose: string, keyId: string, raw: Buffer): Json => ({
  purpose,
  keyId,
  algorithm: 'Ed25519',
  publicKey: raw.toString('base64'),
  retiredAt: null,
});

// A platform in memory: a log with a receipt in it and the key that signed that, and what else is asked for.
function platformWith(entries: number, seq: number, now: number, signer = log) {
  const body = {
    v: 1,
    number: 1,
    candidateNumber: 'AB12CD34EF',
    session: 'session',
    closedAt: new Date(now - 7_200_000).toISOString(),
    closedBy: 'candidate',
    items: 20,
    answered: 19,
    leases: [],
    sheetHash: 'a'.repeat(64),
    nonce: 'b'.repeat(32),
    inLogBy: new Date(now + 3_600_000).toISOString(),
  };
  const receipt = {
    body,
    signature: receipts.sign(Buffer.from(canonicalJson(body))).toString('base64'),
    keyId: 'key-1',
  };
  const hash = hashJson(body).toString('hex');
  const keySeq = (seq + Math.floor(entries / 2)) % entries;
  const stated = (index: number): { type: string; subject: string; cause: string; shown: Json } => {
    if (index === seq) {
      const shown = { receiptHash: hash, session: 'session', keyId: 'key-1' };
      return { type: 'receipt', subject: body.candidateNumber, cause: 'session', shown };
    }
    if (index === keySeq) {
      const shown = keyShown('receipts', 'key-1', receipts.raw);
      return { type: 'signing-key', subject: 'key-1', cause: 'in-use', shown };
    }
    return { type: 'sitting-void', subject: `subject ${String(index)}`, cause: 'session', shown: { index } };
  };
  const facts = Array.from({ length: entries }, (_, index) => {
    const { shown, ...fact } = stated(index);
    return { v: 1, ...fact, contentHash: hashJson(shown).toString('hex'), commitments: {} };
  });
  const bundles = facts.map((fact) => Buffer.from(canonicalJson(fact)));
  const leaves = bundles.map(nodeLeafHash);
  const answers: Answers = {
    '/log/checkpoint': Buffer.from(noteOf(leaves, signer)),
    [`/api/v1/receipts/${hash}`]: Buffer.from(
      JSON.stringify({ hash, entry: { seq: String(seq) }, replacedBy: null }),
    ),
    [KEYS]: Buffer.from(
      JSON.stringify({ items: [{ seq: String(keySeq), fact: facts[keySeq] }], nextCursor: null }),
    ),
  };
  for (const index of [seq, keySeq]) {
    const first = index - (index % 256);
    const inBundle = bundles.slice(first, first + 256);
    const suffix = inBundle.length < 256 ? `.p/${String(inBundle.length)}` : '';
    const at = `${String(first / 256).padStart(3, '0')}${suffix}`;
    answers[`/log/proofs/${String(index)}`] = Buffer.from(
      writeProof({ index, hashes: pathOf(leaves, index), checkpoint: noteOf(leaves, signer) }),
    );
    answers[`/log/tile/entries/${at}`] = writeBundle(inBundle);
    answers[`/log/contents/${at}`] = Buffer.from(
      JSON.stringify(inBundle.map((_, place) => ({ shown: stated(first + place).shown, personal: null }))),
    );
  }
  return { receipt, hash, answers, keySeq };
}

const KEYS = '/api/v1/registry/entries?type=signing-key&limit=100';

const askOf =
  (answers: Readonly<Record<string, Buffer | undefined>>): Ask =>
  (address) => {
    const answer = answers[address];
    return Promise.resolve(answer ? bytes(answer) : 'missing');
  };

async function stepsOf(receipt: unknown, ask: Ask, key: string | undefined, now: number): Promise<Step[]> {
  const file = Buffer.isBuffer(receipt) ? receipt : Buffer.from(JSON.stringify(receipt, null, 2));
  const steps: Step[] = [];
  for await (const found of checkReceipt(bytes(file), key, ask, now)) if ('step' in found) steps.push(found);
  return steps;
}

describe('the check of a receipt', () => {
  const now = Date.now();
  const { receipt, hash, answers, keySeq } = platformWith(40, 13, now);
  interface Given {
    readonly file?: unknown;
    readonly key?: string | null;
    readonly at?: number;
  }
  const reasonsOf = async (
    changed: Readonly<Record<string, Buffer | undefined>> = {},
    { file = receipt, key = verifier, at = now }: Given = {},
  ): Promise<[string, ...string[]]> => {
    const steps = await stepsOf(file, askOf({ ...answers, ...changed }), key ?? undefined, at);
    return [verdictOf(steps), ...steps.map(({ reason }) => reason)];
  };
  const standing = (given: object): Record<string, Buffer> => ({
    [`/api/v1/receipts/${hash}`]: Buffer.from(
      JSON.stringify({ hash, entry: { seq: '13' }, replacedBy: null, ...given }),
    ),
  });

  it('holds for a true one, in logs of any size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 600 }), fc.nat(), async (entries, at) => {
        const platform = platformWith(entries, at % entries, now);
        const steps = await stepsOf(platform.receipt, askOf(platform.answers), verifier, now);
        expect(steps.map(({ reason }) => reason)).toEqual(['holds', 'holds', 'holds', 'holds', 'word']);
        expect(verdictOf(steps)).toBe('true');
      }),
      { numRuns: 25 },
    );
  });

  it('names what does not hold', async () => {
    const other = writeVerifierKey({ ...logKey, publicKey: keyPair().raw });
    const [tile] = Object.keys(answers).filter((address) => address.includes('/tile/'));
    const late = { at: Date.parse(receipt.body.inLogBy) + 1 };
    expect(await reasonsOf({}, { file: { body: 1 } })).toEqual(['noReceipt', 'wrong']);
    expect(await reasonsOf({}, { file: Buffer.of(0xff, 0xfe) })).toEqual(['noReceipt', 'wrong']);
    expect(await reasonsOf({}, { key: other })).toEqual([
      'failed',
      ...['holds', 'unsigned', 'unsigned', 'unsigned', 'word'],
    ]);
    expect(await reasonsOf({}, { key: verifier.slice(1) })).toEqual([
      'noKey',
      ...['holds', 'noKey', 'unsigned', 'unsigned', 'word'],
    ]);
    expect(await reasonsOf({}, { key: verifier.replace(/\+/g, '\n+') })).toContain('true');
    expect(await reasonsOf({}, { key: null })).toContain('incomplete');
    expect(await reasonsOf(standing({ entry: null }))).toEqual([
      'waits',
      ...['holds', 'holds', 'waits', 'holds', 'word'],
    ]);
    expect(await reasonsOf(standing({ entry: null }), late)).toContain('late');
    expect(await reasonsOf(standing({ replacedBy: { number: 2 } }))).toEqual([
      'replaced',
      ...['holds', 'holds', 'holds', 'holds', 'replaced'],
    ]);
    expect(await reasonsOf(standing({ entry: { seq: '14' } }))).toContain('gone');
    expect(await reasonsOf(standing({ hash: 'f'.repeat(64) }))).toContain('unreadable');
    expect(await reasonsOf({ [`/api/v1/receipts/${hash}`]: undefined })).toEqual([
      'failed',
      ...['holds', 'holds', 'never', 'holds', 'unknown'],
    ]);
    expect(await reasonsOf({ [tile ?? '']: undefined })).toContain('gone');
    expect(await reasonsOf({ '/log/checkpoint': undefined })).toEqual([
      'failed',
      ...['holds', 'empty', 'gone', 'unsigned', 'word'],
    ]);
    const changed = { ...receipt, body: { ...receipt.body, answered: 20 } };
    const steps = await stepsOf(changed, askOf(answers), verifier, now);
    expect(steps.map(({ reason }) => reason)).toEqual(['holds', 'holds', 'never', 'changed', 'unknown']);
  });

  it('takes the key from the log, and no other', async () => {
    const signature = async (changed: Answers, given: Given = {}) => {
      const [verdict, ...steps] = await reasonsOf(changed, given);
      return [verdict, steps[3]];
    };
    const listed = (list: object): Answers => ({ [KEYS]: Buffer.from(JSON.stringify(list)) });
    const item = (seq: number, subject = 'key-1') => ({
      seq: String(seq),
      fact: { cause: 'in-use', subject },
    });
    const none = { items: [], nextCursor: null };
    const late = { at: Date.parse(receipt.body.inLogBy) + 1 };
    // Not stated yet: nothing proves who signed, and nothing is wrong, until the promised time.
    expect(await signature(listed(none))).toEqual(['early', 'waits']);
    expect(await signature(listed(none), late)).toEqual(['failed', 'noKey']);
    expect(await signature(listed({ items: [item(keySeq, 'key-2')], nextCursor: null }))).toEqual([
      'early',
      'waits',
    ]);
    // Another entry than that of the key, or none.
    for (const seq of [3, 13, 40])
      expect(await signature(listed({ items: [item(seq)], nextCursor: null }))).toEqual([
        'failed',
        'unproved',
      ]);
    expect(await signature(listed({ items: 1 }))).toEqual(['failed', 'unreadable']);
    // On a later page, where the first that stated it counts.
    const paged = {
      ...listed({ items: [item(3)], nextCursor: 'a b' }),
      [`${KEYS}&cursor=a%20b`]: answers[KEYS],
    };
    expect(await signature(paged)).toEqual(['true', 'holds']);
    const { keyId, ...forged } = receipt;
    expect(await signature({}, { file: { ...forged, keyId: `${keyId}0` } })).toEqual(['early', 'waits']);
  });

  it('follows a key that has handed over, and none that another named', async () => {
    const next = keyPair();
    const grown = platformWith(50, 13, now, next);
    const file = handoverTo(next.raw);
    const at = `/log/handovers/${noteKeyId(logKey).toString('hex')}`;
    const reasons = async (handover?: Buffer) => {
      const steps = await stepsOf(grown.receipt, askOf({ ...grown.answers, [at]: handover }), verifier, now);
      return [verdictOf(steps), steps[1]?.reason, steps[1]?.values['key']];
    };
    const id = noteKeyId({ ...logKey, publicKey: next.raw }).toString('hex');
    expect(await reasons(file)).toEqual(['true', 'holds', `${ORIGIN}+${id}`]);
    expect(await reasons()).toEqual(['failed', 'unsigned', expect.any(String)]);
    for (const wrong of [handoverTo(next.raw, keyPair()), handoverTo(keyPair().raw), handoverTo(log.raw)])
      expect((await reasons(wrong)).slice(0, 2)).toEqual(['failed', 'unsigned']);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (place, by) => {
        const changed = Buffer.from(file);
        const index = place % file.length;
        changed[index] = ((file[index] as number) + by) % 256;
        expect([index, by, (await reasons(changed))[0]]).toEqual([index, by, 'failed']);
      }),
      { numRuns: 200 },
    );
    const unreachable: Ask = (address) =>
      address === at ? Promise.resolve('unreachable') : askOf(grown.answers)(address);
    expect(verdictOf(await stepsOf(grown.receipt, unreachable, verifier, now))).toBe('incomplete');
  });

  /** What a key of the log hands over with, in a log of two entries. */
  function handoverTo(raw: Buffer, signer = log): Buffer {
    const shown = keyShown('checkpoints', 'checkpoints-2', raw);
    const fact = {
      v: 1,
      type: 'signing-key',
      subject: 'checkpoints-2',
      cause: 'in-use',
      contentHash: hashJson(shown).toString('hex'),
      commitments: {},
    };
    const leaves = [someLeaves[0] as Buffer, nodeLeafHash(canonicalJson(fact))];
    const extra = Buffer.from(canonicalJson({ fact, shown }));
    const checkpoint = noteOf(leaves, signer);
    return Buffer.from(writeProof({ index: 1, hashes: pathOf(leaves, 1), checkpoint, extra }));
  }

  it('says what cannot be reached, and then nothing good or bad', async () => {
    for (const gone of [...Object.keys(answers), '']) {
      const ask: Ask = (address) =>
        gone === '' || gone === address ? Promise.resolve('unreachable') : askOf(answers)(address);
      const steps = await stepsOf(receipt, ask, verifier, now);
      expect([gone, verdictOf(steps)]).toEqual([gone, 'incomplete']);
    }
  });

  it('follows a log that grows while it is read, and no other', async () => {
    const grown = platformWith(41, 13, now);
    const told = (notes: readonly (Buffer | undefined)[]): Ask => {
      let asked = 0;
      return (address) =>
        address === '/log/checkpoint'
          ? askOf({ [address]: notes[Math.min(asked++, notes.length - 1)] })(address)
          : askOf(grown.answers)(address);
    };
    const [before, after] = [answers['/log/checkpoint'], grown.answers['/log/checkpoint']];
    const verdict = async (ask: Ask) => {
      const steps = await stepsOf(receipt, ask, verifier, now);
      return [verdictOf(steps), steps[2]?.reason];
    };
    expect(await verdict(told([before, after]))).toEqual(['true', 'holds']);
    expect(await verdict(told([before]))).toEqual(['failed', 'forked']);
    const fork = Buffer.from(noteOf(someLeaves.slice(0, 41)));
    expect(await verdict(told([fork]))).toEqual(['failed', 'forked']);
  });

  it('takes a proof under an older state, which witnesses have cosigned, if it covers the entry', async () => {
    const later = platformWith(300, 13, now);
    const older = (size: number): Record<string, Buffer | undefined> => {
      const { answers: then } = platformWith(size, 13, now);
      return Object.fromEntries(
        Object.entries(then).filter(([address]) => /proofs|tile|contents/.test(address)),
      );
    };
    const ask = (changed: Record<string, Buffer | undefined>) => askOf({ ...later.answers, ...changed });
    const verdict = async (changed: Record<string, Buffer | undefined>) =>
      verdictOf(await stepsOf(later.receipt, ask(changed), verifier, now));
    expect(await verdict({})).toBe('true');
    expect(await verdict(older(40))).toBe('true');
    expect(await verdict(older(14))).toBe('true');
    // A state that does not have the entry yet proves nothing of it.
    const before = noteOf(someLeaves.slice(0, 13));
    const proofs = Buffer.from(writeProof({ index: 13, hashes: [], checkpoint: before }));
    expect(await verdict({ '/log/proofs/13': proofs })).toBe('failed');
  });

  it('believes no signed entry that is another’s', async () => {
    // The platform names the entry of another candidate, with all that belongs to it.
    const other = platformWith(40, 14, now);
    const steps = await stepsOf(
      receipt,
      askOf({ ...other.answers, ...standing({ entry: { seq: '3' } }) }),
      verifier,
      now,
    );
    expect(verdictOf(steps)).toBe('failed');
  });

  it('sees any byte that is changed in what proves the entry', async () => {
    const proving = Object.keys(answers).filter((address) => /checkpoint|proofs|tile/.test(address));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...proving), fc.nat(), fc.nat(254), async (address, at, by) => {
        const changed = Buffer.from(answers[address] as Buffer);
        const place = at % changed.length;
        changed[place] = ((changed[place] as number) + 1 + by) % 256;
        const [verdict] = await reasonsOf({ [address]: changed });
        expect([address, place, verdict]).toEqual([address, place, 'failed']);
      }),
      { numRuns: 300 },
    );
  });

  it('sees any byte that is changed in what it uses of the lists, and in the file', async () => {
    const contents = Object.keys(answers).find((address) => address.includes('contents')) ?? '';
    const text = (answers[contents] as Buffer).toString('utf8');
    const from = text.indexOf('"receiptHash"');
    const spoil = (data: Buffer, place: number): Buffer => {
      const changed = Buffer.from(data);
      changed[place] = (changed[place] as number) ^ 1;
      return changed;
    };
    for (let place = from; place < text.indexOf('}', from); place += 1)
      expect([place, ...(await reasonsOf({ [contents]: spoil(Buffer.from(text), place) }))]).toContain(
        'changed',
      );
    const key = text.indexOf('"publicKey"');
    for (let place = key; place < text.indexOf('}', key); place += 1)
      expect([place, ...(await reasonsOf({ [contents]: spoil(Buffer.from(text), place) }))]).toContain(
        'unproved',
      );
    const file = Buffer.from(JSON.stringify(receipt));
    for (let place = 0; place < file.length; place += 1)
      expect((await reasonsOf({}, { file: spoil(file, place) }))[0]).toMatch(/^(?:failed|noReceipt|early)$/);
  });

  it('has words and a shape for all that can come of it', () => {
    const words = JSON.parse(readFileSync(path.join(root, 'src/pages/locales/en/receipt.json'), 'utf8')) as {
      drop: { steps: Record<string, Record<string, string>>; verdict: Record<string, object> };
    };
    const view = readFileSync(path.join(root, 'src/desk/web/views/receipt-drop.njk'), 'utf8');
    for (const [step, reasons] of Object.entries(REASONS)) {
      expect(Object.keys(words.drop.steps[step] ?? {}).sort()).toEqual(
        ['name', ...Object.keys(reasons)].sort(),
      );
      const row = `${step}: { ${Object.entries(reasons)
        .map(([reason, outcome]) => `${reason}: '${outcome}'`)
        .join(', ')} }`;
      expect(view).toContain(row);
    }
    expect(Object.keys(words.drop.verdict).sort()).toEqual(['checking', ...VERDICTS].sort());
    for (const verdict of VERDICTS) expect(view).toMatch(new RegExp(`verdicts = .*\\b${verdict}'?: '`));
  });

  it('reads base64 in one way', () => {
    expect(fromBase64('AA==')).toEqual(Uint8Array.of(0));
    for (const text of ['AB==', 'AA', 'A A=', ' AA==', 'AA==\n', '?'])
      expect(fromBase64(text)).toBeUndefined();
  });
});
