/**
 * Makes the test vectors of the public log (docs/spec/log.md): `node build.mjs && node test/vectors/make-log-1.mjs`. With
 * --check it changes nothing and says what differs. The same program gives the same bytes: the keys have fixed seeds, and
 * Ed25519 signs without chance. Where a file changes, other implementations break.
 */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import * as kernel from '../../dist/src/kernel/index.js';
import { checkpointText } from '../../dist/src/registry/domain/log/checkpoint.js';
import { writeBundle } from '../../dist/src/registry/domain/log/entry-bundle.js';
import { writeHandover } from '../../dist/src/registry/domain/log/handover.js';
import {
  consistencyRanges,
  inclusionRanges,
  pairUp,
  rangeHash,
} from '../../dist/src/registry/domain/log/proofs.js';
import {
  cosignatureBytes,
  cosignedText,
  noteKeyId,
  SIGNATURE_KINDS,
  writeNote,
  writeVerifierKey,
} from '../../dist/src/registry/domain/log/signed-note.js';
import { hashesAt, TILE_WIDTH, tilePath, tilesOf } from '../../dist/src/registry/domain/log/tile-path.js';
import { writeProof } from '../../dist/src/registry/domain/log/tlog-proof.js';

const { canonicalJson, hashJson, leafHash, merkleRoot, nodeHash, sha256 } = kernel;
const folder = path.join(import.meta.dirname, 'log-1');
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const hexes = (list) => list.map(hex);
const checking = process.argv.includes('--check');
const files = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
const fault = (line) => {
  process.stderr.write(`${line}\n`);
  process.exitCode = 1;
};

const saved = new Set();
const saveBytes = (name, bytes) => {
  const file = path.join(folder, name);
  saved.add(path.normalize(name));
  if (!checking) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  } else if (!files().includes(path.normalize(name)) || !readFileSync(file).equals(Buffer.from(bytes))) {
    fault(`${name} is not what this program makes.`);
  }
};
const save = async (name, value) => {
  const options = { ...(await resolveConfig(path.join(folder, name))), parser: 'json' };
  saveBytes(name, Buffer.from(await format(JSON.stringify(value), options)));
};

// --- Tiles ---

await save('tile-addresses.json', {
  cases: [
    [0, 0, 256],
    [0, 0, 1],
    [0, 1, 44],
    [0, 5, 255],
    [1, 0, 1],
    [1, 999, 256],
    [1, 1000, 70],
    [2, 1_000_000, 256],
    [5, 0, 3],
    [0, 1_234_067, 256],
    [0, 1_000_000_000, 256],
    [0, 1_099_511_627_775, 128],
    ['entries', 0, 256],
    ['entries', 999, 1],
    ['entries', 1_234_067, 256],
  ].map(([level, index, width]) => ({ level, index, width, address: tilePath({ level, index, width }) })),
  none: [
    '',
    'tile',
    'tile/0',
    'tile/0/',
    'tile/00/000',
    'tile/6/000',
    'tile/-1/000',
    'tile/0/0',
    'tile/0/0000',
    'tile/0/x000/000',
    'tile/0/001/000',
    'tile/0/x001',
    'tile/0/X001/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/0/000/',
    'tile/0/000\n',
    'tile/0/00\u0661',
    'tile/entry/000',
    'tile/Entries/000',
    '/tile/0/000',
    'log/tile/0/000',
  ],
  logs: [0, 1, 255, 256, 257, 300, 600, 65_535, 65_536, 70_000].map((size) => ({
    size,
    levels: Object.fromEntries(
      ['entries', 0, 1, 2, 3].map((level) => {
        const tiles = tilesOf(level, size);
        const partial = tiles.find(({ width }) => width < TILE_WIDTH)?.width ?? 0;
        return [level, { full: tiles.length - (partial > 0 ? 1 : 0), partial }];
      }),
    ),
  })),
});

const bundle = (entries) => hex(writeBundle(entries.map((entry) => Buffer.from(entry))));
await save('bundles.json', {
  cases: [[], [''], ['ab', ''], ['{"v":1}', 'ё', 'x'.repeat(256)]].map((entries) => ({
    entries: entries.map((entry) => hex(Buffer.from(entry))),
    bundle: bundle(entries),
  })),
  none: [
    { reason: 'a length of one byte', bundle: '00' },
    { reason: 'a length without an entry', bundle: '0001' },
    { reason: 'the last entry is a byte short', bundle: bundle(['ab', 'cd']).slice(0, -2) },
    { reason: 'a byte follows the last entry', bundle: `${bundle(['ab', 'cd'])}00` },
    { reason: 'a length in the other order of bytes', bundle: '02006162' },
  ],
});

// --- Proofs, of a log whose entries are "entry 0", "entry 1", … ---

/** Reads the hashes of a log's tiles, which are made tile by tile. */
function tileHashes(leaves) {
  const levels = [leaves];
  for (let level = 1; hashesAt(level, leaves.length) > 0; level += 1) {
    levels.push(
      Array.from({ length: hashesAt(level, leaves.length) }, (_, tile) =>
        pairUp(levels[level - 1].slice(tile * TILE_WIDTH, (tile + 1) * TILE_WIDTH)),
      ),
    );
  }
  return levels;
}
const reader = (levels) => (place) => levels[place.level][place.index];

const numbered = { prefix: 'entry ', count: 600 };
const leaves = Array.from({ length: numbered.count }, (_, index) =>
  leafHash(`${numbered.prefix}${String(index)}`),
);
const read = reader(tileHashes(leaves));
const rootOf = (size) => merkleRoot(leaves.slice(0, size));
const hashes = (ranges) => ranges.map((range) => rangeHash(range, read));
const flipped = (hash) => {
  const copy = Buffer.from(hash);
  copy[31] ^= 1;
  return copy;
};

await save('roots.json', {
  ...numbered,
  cases: [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 100, 127, 128, 129, 255, 256, 257, 300, 511, 512, 513,
    599, 600,
  ].map((size) => ({ size, root: hex(rootOf(size)) })),
});

const included = (index, size, more = {}) => {
  const { leaf, proof, root, ...rest } = {
    index,
    size,
    leaf: leaves[index],
    proof: hashes(inclusionRanges(index, size)),
    root: rootOf(size),
    holds: true,
    ...more,
  };
  return { ...rest, leaf: hex(leaf), proof: hexes(proof), root: hex(root) };
};
const notIncluded = (reason, index, size, more) => included(index, size, { holds: false, reason, ...more });
const path300 = hashes(inclusionRanges(300, 600));
await save('inclusion.json', {
  ...numbered,
  cases: [
    ...[
      [0, 1],
      [0, 2],
      [1, 2],
      [2, 3],
      [0, 7],
      [6, 7],
      [255, 256],
      [0, 257],
      [256, 257],
      [299, 300],
      [300, 600],
      [511, 600],
      [512, 600],
      [599, 600],
    ].map(([index, size]) => included(index, size)),
    notIncluded('another index', 300, 600, { index: 301 }),
    notIncluded('another index with as long a proof', 300, 600, { index: 44 }),
    notIncluded('an index that is the size', 599, 600, { index: 600 }),
    notIncluded('an index behind the size', 0, 1, { index: 1 }),
    notIncluded('another size', 300, 600, { size: 599, root: rootOf(599) }),
    notIncluded('a size of 0', 0, 1, { size: 0, root: rootOf(0) }),
    notIncluded('the leaf of another entry', 300, 600, { leaf: leaves[301] }),
    notIncluded('a leaf that was changed', 300, 600, { leaf: flipped(leaves[300]) }),
    notIncluded('a node for a leaf, with the rest of its proof', 300, 600, {
      leaf: nodeHash(leaves[300], leaves[301]),
      proof: path300.slice(1),
    }),
    notIncluded('the root of another size', 300, 600, { root: rootOf(599) }),
    notIncluded('a root that was changed', 300, 600, { root: flipped(rootOf(600)) }),
    notIncluded('the lowest hash is missing', 300, 600, { proof: path300.slice(1) }),
    notIncluded('the highest hash is missing', 300, 600, { proof: path300.slice(0, -1) }),
    notIncluded('no hashes', 300, 600, { proof: [] }),
    notIncluded('a hash too many at the end', 300, 600, { proof: [...path300, rootOf(600)] }),
    notIncluded('a hash too many where there are none', 0, 1, { proof: [leaves[0]] }),
    notIncluded('a hash was changed', 300, 600, {
      proof: path300.map((hash, at) => (at === 4 ? flipped(hash) : hash)),
    }),
    notIncluded('the hashes from the root down', 300, 600, { proof: [...path300].reverse() }),
  ],
});

const consistent = (before, size, more = {}) => {
  const { proof, oldRoot, root, ...rest } = {
    before,
    size,
    proof: before === 0 ? [] : hashes(consistencyRanges(before, size)),
    oldRoot: rootOf(before),
    root: rootOf(size),
    holds: true,
    ...more,
  };
  return { ...rest, proof: hexes(proof), oldRoot: hex(oldRoot), root: hex(root) };
};
const inconsistent = (reason, before, size, more) =>
  consistent(before, size, { holds: false, reason, ...more });
const from300 = hashes(consistencyRanges(300, 600));
// What a log has that was rewritten from entry 299 on.
const forked = merkleRoot([...leaves.slice(0, 299), leafHash('another entry 299')]);
await save('consistency.json', {
  ...numbered,
  cases: [
    ...[
      [0, 0],
      [0, 600],
      [1, 1],
      [1, 2],
      [2, 3],
      [3, 7],
      [4, 7],
      [6, 7],
      [7, 8],
      [255, 256],
      [256, 257],
      [256, 600],
      [300, 600],
      [512, 600],
      [513, 600],
      [599, 600],
      [600, 600],
    ].map(([before, size]) => consistent(before, size)),
    inconsistent('an earlier log with another last entry', 300, 600, { oldRoot: forked }),
    inconsistent('the earlier root of another size', 300, 600, { oldRoot: rootOf(299) }),
    inconsistent('another earlier size', 300, 600, { before: 301 }),
    inconsistent('another earlier root of a power of two', 256, 600, { oldRoot: rootOf(255) }),
    inconsistent('another later root', 300, 600, { root: rootOf(599) }),
    inconsistent('another later size', 300, 600, { size: 2000 }),
    inconsistent('the roots the other way round', 300, 600, { oldRoot: rootOf(600), root: rootOf(300) }),
    inconsistent('a log that became smaller', 300, 600, {
      before: 600,
      size: 300,
      oldRoot: rootOf(600),
      root: rootOf(300),
    }),
    inconsistent('the lowest hash is missing', 300, 600, { proof: from300.slice(1) }),
    inconsistent('the highest hash is missing', 300, 600, { proof: from300.slice(0, -1) }),
    inconsistent('no hashes', 300, 600, { proof: [] }),
    inconsistent('a hash too many', 300, 600, { proof: [...from300, rootOf(600)] }),
    inconsistent('a hash was changed', 300, 600, {
      proof: from300.map((hash, at) => (at === 2 ? flipped(hash) : hash)),
    }),
    inconsistent('two roots for one size', 600, 600, { root: flipped(rootOf(600)) }),
    inconsistent('hashes for one size', 600, 600, { proof: [rootOf(600)] }),
    inconsistent('an empty log with a root of its own', 0, 600, { oldRoot: rootOf(1) }),
    inconsistent('hashes from the empty log on', 0, 600, { proof: [rootOf(600)] }),
  ],
});

// --- Keys and notes ---

// What stands before the seed in the PKCS #8 of an Ed25519 key (RFC 8410, section 7).
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
function keyOf(name, kind, secret) {
  const seed = sha256(`openmerit log vectors: ${secret}`);
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { name, kind, seed, publicKey, signed: (text) => sign(null, Buffer.from(text), privateKey) };
}
const log = keyOf('openmerit.example/log', 'ed25519', 'log');
const otherKey = keyOf('openmerit.example/log', 'ed25519', 'another key of the name');
const otherLog = keyOf('other.example/log', 'ed25519', 'another log');
const unicode = keyOf('жюри.example/журнал', 'ed25519', 'unicode');
const witness = keyOf('witness.example/w1', 'cosignature', 'witness');
const otherWitness = keyOf('witness.example/w2', 'cosignature', 'another witness');
const vkey = writeVerifierKey;
const own = vkey(log);
const vkeyOf = (name, id, material) => [name, id, Buffer.from(material).toString('base64')].join('+');
const material = Buffer.concat([Uint8Array.of(1), log.publicKey]);
const idOf = (name, bytes) => hex(sha256(Buffer.concat([Buffer.from(`${name}\n`), bytes])).subarray(0, 4));

await save('verifier-keys.json', {
  cases: [log, otherKey, otherLog, unicode, witness, otherWitness].map((key) => ({
    name: key.name,
    type: SIGNATURE_KINDS[key.kind],
    seed: hex(key.seed),
    publicKey: hex(key.publicKey),
    keyId: hex(noteKeyId(key)),
    verifierKey: vkey(key),
  })),
  none: [
    { reason: 'nothing', verifierKey: '' },
    { reason: 'no key id', verifierKey: `${log.name}+${material.toString('base64')}` },
    { reason: 'the id of another name', verifierKey: own.replace('openmerit', 'openmerid') },
    { reason: 'the id of another key', verifierKey: vkeyOf(log.name, hex(noteKeyId(otherKey)), material) },
    { reason: 'the id in capitals', verifierKey: own.replace(/\+[0-9a-f]{8}\+/, (id) => id.toUpperCase()) },
    { reason: 'a name with a space', verifierKey: vkeyOf('a log', idOf('a log', material), material) },
    { reason: 'no name', verifierKey: vkeyOf('', idOf('', material), material) },
    {
      reason: 'a type that is not known',
      verifierKey: vkeyOf(
        log.name,
        idOf(log.name, Buffer.concat([Uint8Array.of(2), log.publicKey])),
        Buffer.concat([Uint8Array.of(2), log.publicKey]),
      ),
    },
    {
      reason: 'a key that is a byte short',
      verifierKey: vkeyOf(log.name, idOf(log.name, material.subarray(0, 32)), material.subarray(0, 32)),
    },
    { reason: 'something behind the key', verifierKey: `${own}=` },
  ],
});

const line = (key, signature, more = {}) => ({ name: key.name, keyId: noteKeyId(key), signature, ...more });
const ownLine = (text, key = log) => line(key, key.signed(text));
const state = { origin: log.name, size: 300, root: rootOf(300) };
const text = checkpointText(state);
const free = 'Any text can be signed.\n\nAlso with empty lines — and signs: +/=\n';
const note = (signatures, of = text) => writeNote({ text: of, signatures });
const taken = (one, key = log, of = text) => ({ note: one, verifierKey: vkey(key), holds: true, text: of });
const refused = (reason, one, key = log) => ({ note: one, verifierKey: vkey(key), holds: false, reason });
const signed = note([ownLine(text)]);
/** The same signature with S + L, which an equation without its bound would take as well (RFC 8032, section 5.1.7). */
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const notReduced = (signature) => {
  const number = BigInt(`0x${hex(Buffer.from(signature.subarray(32)).reverse())}`) + ORDER;
  return Buffer.concat([
    signature.subarray(0, 32),
    Buffer.from(number.toString(16).padStart(64, '0'), 'hex').reverse(),
  ]);
};

await save('notes.json', {
  cases: [
    taken(signed),
    taken(note([ownLine(free)], free), log, free),
    taken(note([ownLine(text, unicode)]), unicode),
    taken(note([ownLine(text, otherLog), ownLine(text)])),
    taken(note([ownLine(text, otherLog), ownLine(text)]), otherLog),
    // Lines that are not by the key are passed over, whatever they hold.
    taken(note([line({ ...log, name: 'x' }, Buffer.alloc(64)), ownLine(text, otherKey), ownLine(text)])),
    taken(note([line(witness, Buffer.alloc(9)), ownLine(text)])),
    refused('signed with another key of the same name', note([ownLine(text, otherKey)])),
    refused('signed with another key, under the id of this one', note([line(log, otherKey.signed(text))])),
    refused('the key id of another key', note([line(log, log.signed(text), { keyId: noteKeyId(otherKey) })])),
    refused('another name', note([line(log, log.signed(text), { name: otherLog.name })])),
    refused('another size in the text', signed.replace('\n300\n', '\n301\n')),
    refused('a line more in the text', note([ownLine(text)], `${text}more\n`)),
    refused('the signature is over the empty line too', note([line(log, log.signed(`${text}\n`))])),
    refused('a byte of the signature was changed', note([line(log, flipped(log.signed(text)))])),
    refused('a signature that is a byte short', note([line(log, log.signed(text).subarray(0, 63))])),
    refused(
      'a signature with a byte more',
      note([line(log, Buffer.concat([log.signed(text), Buffer.alloc(1)]))]),
    ),
    refused('S is not below the group’s order', note([line(log, notReduced(log.signed(text)))])),
    refused('a signature of nothing but zeros', note([line(log, Buffer.alloc(64))])),
    refused('no signature', `${text}\n`),
    refused('no empty line', signed.replace('\n\n', '\n')),
    refused('no newline at the end', signed.slice(0, -1)),
    refused('an empty line at the end', `${signed}\n`),
    refused('a hyphen for the dash', signed.replace('—', '-')),
    refused('two spaces', signed.replace('— ', '—  ')),
    refused('a line that is no signature beside one that holds', `${signed}more\n`),
    refused('base64 without its padding', signed.replace(/=+\n$/, '\n')),
    refused('lines that end as on another system', signed.replaceAll('\n', '\r\n')),
  ],
});

const SECONDS = 1_800_000_000;
const cosigned = (key, of = text, seconds = SECONDS) =>
  line(key, cosignatureBytes(seconds, key.signed(cosignedText(of, seconds))));
const cosignatureOf = (key, seconds, over) =>
  note([ownLine(text), line(key, cosignatureBytes(seconds, key.signed(over)))]);
const timed = (one, key, time) => ({ ...taken(one, key), time });
const both = note([ownLine(text), cosigned(witness), cosigned(otherWitness, text, 0)]);
await save('cosignatures.json', {
  cases: [
    timed(both, witness, SECONDS),
    timed(both, otherWitness, 0),
    taken(both),
    timed(note([cosigned(witness, text, 2 ** 40)]), witness, 2 ** 40),
    refused('no line by the witness', signed, witness),
    refused(
      'another time than was signed',
      note([line(witness, cosignatureBytes(SECONDS + 1, cosigned(witness).signature.subarray(8)))]),
      witness,
    ),
    refused('another text than was signed', both.replace('\n300\n', '\n301\n'), witness),
    refused('signed without its head', cosignatureOf(witness, SECONDS, text), witness),
    refused('signed without its time', cosignatureOf(witness, SECONDS, `cosignature/v1\n${text}`), witness),
    refused(
      'signed over the note with the log’s signature',
      cosignatureOf(witness, SECONDS, cosignedText(signed, SECONDS)),
      witness,
    ),
    refused('by another witness', note([line(witness, cosigned(otherWitness).signature)]), witness),
    refused('no time', note([line(witness, cosigned(witness).signature.subarray(8))]), witness),
    refused(
      'a byte more',
      note([line(witness, Buffer.concat([cosigned(witness).signature, Buffer.alloc(1)]))]),
      witness,
    ),
    refused(
      'the log’s own kind of signature, by the witness’s key',
      note([line(witness, witness.signed(text))]),
      witness,
    ),
    refused('a cosignature in place of the log’s signature', note([line(log, cosigned(witness).signature)])),
  ],
});

const large = { origin: 'a', size: Number.MAX_SAFE_INTEGER, root: rootOf(7) };
const checkpointCase = (one, more = '') => ({
  text: `${checkpointText(one)}${more}`,
  origin: one.origin,
  size: one.size,
  root: hex(one.root),
});
const none = (reason, of) => ({ reason, text: of });
await save('checkpoints.json', {
  cases: [
    checkpointCase(state),
    checkpointCase({ ...state, size: 0, root: rootOf(0) }),
    checkpointCase(large),
    checkpointCase({ ...state, origin: 'A name, with spaces + signs' }),
    checkpointCase(state, 'an extension\nand another\n'),
  ],
  none: [
    none('nothing', ''),
    none('two lines', text.split('\n').slice(0, 2).join('\n') + '\n'),
    none('no newline at the end', text.slice(0, -1)),
    none('no origin', text.replace(log.name, '')),
    none('a size with a zero before it', text.replace('\n300\n', '\n0300\n')),
    none('a size with a sign', text.replace('\n300\n', '\n+300\n')),
    none('a negative size', text.replace('\n300\n', '\n-300\n')),
    none('a size that is no number', text.replace('\n300\n', '\n3e2\n')),
    none('a size of other digits than ASCII', text.replace('\n300\n', '\n\u0663\u0660\u0660\n')),
    none('a size of 2^53', text.replace('\n300\n', '\n9007199254740992\n')),
    none('a root that is a byte short', checkpointText({ ...state, root: rootOf(300).subarray(0, 31) })),
    none('a root in hex', text.replace(rootOf(300).toString('base64'), hex(rootOf(300)))),
    none('a root without its padding', text.replace('=\n', '\n')),
    // The last digit of 32 bytes in base64 has two bits that mean nothing and have to be zero.
    none(
      'a root in another base64',
      text.replace(/.=\n/, (end) => `${next(end[0])}=\n`),
    ),
    none('lines that end as on another system', text.replaceAll('\n', '\r\n')),
  ],
});
function next(digit) {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return digits[digits.indexOf(digit) + 1];
}

// --- Proof files ---

const entry = (index) => `${numbered.prefix}${String(index)}`;
const proofOf = (index, checkpoint = signed) =>
  writeProof({ index, hashes: hashes(inclusionRanges(index, state.size)), checkpoint });
const proven = (index, file = proofOf(index), key = log) => ({
  file,
  entry: entry(index),
  verifierKey: vkey(key),
  holds: true,
});
const notProven = (reason, file, index = 17, key = log) => ({
  ...proven(index, file, key),
  holds: false,
  reason,
});
const one = checkpointText({ ...state, size: 1, root: rootOf(1) });
const file17 = proofOf(17);
const lines17 = file17.split('\n');
await save('proof-files.json', {
  cases: [
    proven(0),
    proven(17),
    proven(299),
    proven(0, writeProof({ index: 0, hashes: [], checkpoint: note([ownLine(one)], one) })),
    proven(17, file17.replace('\n', '\nextra YW55dGhpbmc=\n')),
    proven(17, proofOf(17, both)),
    notProven('another entry', file17, 18),
    notProven('another index', file17.replace('index 17', 'index 16')),
    notProven('an index behind the log', file17.replace('index 17', 'index 300')),
    notProven('an index with a zero before it', file17.replace('index 17', 'index 017')),
    notProven('no index', file17.replace('index 17\n', '')),
    notProven('another first line', file17.replace('@v1', '@v2')),
    notProven('the extra line behind the index', file17.replace('index 17\n', 'index 17\nextra YQ==\n')),
    notProven('a hash is missing', lines17.filter((_, at) => at !== 3).join('\n')),
    notProven('a hash that is cut', file17.replace(lines17[3], lines17[3].slice(0, -4))),
    notProven('no empty line before the checkpoint', file17.replace('\n\n', '\n')),
    notProven('a checkpoint by another key', proofOf(17, note([ownLine(text, otherKey)]))),
    notProven('a checkpoint that is not signed', proofOf(17, text)),
    notProven('the key of another log', file17, 17, otherLog),
    notProven(
      'a checkpoint of another origin, signed by this log',
      proofOf(
        17,
        note([ownLine(text.replace(log.name, otherLog.name))], text.replace(log.name, otherLog.name)),
      ),
    ),
    notProven('a checkpoint of one entry', proofOf(17, note([ownLine(one)], one))),
    notProven('lines that end as on another system', file17.replaceAll('\n', '\r\n')),
  ],
});

// --- Handing over the log's key, in a log of seven entries of which the fifth states the next key ---

const AT = 4;
const keyShown = (more = {}) => ({
  purpose: 'checkpoints',
  keyId: 'checkpoints-00000002',
  algorithm: 'Ed25519',
  publicKey: otherKey.publicKey.toString('base64'),
  retiredAt: null,
  ...more,
});
const keyFact = (shown, more = {}) => ({
  v: 1,
  type: 'signing-key',
  subject: shown.keyId,
  cause: 'in-use',
  time: '2026-03-27T09:00:00.000Z',
  official: null,
  contentHash: hex(hashJson(shown)),
  commitments: {},
  ...more,
});
function handoverCase({
  shown = keyShown(),
  fact = keyFact(shown),
  signer = log,
  added = { fact, shown },
} = {}) {
  const stating = leaves.slice(0, 7).with(AT, leafHash(canonicalJson(fact)));
  const body = checkpointText({ origin: log.name, size: stating.length, root: merkleRoot(stating) });
  const inside = reader(tileHashes(stating));
  const proof = {
    index: AT,
    hashes: inclusionRanges(AT, stating.length).map((range) => rangeHash(range, inside)),
    checkpoint: writeNote({ text: body, signatures: [ownLine(body, signer)] }),
  };
  return writeHandover(proof, added);
}
const handover = handoverCase();
const noHandover = (reason, file, key = log) => ({ reason, file, verifierKey: vkey(key), holds: false });
const extraLine = handover.split('\n')[1];
const extraOf = (text) => `extra ${Buffer.from(text).toString('base64')}`;
const extraText = Buffer.from(extraLine.slice('extra '.length), 'base64').toString();
await save('handovers.json', {
  cases: [
    { file: handover, verifierKey: own, holds: true, index: AT, size: 7, next: vkey(otherKey) },
    noHandover('the key to which it hands over', handover, otherKey),
    noHandover('the key of another log', handover, otherLog),
    noHandover('signed by the new key', handoverCase({ signer: otherKey })),
    noHandover(
      'another key is added than was stated',
      handoverCase({
        fact: keyFact(keyShown()),
        added: {
          fact: keyFact(keyShown()),
          shown: keyShown({ publicKey: otherLog.publicKey.toString('base64') }),
        },
      }),
    ),
    noHandover(
      'another fact is added than is in the log',
      handoverCase({
        added: { fact: keyFact(keyShown(), { time: '2026-03-27T09:00:01.000Z' }), shown: keyShown() },
      }),
    ),
    noHandover(
      'the same key',
      handoverCase({ shown: keyShown({ publicKey: log.publicKey.toString('base64') }) }),
    ),
    noHandover('a key for receipts', handoverCase({ shown: keyShown({ purpose: 'receipts' }) })),
    noHandover('a key that is retired', handoverCase({ fact: keyFact(keyShown(), { cause: 'retired' }) })),
    noHandover('another kind of fact', handoverCase({ fact: keyFact(keyShown(), { type: 'receipt' }) })),
    noHandover('the id of another key', handoverCase({ fact: keyFact(keyShown(), { subject: 'another' }) })),
    noHandover('another algorithm', handoverCase({ shown: keyShown({ algorithm: 'ECDSA' }) })),
    noHandover(
      'a key that is a byte short',
      handoverCase({ shown: keyShown({ publicKey: otherKey.publicKey.subarray(1).toString('base64') }) }),
    ),
    noHandover('nothing is added', handover.replace(`${extraLine}\n`, '')),
    noHandover('what is added is no JSON', handover.replace(extraLine, extraOf('{'))),
    noHandover('what is added is written otherwise', handover.replace(extraLine, extraOf(` ${extraText}`))),
    noHandover('more is added', handover.replace(extraLine, extraOf(extraText.replace('{', '{"a":1,')))),
    noHandover('another index', handover.replace(`index ${AT}`, 'index 3')),
    noHandover('no checkpoint', handover.slice(0, handover.indexOf('\n\n') + 2)),
  ],
});

// --- A whole small log, as it is served ---

const list = { session: 'vectors', numbers: ['7KQ2MZ94XB', 'C3H8PWT5RV'], points: [1.5, 100, 1e-7] };
const facts = Array.from({ length: 300 }, (_, index) =>
  canonicalJson({
    v: 1,
    type: 'receipt',
    subject: `R-${String(index)}`,
    cause: 'vectors',
    time: new Date(Date.UTC(2026, 2, 27, 9, 0, index)).toISOString(),
    official: index % 50 === 0 ? 'Айгүл Ахметова, secretary “A”' : null,
    contentHash: hex(sha256(`content ${String(index)}`)),
    commitments: {},
  }),
);
const entries = facts.map((fact) => Buffer.from(fact));
const small = tileHashes(entries.map((fact) => leafHash(fact)));
const smallRoot = merkleRoot(small[0]);
const smallText = checkpointText({ origin: log.name, size: entries.length, root: smallRoot });
const checkpoint = writeNote({
  text: smallText,
  signatures: [ownLine(smallText), cosigned(witness, smallText)],
});
const inSmall = (address) => `small-log/${address}`;
const within = (items, { index, width }) => items.slice(index * TILE_WIDTH, index * TILE_WIDTH + width);
saveBytes(inSmall('checkpoint'), checkpoint);
for (const tile of tilesOf('entries', entries.length))
  saveBytes(inSmall(tilePath(tile)), writeBundle(within(entries, tile)));
for (const [level, at] of small.entries()) {
  for (const tile of tilesOf(level, entries.length))
    saveBytes(inSmall(tilePath(tile)), Buffer.concat(within(at, tile)));
}
const proofs = [0, 255, 256, 299];
for (const index of proofs) {
  const ranges = inclusionRanges(index, entries.length);
  const file = { index, hashes: ranges.map((range) => rangeHash(range, reader(small))), checkpoint };
  saveBytes(inSmall(`proofs/${String(index)}`), writeProof(file));
}
const chunk = hex(hashJson(list));
saveBytes(inSmall(`chunks/${chunk}`), canonicalJson(list));
await save('small-log.json', {
  folder: 'small-log',
  verifierKey: own,
  witness: vkey(witness),
  size: entries.length,
  root: hex(smallRoot),
  proofs,
  chunks: [chunk],
});

for (const name of files()) {
  if (saved.has(name)) continue;
  if (checking) fault(`${name} is none that this program makes.`);
  else rmSync(path.join(folder, name));
}
