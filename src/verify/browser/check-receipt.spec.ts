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
import { checkReceipt, REASONS, VERDICTS, verdictOf, type Ask, type Step } from './check-receipt.js';
import { isSignedBy } from './ed25519.js';
import { isIncluded, leafHash, pathInBundle, readBundle, readProof } from './inclusion.js';
import { readCheckpoint, readLogKey } from './signed-checkpoint.js';

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
  const text = checkpointText({ origin: ORIGIN, size: leaves.length, root: merkleRoot(leaves) });
  return writeNote({
    text,
    signatures: [{ name: ORIGIN, keyId: noteKeyId(logKey), signature: signer.sign(Buffer.from(text)) }],
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
    for (const { index, size: entries, leaf, proof, root: top, holds } of vectors<Inclusion>('inclusion'))
      expect(await isIncluded(hex(leaf), index, entries, proof.map(hex), hex(top))).toBe(holds);
  });
});

// A platform in memory: a log with a receipt in it, and what else is asked for.
function platformWith(entries: number, seq: number, now: number) {
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
  const shownAt = (index: number): Json =>
    index === seq ? { receiptHash: hash, session: 'session', keyId: 'key-1' } : { index };
  const facts = Array.from({ length: entries }, (_, index) =>
    Buffer.from(
      canonicalJson({
        v: 1,
        type: index === seq ? 'receipt' : 'sitting-void',
        subject: index === seq ? body.candidateNumber : `subject ${String(index)}`,
        contentHash: hashJson(shownAt(index)).toString('hex'),
        commitments: {},
      }),
    ),
  );
  const leaves = facts.map(nodeLeafHash);
  const first = seq - (seq % 256);
  const inBundle = facts.slice(first, first + 256);
  const group = String(first / 256).padStart(3, '0');
  const suffix = inBundle.length < 256 ? `.p/${String(inBundle.length)}` : '';
  const answers: Record<string, Buffer> = {
    '/log/checkpoint': Buffer.from(noteOf(leaves)),
    [`/log/proofs/${String(seq)}`]: Buffer.from(
      writeProof({ index: seq, hashes: pathOf(leaves, seq), checkpoint: noteOf(leaves) }),
    ),
    [`/log/tile/entries/${group}${suffix}`]: writeBundle(inBundle),
    [`/log/contents/${group}${suffix}`]: Buffer.from(
      JSON.stringify(inBundle.map((_, at) => ({ shown: shownAt(first + at), personal: null }))),
    ),
    [`/api/v1/receipts/${hash}`]: Buffer.from(
      JSON.stringify({ hash, entry: { seq: String(seq) }, replacedBy: null }),
    ),
    '/api/v1/signing-keys': Buffer.from(
      JSON.stringify({
        items: [{ purpose: 'receipts', keyId: 'key-1', publicKey: receipts.raw.toString('base64') }],
      }),
    ),
  };
  return { receipt, hash, answers };
}

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
  const { receipt, hash, answers } = platformWith(40, 13, now);
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
      fc.asyncProperty(fc.integer({ min: 1, max: 600 }), fc.nat(), async (entries, at) => {
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
      ...['holds', 'unsigned', 'unsigned', 'holds', 'word'],
    ]);
    expect(await reasonsOf({}, { key: verifier.slice(1) })).toEqual([
      'noKey',
      ...['holds', 'noKey', 'unsigned', 'holds', 'word'],
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
      ...['holds', 'empty', 'gone', 'holds', 'word'],
    ]);
    const changed = { ...receipt, body: { ...receipt.body, answered: 20 } };
    const steps = await stepsOf(changed, askOf(answers), verifier, now);
    expect(steps.map(({ reason }) => reason)).toEqual(['holds', 'holds', 'never', 'changed', 'unknown']);
  });

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
    const older = (size: number): Record<string, Buffer> => {
      const { answers: then } = platformWith(size, 13, now);
      return Object.fromEntries(
        Object.entries(then).filter(([address]) => /proofs|tile|contents/.test(address)),
      );
    };
    const ask = (changed: Record<string, Buffer>) => askOf({ ...later.answers, ...changed });
    const verdict = async (changed: Record<string, Buffer>) =>
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
    const keys = answers['/api/v1/signing-keys'] as Buffer;
    for (let place = 0; place < keys.length; place += 1)
      expect((await reasonsOf({ '/api/v1/signing-keys': spoil(keys, place) }))[0]).toBe('failed');
    const file = Buffer.from(JSON.stringify(receipt));
    for (let place = 0; place < file.length; place += 1)
      expect((await reasonsOf({}, { file: spoil(file, place) }))[0]).toMatch(/^(?:failed|noReceipt)$/);
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
