import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { canonicalJson, hashJson, leafHash, merkleRoot, type Json } from '../../src/kernel/index.js';
import { makeFact, writeOutbox } from '../../src/platform/index.js';
import { parseCheckpoint } from '../../src/registry/domain/log/checkpoint.js';
import { readBundle, writeBundle } from '../../src/registry/domain/log/entry-bundle.js';
import { readHandover } from '../../src/registry/domain/log/handover.js';
import { isConsistent, isIncluded, pairUp } from '../../src/registry/domain/log/proofs.js';
import {
  cosignedAt,
  noteKeyId,
  readNote,
  readVerifierKey,
  SIGNATURE_KINDS,
  validSignature,
  writeVerifierKey,
} from '../../src/registry/domain/log/signed-note.js';
import { hashesAt, parseTilePath, tilePath, tilesOf } from '../../src/registry/domain/log/tile-path.js';
import { readProof } from '../../src/registry/domain/log/tlog-proof.js';
import { DrainOutbox } from '../../src/registry/index.js';
import { LogKey } from '../../src/registry/use-cases/log-key.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

const root = path.resolve(import.meta.dirname, '../..');
const vectors = path.join(root, 'test/vectors/log-1');
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();

interface Ended {
  readonly status: number | string;
  readonly stdout: string;
  readonly stderr: string;
}
/** Runs a program beside this process, which may be the platform that the program reads. */
const run = (program: string, parameters: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(program, parameters, { encoding: 'utf8' }, (error, stdout, stderr) => {
      resolve({ status: error ? (error.code ?? -1) : 0, stdout, stderr });
    });
  });
const python = (...parameters: string[]): Promise<Ended> =>
  run('python3', [path.join(root, 'test/python/log.py'), ...parameters]);

/** Where python3 cannot be had, the run said so and these tests are left out. */
const withPython = process.env['OPENMERIT_SKIP_PYTHON'] === '1' ? describe.skip : describe;

interface SmallLog {
  readonly folder: string;
  readonly verifierKey: string;
  readonly witness: string;
  readonly size: number;
  readonly root: string;
  readonly proofs: readonly number[];
  readonly chunks: readonly string[];
}
interface Cases {
  readonly cases: readonly Record<string, unknown>[];
  readonly none: readonly Record<string, unknown>[];
}
const json = (name: string): unknown => JSON.parse(readFileSync(path.join(vectors, name), 'utf8'));
const small = json('small-log.json') as SmallLog;

withPython('the second implementation of the log, in Python', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-log-'));
    cpSync(vectors, folder, { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const change = (address: string, at: number): void => {
    const file = path.join(folder, 'small-log', address);
    const bytes = readFileSync(file);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    writeFileSync(file, bytes);
  };

  it('gets every vector as the first one does', async () => {
    expect(await python(vectors)).toEqual({
      status: 0,
      stdout: `${String(filesOf(vectors).length)} files checked, 0 faults\n`,
      stderr: '',
    });
  });

  // The second entry begins behind the first one's length and bytes.
  const second = 2 + readFileSync(path.join(vectors, 'small-log/tile/entries/000')).readUInt16BE(0);
  it.each([
    ['tile/entries/000', 50, 'tile/entries/000: entry 0 does not have the hash that tile/0/000 has of it'],
    ['tile/entries/000', second, 'tile/entries/000: it has 115 entries instead of 256'],
    ['tile/entries/001.p/44', 50, 'tile/entries/001.p/44: entry 256 does not have the hash'],
    ['tile/0/000', 32 * 255 + 31, 'tile/entries/000: entry 255 does not have the hash'],
    ['tile/1/000.p/1', 0, 'tile/1/000.p/1: hash 0 is not that over the tile below'],
    ['checkpoint', 23, 'the signature by openmerit.example/log does not hold'],
    ['proofs/299', 60, 'the entry is not in the log at index 299'],
    [`chunks/${small.chunks[0] ?? ''}`, 20, 'has another hash'],
  ])('names a byte of %s that was changed', async (address, at, named) => {
    change(address, at);
    const { status, stdout } = await python(path.join(folder, 'small-log.json'));
    expect(stdout).toContain(`small-log.json: ${named.startsWith('has') ? address : named}`);
    expect(stdout).toContain(named);
    expect(stdout).toMatch(/ files checked, 1 faults\n$/);
    expect(status).toBe(1);
  });

  it('names an entry that was changed together with its hash', async () => {
    const bundle = path.join(folder, 'small-log/tile/entries/000');
    const entries = readBundle(readFileSync(bundle)) ?? [];
    entries[7] = Buffer.from(String(entries[7]).replace('vectors', 'Vectors'));
    writeFileSync(bundle, writeBundle(entries));
    const leaves = Buffer.concat(entries.map((entry) => leafHash(entry)));
    writeFileSync(path.join(folder, 'small-log/tile/0/000'), leaves);
    const first = await python(path.join(folder, 'small-log.json'));
    expect(first.stdout).toContain('tile/1/000.p/1: hash 0 is not that over the tile below');
    const hashes = Array.from({ length: 256 }, (_, at) => leaves.subarray(at * 32, at * 32 + 32));
    writeFileSync(path.join(folder, 'small-log/tile/1/000.p/1'), pairUp(hashes));
    const then = await python(path.join(folder, 'small-log.json'));
    expect(then.stdout).toContain('checkpoint: its root is not that of the entries');
  });

  it('reads a log that lies in files, and takes no other key', async () => {
    const address = pathToFileURL(path.join(folder, 'small-log')).href;
    const right = await python('--log', address, '--key', small.verifierKey);
    expect([right.status, right.stdout.split('\n').at(-2)]).toEqual([
      0,
      'root: the entries have the root that is signed',
    ]);
    expect(await python('--log', address, '--key', small.witness)).toMatchObject({
      status: 1,
      stdout: "does not hold: the verifier key is not a log's\n",
    });
    rmSync(path.join(folder, 'small-log/tile/0/001.p/44'));
    expect((await python('--log', address, '--key', small.verifierKey)).status).toBe(2);
    expect((await python('--log', address, '--key', 'none')).status).toBe(2);
    expect((await python('--log', address)).status).toBe(2);
  });
});

it('the vectors are what their script makes', async () => {
  const before = filesOf(vectors).map((file) => [file, readFileSync(file, 'base64')]);
  const script = path.join(root, 'test/vectors/make-log-1.mjs');
  expect(await run(process.execPath, [script, '--check'])).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(filesOf(vectors).map((file) => [file, readFileSync(file, 'base64')])).toEqual(before);
});

describe('our own functions', () => {
  const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
  const numbered = ({ prefix, count }: { readonly prefix: string; readonly count: number }): Buffer[] =>
    Array.from({ length: count }, (_, index) => leafHash(`${prefix}${String(index)}`));

  it('have the addresses of tiles', () => {
    const file = json('tile-addresses.json') as {
      cases: { level: number | 'entries'; index: number; width: number; address: string }[];
      none: string[];
      logs: { size: number; levels: Record<string, { full: number; partial: number }> }[];
    };
    for (const { address, ...tile } of file.cases) {
      expect(tilePath(tile)).toBe(address);
      expect(parseTilePath(address)).toEqual(tile);
    }
    expect(file.none.filter((address) => parseTilePath(address))).toEqual([]);
    for (const { size, levels } of file.logs) {
      for (const [level, { full, partial }] of Object.entries(levels)) {
        const widths = tilesOf(level === 'entries' ? level : Number(level), size).map(({ width }) => width);
        const rest = partial > 0 ? [partial] : [];
        expect([size, level, widths]).toEqual([size, level, [...Array<number>(full).fill(256), ...rest]]);
      }
    }
  });

  it('read bundles', () => {
    const { cases, none } = json('bundles.json') as {
      cases: { entries: string[]; bundle: string }[];
      none: { reason: string; bundle: string }[];
    };
    for (const { entries, bundle } of cases) {
      expect(writeBundle(entries.map(bytes)).toString('hex')).toBe(bundle);
      expect(readBundle(bytes(bundle))?.map((entry) => entry.toString('hex'))).toEqual(entries);
    }
    expect(none.filter(({ bundle }) => readBundle(bytes(bundle)))).toEqual([]);
  });

  it('check roots and proofs', () => {
    const roots = json('roots.json') as {
      prefix: string;
      count: number;
      cases: { size: number; root: string }[];
    };
    for (const { size, root: hash } of roots.cases)
      expect(merkleRoot(numbered(roots).slice(0, size)).toString('hex')).toBe(hash);
    interface Proof {
      readonly size: number;
      readonly proof: string[];
      readonly root: string;
      readonly holds: boolean;
    }
    const inclusion = json('inclusion.json') as { cases: (Proof & { index: number; leaf: string })[] };
    for (const one of inclusion.cases) {
      const { index, size, leaf, proof } = one;
      const holds = isIncluded(bytes(leaf), index, size, proof.map(bytes), bytes(one.root));
      expect({ ...one, holds }).toEqual(one);
    }
    const consistency = json('consistency.json') as {
      cases: (Proof & { before: number; oldRoot: string })[];
    };
    for (const one of consistency.cases) {
      const { before, size, proof, oldRoot } = one;
      const holds = isConsistent(before, size, proof.map(bytes), bytes(oldRoot), bytes(one.root));
      expect({ ...one, holds }).toEqual(one);
    }
  });

  it('read verifier keys', () => {
    const { cases, none } = json('verifier-keys.json') as Cases;
    for (const { name, type, publicKey, keyId, verifierKey } of cases) {
      const key = readVerifierKey(String(verifierKey));
      expect(
        key && [key.name, SIGNATURE_KINDS[key.kind], Buffer.from(key.publicKey).toString('hex')],
      ).toEqual([name, type, publicKey]);
      expect(key && noteKeyId(key).toString('hex')).toBe(keyId);
    }
    expect(none.filter(({ verifierKey }) => readVerifierKey(String(verifierKey)))).toEqual([]);
  });

  it.each(['notes.json', 'cosignatures.json'])('check the signatures of %s', (name) => {
    for (const one of (json(name) as Cases).cases) {
      const key = readVerifierKey(String(one['verifierKey']));
      const note = readNote(String(one['note']));
      const found = key && note && validSignature(note, key);
      expect({ ...one, holds: found !== undefined }).toEqual(one);
      if (found) expect(note.text).toBe(one['text']);
      if (found && 'time' in one) expect(cosignedAt(found.signature)).toBe(one['time']);
    }
  });

  it('read checkpoints', () => {
    const { cases, none } = json('checkpoints.json') as Cases;
    for (const { text, ...said } of cases) {
      const checkpoint = parseCheckpoint(String(text));
      expect(checkpoint && { ...checkpoint, root: checkpoint.root.toString('hex') }).toEqual(said);
    }
    expect(none.filter(({ text }) => parseCheckpoint(String(text)))).toEqual([]);
  });

  /** What the page on the log asks of a proof file, in its order. */
  const isProven = (file: string, entry: Uint8Array, verifierKey: string): boolean => {
    const key = readVerifierKey(verifierKey);
    const proof = readProof(file);
    const note = proof && readNote(proof.checkpoint);
    const checkpoint = note && key && validSignature(note, key) && parseCheckpoint(note.text);
    return (
      checkpoint?.origin === key?.name &&
      checkpoint !== undefined &&
      proof !== undefined &&
      isIncluded(leafHash(entry), proof.index, checkpoint.size, proof.hashes, checkpoint.root)
    );
  };

  it('check proof files', () => {
    for (const one of (json('proof-files.json') as Cases).cases) {
      const entry = Buffer.from(String(one['entry']));
      const holds = isProven(String(one['file']), entry, String(one['verifierKey']));
      expect({ ...one, holds }).toEqual(one);
    }
  });

  it('follow a key to the next one', () => {
    for (const one of (json('handovers.json') as Cases).cases) {
      const key = readVerifierKey(String(one['verifierKey']));
      const found = key && readHandover(String(one['file']), key);
      expect({ ...one, holds: found?.ok }).toEqual(one);
      if (!found?.ok) continue;
      const { next, index, checkpoint } = found.value;
      expect([writeVerifierKey(next), index, checkpoint.size]).toEqual([
        one['next'],
        one['index'],
        one['size'],
      ]);
    }
  });

  it('read the small log', () => {
    const read = (address: string): Buffer => readFileSync(path.join(vectors, small.folder, address));
    const note = readNote(read('checkpoint').toString());
    for (const verifier of [small.verifierKey, small.witness]) {
      const key = readVerifierKey(verifier);
      expect(note && key && validSignature(note, key)).toBeDefined();
    }
    expect(note && parseCheckpoint(note.text)).toMatchObject({ size: small.size, root: bytes(small.root) });
    const entries = tilesOf('entries', small.size).flatMap((tile) => readBundle(read(tilePath(tile))) ?? []);
    let below = entries.map((entry) => leafHash(entry));
    expect(merkleRoot(below).toString('hex')).toBe(small.root);
    for (let level = 0; hashesAt(level, small.size) > 0; level += 1) {
      const tiles = tilesOf(level, small.size).map((tile) => read(tilePath(tile)));
      expect(Buffer.concat(tiles)).toEqual(Buffer.concat(below));
      const full = hashesAt(level + 1, small.size);
      below = Array.from({ length: full }, (_, tile) => pairUp(below.slice(tile * 256, (tile + 1) * 256)));
    }
    for (const index of small.proofs) {
      const file = read(`proofs/${String(index)}`).toString();
      expect(isProven(file, entries[index] as Buffer, small.verifierKey)).toBe(true);
    }
    for (const hash of small.chunks) {
      const list = JSON.parse(read(`chunks/${hash}`).toString()) as Json;
      expect(hashJson(list).toString('hex')).toBe(hash);
      expect(read(`chunks/${hash}`).toString()).toBe(canonicalJson(list));
    }
  });
});

withPython('the log of a running platform', () => {
  let platform: TestPlatform;
  let folder: string;
  let key: string;
  const check = (...more: string[]): Promise<Ended> =>
    python('--log', `${platform.base}/log`, '--key', key, ...more);
  const query = (sql: string) => platform.api.parts.database.query(sql);

  beforeAll(async () => {
    platform = await startPlatform();
    folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-proof-'));
    key = platform.api.app.get(LogKey).verifierText;
  }, 120_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await platform.close();
  });

  it('holds in Python from end to end, and with it the proof of an entry', async () => {
    // Past a full tile, so that there is one above.
    const facts = Array.from({ length: 300 }, (_, index) =>
      makeFact({
        type: 'competition-announced',
        subject: `test-${String(index)}`,
        cause: 'log-vectors',
        time: new Date(),
        official: 'Айгүл Ахметова, “Secretary” 😀',
        shown: { index },
        personal: { name: `Somebody ${String(index)}` },
      }),
    );
    const messages = facts.map((one) => ({ type: one.fact.type, body: one as unknown as Json }));
    await platform.api.parts.database.transaction((tx) => writeOutbox(tx, messages));
    const size = await platform.api.app.get(DrainOutbox).run();
    expect(size).toBeGreaterThanOrEqual(facts.length);

    const last = facts.at(-1)?.fact as unknown as Json;
    const proof = path.join(folder, 'entry.tlog-proof');
    const entry = path.join(folder, 'entry.json');
    const answer = await fetch(`${platform.base}/log/proofs/${String(size - 1)}`);
    writeFileSync(proof, await answer.text());
    writeFileSync(entry, canonicalJson(last));
    const { status, stdout, stderr } = await check('--proof', proof, '--entry', entry);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.replaceAll(/root \S{44}$/gm, 'root …').split('\n')).toEqual([
      `checkpoint: signed by ${platform.api.app.get(LogKey).origin}, ${String(size)} entries, root …`,
      `entries: ${String(size)} facts in 2 bundles have the hashes of level 0`,
      'tiles: 1 above level 0 have the hashes over those below',
      'root: the entries have the root that is signed',
      `proof: the entry is entry ${String(size - 1)} of a log of ${String(size)}`,
      'proof: its checkpoint is of this log',
      '',
    ]);
    // The file alone proves it as well, and no other entry.
    expect((await python('--key', key, '--proof', proof, '--entry', entry)).status).toBe(0);
    writeFileSync(entry, `${canonicalJson(last)}\n`);
    expect(await python('--key', key, '--proof', proof, '--entry', entry)).toMatchObject({
      status: 1,
      stdout: `does not hold: the entry is not in the log at index ${String(size - 1)}\n`,
    });
  });

  it('names the entry that somebody changed in the database, and says where nothing can be read', async () => {
    // The newest one: full bundles, which were read before, the api has at hand.
    const [last] = await platform.api.parts.database.query<{ seq: string }>(
      'SELECT max(seq) AS seq FROM registry_entry',
    );
    const seq = String(last?.seq);
    await query('ALTER TABLE registry_entry DISABLE TRIGGER USER');
    await query(
      `UPDATE registry_entry SET fact = jsonb_set(fact, '{subject}', '"another"') WHERE registry_entry.seq = ${seq}`,
    );
    await query('ALTER TABLE registry_entry ENABLE TRIGGER USER');
    const { status, stdout } = await check();
    expect(stdout).toMatch(
      new RegExp(`^does not hold: tile/entries/001\\.p/\\d+: entry ${seq} does not have the hash`, 'm'),
    );
    expect(status).toBe(1);
    const elsewhere = await python('--log', `${platform.base}/elsewhere`, '--key', key);
    expect(elsewhere).toMatchObject({ status: 2 });
    expect(elsewhere.stdout).toContain('cannot be read: ');
  });
});
