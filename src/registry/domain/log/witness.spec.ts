import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leafHash, merkleRoot } from '../../../kernel/index.js';
import { checkpointText, type Checkpoint } from './checkpoint.js';
import { consistencyRanges } from './proofs.js';
import { cosignedAt, noteKeyId, validSignature, writeNote, type VerifierKey } from './signed-note.js';
import { cosign, judge, parseAddCheckpoint, writeAddCheckpoint, type AddCheckpoint } from './witness.js';

const keyPair = (name: string, kind: VerifierKey['kind']) => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key: VerifierKey = {
    name,
    kind,
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32),
  };
  return { key, sign: (data: Uint8Array) => sign(null, data, privateKey) };
};
type Signer = ReturnType<typeof keyPair>;

const ORIGIN = 'example.org/log';
const log = keyPair(ORIGIN, 'ed25519');
const otherLog = keyPair('example.org/other', 'ed25519');

/** Leaves of a history that leaves the common one at a size. */
const history = (name: string, fork: number, size: number): Buffer[] =>
  Array.from({ length: size }, (_, at) => leafHash(`${at < fork ? 'common' : name} ${String(at)}`));
const proofOf = (leaves: readonly Buffer[], before: number, size: number): Buffer[] =>
  before === 0 || before >= size
    ? []
    : consistencyRanges(before, size).map(({ from, until }) => merkleRoot(leaves.slice(from, until)));
const checkpointOf = (leaves: readonly Buffer[], size: number, origin = ORIGIN): Checkpoint => ({
  origin,
  size,
  root: merkleRoot(leaves.slice(0, size)),
});
const noteOf = (checkpoint: Checkpoint, by: Signer = log, more = ''): string => {
  const text = `${checkpointText(checkpoint)}${more}`;
  return writeNote({
    text,
    signatures: [{ name: by.key.name, keyId: noteKeyId(by.key), signature: by.sign(Buffer.from(text)) }],
  });
};
const parsed = (oldSize: number, proof: readonly Buffer[], note: string): AddCheckpoint => {
  const request = parseAddCheckpoint(Buffer.from(writeAddCheckpoint(oldSize, proof, note)));
  if (!request) throw new Error('The request is none.');
  return request;
};

const leaves = history('one', 0, 40);
const at = (size: number): Checkpoint => checkpointOf(leaves, size);
const known = at(13);

describe('an add-checkpoint body', () => {
  it('is read as it was written, the example of C2SP too', () => {
    const note = noteOf(at(29));
    const body = writeAddCheckpoint(13, proofOf(leaves, 13, 29), note);
    expect(body.startsWith('old 13\n')).toBe(true);
    expect(parseAddCheckpoint(Buffer.from(body))).toMatchObject({
      oldSize: 13,
      proof: proofOf(leaves, 13, 29),
      checkpoint: at(29),
    });
    // https://c2sp.org/tlog-witness
    const example = `old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
`;
    const request = parseAddCheckpoint(Buffer.from(example));
    expect(request).toMatchObject({ oldSize: 20_852_014, checkpoint: { size: 20_852_163 } });
    expect([request?.proof.length, request?.note.signatures.length]).toEqual([4, 2]);
  });

  const note = noteOf(at(3));
  const hash = `${Buffer.alloc(32, 1).toString('base64')}\n`;
  it.each([
    ['nothing', ''],
    ['no old size', `\n${note}`],
    ['an old size with a leading zero', `old 03\n\n${note}`],
    ['a negative one', `old -1\n\n${note}`],
    ['one that is no exact number', `old 9999999999999999\n\n${note}`],
    ['two spaces', `old  3\n\n${note}`],
    ['no empty line', `old 3\n${note.slice(0, note.indexOf('\n\n') + 1)}`],
    ['a short hash', `old 3\nAAAA\n\n${note}`],
    ['a hash in other base64', `old 3\n${hash.replace('=', '')}\n${note}`],
    ['64 hashes', `old 3\n${hash.repeat(64)}\n${note}`],
    ['carriage returns', `old 3\r\n\r\n${note}`],
    ['no checkpoint', 'old 3\n\n'],
    ['no signature', `old 3\n\n${checkpointText(at(3))}\n`],
    ['no newline at the end', `old 3\n\n${note.slice(0, -1)}`],
    ['a size that is none', `old 3\n\n${note.replace('\n3\n', '\nthree\n')}`],
    ['an empty line among those of the checkpoint', `old 3\n\n${noteOf(at(3), log, '\nmore\n')}`],
    ['a control character', `old 3\n\n${noteOf(at(3), log, 'a\u0007b\n')}`],
    ['65 signatures', `old 3\n\n${note}${'— a AAAAAAAA\n'.repeat(64)}`],
  ])('with %s is none', (_, body) => {
    expect(parseAddCheckpoint(Buffer.from(body))).toBeUndefined();
  });

  it('is UTF-8, has at most 63 hashes, and may have lines that are not known', () => {
    const body = Buffer.from(`old 3\n\n${note}`);
    expect(
      parseAddCheckpoint(Buffer.concat([body.subarray(0, 7), Buffer.of(0xff), body.subarray(7)])),
    ).toBeUndefined();
    expect(parseAddCheckpoint(Buffer.from(`old 3\n${hash.repeat(63)}\n${note}`))?.proof).toHaveLength(63);
    expect(parsed(0, [], noteOf(at(3), log, 'more\n')).checkpoint).toEqual(at(3));
    expect(() => writeAddCheckpoint(3, Array<Buffer>(64).fill(Buffer.alloc(32)), note)).toThrow(RangeError);
  });

  it('is refused or read, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (body) => {
        parseAddCheckpoint(body);
      }),
    );
    const whole = Buffer.from(writeAddCheckpoint(13, proofOf(leaves, 13, 29), noteOf(at(29))));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (place, byte) => {
        const changed = Buffer.from(whole);
        changed[place] = byte;
        const request = parseAddCheckpoint(changed);
        // No byte may change without being seen, but in the signature's line as far as it is by another key.
        if (request && !changed.equals(whole)) expect(judge(known, request, [log.key]).kind).toBe('refuse');
      }),
    );
  });
});

describe('a witness', () => {
  const decide = (state: Checkpoint | undefined, request: AddCheckpoint) => judge(state, request, [log.key]);

  it('cosigns the first checkpoint, a later one that is consistent, and the same one again', () => {
    expect(decide(undefined, parsed(0, [], noteOf(at(13))))).toEqual({ kind: 'cosign', state: at(13) });
    expect(decide(undefined, parsed(0, [], noteOf(at(0))))).toEqual({ kind: 'cosign', state: at(0) });
    expect(decide(known, parsed(13, proofOf(leaves, 13, 29), noteOf(at(29))))).toEqual({
      kind: 'cosign',
      state: at(29),
    });
    expect(decide(known, parsed(13, [], noteOf(at(13))))).toEqual({ kind: 'cosign', state: known });
  });

  it('takes any of a log’s keys', () => {
    const rotated = keyPair(ORIGIN, 'ed25519');
    expect(judge(known, parsed(13, [], noteOf(at(13), rotated)), [log.key, rotated.key]).kind).toBe('cosign');
  });

  const forked = history('two', 7, 40);
  const cases: [string, Checkpoint | undefined, AddCheckpoint, number, number?][] = [
    [
      'a log that it does not know',
      known,
      parsed(13, [], noteOf({ ...at(13), origin: 'example.org/other' }, otherLog)),
      404,
    ],
    ['a signature by another log', known, parsed(13, [], noteOf(at(13), otherLog)), 403],
    [
      'a signature in the log’s name by another key',
      known,
      parsed(13, [], noteOf(at(13), keyPair(ORIGIN, 'ed25519'))),
      403,
    ],
    ['an old size above the checkpoint’s', known, parsed(13, [], noteOf(at(12))), 400],
    ['an old size below the known one', known, parsed(5, proofOf(leaves, 5, 29), noteOf(at(29))), 409, 13],
    ['an old size of nothing', known, parsed(0, [], noteOf(at(29))), 409, 13],
    ['an old size above the known one', known, parsed(20, proofOf(leaves, 20, 29), noteOf(at(29))), 409, 13],
    ['an old size where it knows nothing', undefined, parsed(13, [], noteOf(at(13))), 409, 0],
    ['another root for the known size', known, parsed(13, [], noteOf(checkpointOf(forked, 13))), 409, 13],
    ['another root for no entries', undefined, parsed(0, [], noteOf({ ...at(13), size: 0 })), 409, 0],
    ['no proof', known, parsed(13, [], noteOf(at(29))), 422],
    [
      'a proof of another history',
      known,
      parsed(13, proofOf(forked, 13, 29), noteOf(checkpointOf(forked, 29))),
      422,
    ],
    ['a proof with a hash too many', known, parsed(13, [Buffer.alloc(32)], noteOf(at(13))), 422],
    ['a proof from nothing', undefined, parsed(0, [Buffer.alloc(32)], noteOf(at(13))), 422],
  ];
  // Jest takes a parameter that a row lacks for a callback.
  it.each(cases.map(([what, state, request, status, size]) => [what, state, request, status, size] as const))(
    'refuses %s',
    (_, state, request, status, knownSize) => {
      const decision = decide(state, request);
      expect(decision).toMatchObject({ kind: 'refuse', status });
      expect(decision.kind === 'refuse' && decision.knownSize).toBe(knownSize);
    },
  );

  it('never cosigns two roots for one size, nor anything inconsistent with what it cosigned', () => {
    const LARGEST = 24;
    const size = fc.nat(LARGEST);
    // The log's own key signs two histories; whoever asks may claim any old size and send any proof.
    const ask = fc.record({
      branch: fc.nat(1),
      size,
      old: fc.option(size),
      proofBranch: fc.nat(1),
      spoilt: fc.nat(9),
    });
    let [agreed, refused] = [0, 0];
    fc.assert(
      fc.property(size, fc.array(ask, { maxLength: 30 }), (fork, asks) => {
        const branches = [history('one', fork, LARGEST), history('two', fork, LARGEST)] as const;
        let state: Checkpoint | undefined;
        const cosigned: { size: number; root: string; branch: number }[] = [];
        for (const each of asks) {
          const old = each.old ?? state?.size ?? 0;
          const proof = proofOf(branches[each.proofBranch as 0 | 1], old, each.size);
          if (each.spoilt === 0 && proof[0]) proof[0] = Buffer.alloc(32, 7);
          const checkpoint = checkpointOf(branches[each.branch as 0 | 1], each.size);
          const decision = decide(state, parsed(old, proof, noteOf(checkpoint)));
          if (decision.kind === 'refuse') {
            refused += 1;
            continue;
          }
          agreed += 1;
          expect(decision.state).toEqual(checkpoint);
          expect(decision.state.size).toBeGreaterThanOrEqual(state?.size ?? 0);
          state = decision.state;
          cosigned.push({ size: each.size, root: checkpoint.root.toString('hex'), branch: each.branch });
        }
        const roots = new Map(cosigned.map((one) => [one.size, one.root]));
        for (const one of cosigned) expect(roots.get(one.size)).toBe(one.root);
        const beyond = new Set(cosigned.filter((one) => one.size > fork).map((one) => one.branch));
        expect(beyond.size).toBeLessThanOrEqual(1);
      }),
    );
    // Both happen, or the property says nothing.
    expect(Math.min(agreed, refused)).toBeGreaterThan(10);
  });

  it('signs with its time, for its key alone', () => {
    const witness = keyPair('witness.example', 'cosignature');
    const text = checkpointText(known);
    const signature = cosign(text, witness.key, 1_800_000_000, witness.sign);
    const found = validSignature({ text, signatures: [signature] }, witness.key);
    expect(found && cosignedAt(found.signature)).toBe(1_800_000_000);
    expect(
      validSignature({ text: checkpointText(at(12)), signatures: [signature] }, witness.key),
    ).toBeUndefined();
  });
});
