import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leafHash, merkleRoot } from '../../../kernel/index.js';
import { checkpointText, parseCheckpoint } from './checkpoint.js';
import { readBundle, writeBundle } from './entry-bundle.js';
import {
  consistencyRanges,
  inclusionRanges,
  isConsistent,
  isIncluded,
  pairUp,
  rangeHash,
  tileHashesOf,
  treeHash,
  type Range,
  type TileHash,
} from './proofs.js';
import {
  cosignatureBytes,
  cosignedAt,
  cosignedText,
  noteKeyId,
  readNote,
  readVerifierKey,
  validSignature,
  writeNote,
  writeVerifierKey,
  type VerifierKey,
} from './signed-note.js';
import { readProof, writeProof } from './tlog-proof.js';
import { hashesAt, parseTilePath, tilePath, tilesOf } from './tile-path.js';

/** A log in memory: the hashes of its tiles, made tile by tile. */
function logOf(size: number) {
  const leaves = Array.from({ length: size }, (_, index) => leafHash(`entry ${String(index)}`));
  const levels = [leaves];
  for (let level = 1; hashesAt(level, size) > 0; level += 1) {
    const below = levels[level - 1] as Buffer[];
    levels.push(
      Array.from({ length: hashesAt(level, size) }, (_, tile) =>
        pairUp(below.slice(tile * 256, (tile + 1) * 256)),
      ),
    );
  }
  const read = ({ level, index }: TileHash): Buffer => {
    const hash = levels[level]?.[index];
    if (!hash) throw new Error(`No tile has hash ${String(index)} at level ${String(level)}.`);
    return hash;
  };
  const hashes = (ranges: readonly Range[]): Buffer[] => ranges.map((range) => rangeHash(range, read));
  return { leaves, read, hashes, root: merkleRoot(leaves) };
}

const LARGEST = 1100;
const whole = logOf(LARGEST);
const size = fc.integer({ min: 1, max: LARGEST });
const rootOf = (entries: number): Buffer => merkleRoot(whole.leaves.slice(0, entries));

describe('proofs', () => {
  it('have the root that RFC 6962 defines, out of the hashes of tiles', () => {
    fc.assert(fc.property(size, (entries) => treeHash(entries, whole.read).equals(rootOf(entries))));
    expect(treeHash(0, whole.read)).toEqual(merkleRoot([]));
  });

  it('ask for no hash that a log of that size has no tile of', () => {
    fc.assert(
      fc.property(size, size, (one, two) => {
        const [before, after] = [Math.min(one, two), Math.max(one, two)];
        for (const range of [...inclusionRanges(before - 1, after), ...consistencyRanges(before, after)]) {
          for (const { level, index } of tileHashesOf(range))
            expect(index).toBeLessThan(hashesAt(level, after));
        }
      }),
    );
  });

  it('prove that an entry is in, at its place and at no other', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (entries, at, elsewhere) => {
        const [index, other] = [at % entries, elsewhere % entries];
        const proof = whole.hashes(inclusionRanges(index, entries));
        const leaf = whole.leaves[index] as Buffer;
        const root = rootOf(entries);
        expect(isIncluded(leaf, index, entries, proof, root)).toBe(true);
        if (other !== index) {
          expect(isIncluded(leaf, other, entries, proof, root)).toBe(false);
          expect(isIncluded(whole.leaves[other] as Buffer, index, entries, proof, root)).toBe(false);
        }
        expect(isIncluded(leaf, index, entries, [...proof, leaf], root)).toBe(false);
        expect(isIncluded(leaf, index, entries, proof.slice(1), root)).toBe(entries === 1);
        expect(isIncluded(leaf, entries, entries, proof, root)).toBe(false);
        expect(isIncluded(leaf, -1, entries, proof, root)).toBe(false);
      }),
    );
  });

  it('prove that a log begins with an earlier one, and with no other', () => {
    fc.assert(
      fc.property(size, size, fc.nat(), (one, two, wrong) => {
        const [before, after] = [Math.min(one, two), Math.max(one, two)];
        const proof = whole.hashes(consistencyRanges(before, after));
        const [old, root] = [rootOf(before), rootOf(after)];
        expect(isConsistent(before, after, proof, old, root)).toBe(true);
        const forked = Buffer.from(old);
        forked[wrong % 32] = (forked[wrong % 32] as number) ^ 1;
        expect(isConsistent(before, after, proof, forked, root)).toBe(false);
        expect(isConsistent(before, after, [...proof, old], old, root)).toBe(false);
        expect(isConsistent(after + 1, after, proof, root, root)).toBe(false);
        const changed = proof.map((hash) => Buffer.from(hash));
        const [place] = changed.length > 0 ? [changed[wrong % changed.length] as Buffer] : [];
        if (place) {
          place[0] = (place[0] as number) ^ 1;
          expect(isConsistent(before, after, changed, old, root)).toBe(false);
          expect(isConsistent(before, after, proof.slice(1), old, root)).toBe(false);
        }
      }),
    );
  });

  it('are of what there is', () => {
    for (const [index, entries] of [
      [5, 5],
      [-1, 5],
      [0.5, 1],
      [NaN, 1],
    ] as const) {
      expect(() => inclusionRanges(index, entries)).toThrow(RangeError);
      expect(isIncluded(whole.leaves[0] as Buffer, index, entries, [], rootOf(1))).toBe(false);
    }
    expect(() => consistencyRanges(5, 4)).toThrow(RangeError);
    expect(consistencyRanges(0, 4)).toEqual([]);
  });

  it('say nothing of the empty log, with which every log begins', () => {
    expect(isConsistent(0, 5, [], merkleRoot([]), rootOf(5))).toBe(true);
    expect(isConsistent(0, 5, [], rootOf(1), rootOf(5))).toBe(false);
    expect(isConsistent(0, 0, [], merkleRoot([]), merkleRoot([]))).toBe(true);
  });
});

describe('addresses of tiles', () => {
  it.each([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 1_234_067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 1, index: 1000, width: 70 }, 'tile/1/x001/000.p/70'],
    [{ level: 'entries', index: 999, width: 1 }, 'tile/entries/999.p/1'],
  ] as const)('%j is %s', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  it('are read in the one way in which they are written', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant('entries' as const)),
        fc.integer({ min: 0, max: 1e12 }),
        fc.integer({ min: 1, max: 256 }),
        (level, index, width) => {
          expect(parseTilePath(tilePath({ level, index, width }))).toEqual({ level, index, width });
        },
      ),
    );
    for (const wrong of [
      '',
      'tile/0',
      'tile/00/000',
      'tile/6/000',
      'tile/0/0',
      'tile/0/x000/000',
      'tile/0/001/000',
      'tile/0/x001',
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      'tile/0/000.p/01',
      'tile/entries/000/',
      'tile/0/000?x',
      '/tile/0/000',
    ]) {
      expect(parseTilePath(wrong)).toBeUndefined();
    }
  });

  it('of a log are full ones and one that is partial, at each level', () => {
    expect(tilesOf(0, 600)).toEqual([
      { level: 0, index: 0, width: 256 },
      { level: 0, index: 1, width: 256 },
      { level: 0, index: 2, width: 88 },
    ]);
    expect(tilesOf(1, 600)).toEqual([{ level: 1, index: 0, width: 2 }]);
    expect(tilesOf(2, 600)).toEqual([]);
    expect(tilesOf('entries', 600, 2)).toEqual([{ level: 'entries', index: 2, width: 88 }]);
    expect(tilesOf(0, 0)).toEqual([]);
  });
});

describe('bundles of entries', () => {
  it('give back what was put in, and nothing where they end too early', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }),
        fc.nat(),
        (entries, cut) => {
          const bundle = writeBundle(entries);
          expect(readBundle(bundle)?.map((entry) => [...entry])).toEqual(entries.map((entry) => [...entry]));
          const short = readBundle(bundle.subarray(0, cut % Math.max(bundle.length, 1)));
          expect(short === undefined || short.length < entries.length || bundle.length === 0).toBe(true);
        },
      ),
    );
    expect(writeBundle([Buffer.from('ab'), Buffer.alloc(0)]).toString('hex')).toBe('000261620000');
    expect(() => writeBundle([Buffer.alloc(65_536)])).toThrow(RangeError);
  });
});

describe('signed notes', () => {
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const key: VerifierKey = { name: 'example.org/log', kind: 'ed25519', publicKey };
  const text = checkpointText({ origin: key.name, size: 3, root: rootOf(3) });
  const signedBy = (one: VerifierKey, signature: Buffer) => ({
    name: one.name,
    keyId: noteKeyId(one),
    signature,
  });
  const own = signedBy(key, sign(null, Buffer.from(text), pair.privateKey));

  it('take the verifier key that C2SP gives as an example', () => {
    // https://c2sp.org/signed-note, and Go's sumdb/note: the same key in both.
    const peter = readVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
    expect(peter).toMatchObject({ name: 'PeterNeumann', kind: 'ed25519' });
    const note = readNote(
      "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
        '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
    );
    expect(note && peter && validSignature(note, peter)).toBeDefined();
  });

  it('are read as they were written, with the signatures of others beside', () => {
    const note = readNote(
      writeNote({ text, signatures: [own, signedBy({ ...key, name: 'other' }, Buffer.alloc(64))] }),
    );
    expect(note?.text).toBe(text);
    expect(note?.signatures).toHaveLength(2);
    expect(note && validSignature(note, key)?.signature).toEqual(own.signature);
    expect(note && validSignature(note, { ...key, name: 'other' })).toBeUndefined();
    expect(readVerifierKey(writeVerifierKey(key))).toEqual(key);
  });

  it('hold for no other text, key or name', () => {
    const note = { text: text.replace('3', '4'), signatures: [own] };
    expect(validSignature(note, key)).toBeUndefined();
    const other = generateKeyPairSync('ed25519')
      .publicKey.export({ format: 'der', type: 'spki' })
      .subarray(-32);
    expect(validSignature({ text, signatures: [own] }, { ...key, publicKey: other })).toBeUndefined();
    for (const wrong of [
      '',
      'x',
      text,
      `${text}\nno signature\n`,
      `${text}\n— a b\n`,
      writeNote({ text, signatures: [own] }).slice(0, -1),
    ])
      expect(readNote(wrong)).toBeUndefined();
    for (const wrong of [
      '',
      'a+00000000+AA==',
      `${writeVerifierKey(key)}x`,
      writeVerifierKey(key).replace('example', 'examplf'),
    ])
      expect(readVerifierKey(wrong)).toBeUndefined();
  });

  it('are spoilt by a second signature in the same name that does not hold, and by control characters', () => {
    const wrong = { ...own, signature: Buffer.alloc(64) };
    expect(validSignature({ text, signatures: [own, wrong] }, key)).toBeUndefined();
    expect(validSignature({ text, signatures: [wrong, own] }, key)).toBeUndefined();
    for (const control of ['\t', '\u0001', '\r', '\u007f'])
      expect(readNote(writeNote({ text: `${text}${control}\n`, signatures: [own] }))).toBeUndefined();
    const named = writeVerifierKey({ ...key, name: 'a\u0085b' });
    expect(readVerifierKey(named)).toBeUndefined();
    expect(readVerifierKey(` ${writeVerifierKey(key)}`)).toBeUndefined();
  });

  it('take no time of a witness for another that is as near as numbers go', () => {
    const witness: VerifierKey = { ...key, name: 'witness.example', kind: 'cosignature' };
    const made = (seconds: bigint, said = seconds) => {
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(said);
      const signature = sign(null, Buffer.from(cosignedText(text, seconds)), pair.privateKey);
      return validSignature(
        { text, signatures: [signedBy(witness, Buffer.concat([time, signature]))] },
        witness,
      );
    };
    expect(made(2n ** 53n + 1n)).toBeDefined();
    expect(made(2n ** 53n, 2n ** 53n + 1n)).toBeUndefined();
    expect(made(2n ** 63n - 1n)).toBeDefined();
    expect(made(2n ** 63n)).toBeUndefined();
  });

  it('carry a witness’s time in its cosignature', () => {
    const witness: VerifierKey = { ...key, name: 'witness.example', kind: 'cosignature' };
    const seconds = 1_800_000_000;
    const signature = cosignatureBytes(
      seconds,
      sign(null, Buffer.from(cosignedText(text, seconds)), pair.privateKey),
    );
    const note = { text, signatures: [own, signedBy(witness, signature)] };
    const found = validSignature(note, witness);
    expect(found && cosignedAt(found.signature)).toBe(seconds);
    const later = Buffer.concat([cosignatureBytes(seconds + 1, signature.subarray(8))]);
    expect(validSignature({ text, signatures: [signedBy(witness, later)] }, witness)).toBeUndefined();
    expect(readVerifierKey(writeVerifierKey(witness))).toEqual(witness);
  });
});

describe('proof files', () => {
  const proof = { index: 2, hashes: [rootOf(1), rootOf(2)], checkpoint: 'a note\n' };

  it('are read as they were written, with an extra line that anybody may add', () => {
    const text = writeProof(proof);
    expect(readProof(text)).toEqual(proof);
    const extra = { ...proof, extra: Buffer.from('hello') };
    expect(writeProof(extra)).toBe(text.replace('\nindex', '\nextra aGVsbG8=\nindex'));
    expect(readProof(writeProof(extra))).toEqual(extra);
    for (const wrong of [
      '',
      text.replace('@v1', '@v2'),
      text.replace('index 2', 'index 02'),
      text.replace('index 2', 'index 9007199254740993'),
      text.replace('\nindex', '\nextra no base64\nindex'),
      text.replace('=\n', '\n'),
    ])
      expect(readProof(wrong)).toBeUndefined();
  });
});

describe('checkpoints', () => {
  it('are three lines, and read back', () => {
    const checkpoint = { origin: 'example.org/log', size: 20_852_163, root: rootOf(7) };
    expect(checkpointText(checkpoint).split('\n')).toEqual([
      'example.org/log',
      '20852163',
      checkpoint.root.toString('base64'),
      '',
    ]);
    expect(parseCheckpoint(checkpointText(checkpoint))).toEqual(checkpoint);
    expect(parseCheckpoint(`${checkpointText(checkpoint)}more\n`)).toEqual(checkpoint);
    expect(parseCheckpoint(`${checkpointText(checkpoint)}\nmore\n`)).toBeUndefined();
  });

  it.each([
    '',
    'a\n',
    'a\n1\n',
    'a\n-1\nAA==\n',
    'a\n01\nAA==\n',
    '\n1\nAA==\n',
    'a\n99999999999999999\nAA==\n',
  ])('%j is none', (text) => {
    expect(parseCheckpoint(text)).toBeUndefined();
  });
});
