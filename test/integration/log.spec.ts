import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import supertest, { type Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalJson, leafHash, merkleRoot, type Json } from '../../src/kernel/index.js';
import { parseCheckpoint, type Checkpoint } from '../../src/registry/domain/log/checkpoint.js';
import { readBundle } from '../../src/registry/domain/log/entry-bundle.js';
import { isIncluded, pairUp } from '../../src/registry/domain/log/proofs.js';
import { readNote, validSignature } from '../../src/registry/domain/log/signed-note.js';
import { hashesAt, tilePath, tilesOf } from '../../src/registry/domain/log/tile-path.js';
import { readProof } from '../../src/registry/domain/log/tlog-proof.js';
import { DrainOutbox, StateKeys } from '../../src/registry/index.js';
import { LogKey } from '../../src/registry/use-cases/log-key.js';
import { stateSome } from '../support/facts.js';
import { LogBroken } from '../../src/registry/use-cases/extend-log.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

/** The body as bytes, decoded as every client decodes it. */
const binaryParser = (answer: Response, done: (error: Error | null, body: Buffer) => void): void => {
  const parts: Buffer[] = [];
  const stream = answer as unknown as NodeJS.ReadableStream;
  stream.on('data', (part: Buffer) => parts.push(part));
  stream.on('end', () => {
    done(null, Buffer.concat(parts));
  });
};

describe('the public log', () => {
  let platform: TestPlatform;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  const drain = () => platform.api.app.get(DrainOutbox).run();
  /** All that is stated is taken; a drain does nothing while another worker's is under way. */
  const isTaken = () =>
    until(async () => {
      await drain();
      return (await query('SELECT 1 FROM outbox WHERE taken_at IS NULL LIMIT 1')).length === 0;
    });
  const state = (count: number) => stateSome(platform, count, 'log.spec');
  const bytes = async (address: string): Promise<Buffer> => {
    const answer = await fetch(`${platform.base}/log/${address}`);
    expect([address, answer.status]).toEqual([address, 200]);
    return Buffer.from(await answer.arrayBuffer());
  };
  /** The newest checkpoint, its signature checked with the platform's verifier key. */
  const checkpoint = async (): Promise<Checkpoint> => {
    const note = readNote((await bytes('checkpoint')).toString());
    const { verifier } = platform.api.app.get(LogKey);
    if (!note || !validSignature(note, verifier)) throw new Error('The checkpoint is not signed.');
    const read = parseCheckpoint(note.text);
    if (!read) throw new Error('The checkpoint is none.');
    return read;
  };
  const tiles = async (level: number | 'entries', size: number): Promise<Buffer[]> =>
    Promise.all(tilesOf(level, size).map((tile) => bytes(tilePath(tile))));
  const hashesOf = (bundle: Buffer): Buffer[] =>
    Array.from({ length: bundle.length / 32 }, (_, at) => bundle.subarray(at * 32, (at + 1) * 32));

  beforeAll(async () => {
    platform = await startPlatform();
    // What the workers of later tests would state at their start.
    await platform.api.app.get(StateKeys).run();
    await drain();
  }, 120_000);
  afterAll(() => platform.close());

  it('has every fact once, in the order of the outbox, under tiles and a checkpoint that agree', async () => {
    // Past two full tiles, in portions that end everywhere.
    const all: string[] = [];
    for (const count of [1, 254, 1, 1, 300, 17]) {
      all.push(...(await state(count)));
      expect(await drain()).toBe(count);
    }
    const { size, root } = await checkpoint();
    const entries = (await tiles('entries', size)).flatMap((bundle) => readBundle(bundle) ?? []);
    expect(entries).toHaveLength(size);
    expect(entries.slice(-all.length).map(String)).toEqual(all);
    const leaves = entries.map((entry) => leafHash(entry));
    expect(merkleRoot(leaves)).toEqual(root);
    let below = leaves;
    for (let level = 0; hashesAt(level, size) > 0; level += 1) {
      const hashes = (await tiles(level, size)).flatMap(hashesOf);
      expect(hashes).toEqual(below);
      below = Array.from({ length: hashesAt(level + 1, size) }, (_, tile) =>
        pairUp(hashes.slice(tile * 256, (tile + 1) * 256)),
      );
    }
  });

  it('proves each entry by a file that asks nobody', async () => {
    await state(3);
    await drain();
    const { size, root } = await checkpoint();
    const leaves = (await tiles(0, size)).flatMap(hashesOf);
    for (const index of [0, 1, 255, 256, size - 1]) {
      const proof = readProof((await bytes(`proofs/${String(index)}`)).toString());
      expect(proof?.index).toBe(index);
      expect(proof && isIncluded(leaves[index] as Buffer, index, size, proof.hashes, root)).toBe(true);
      expect(proof && readNote(proof.checkpoint)).toBeDefined();
    }
  });

  it('serves tiles as static files, and nothing that is not there', async () => {
    const tile = await fetch(`${platform.base}/log/tile/0/000`);
    expect(tile.headers.get('content-type')).toBe('application/octet-stream');
    expect(tile.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(tile.headers.get('set-cookie')).toBeNull();
    expect((await tile.arrayBuffer()).byteLength).toBe(8192);
    const signed = await fetch(`${platform.base}/log/checkpoint`);
    expect([signed.headers.get('content-type'), signed.headers.get('cache-control')]).toEqual([
      'text/plain; charset=utf-8',
      'no-store',
    ]);
    for (const none of [
      'tile/0/999',
      'tile/0/002.p/255',
      'tile/1/000.p/9',
      'tile/5/000',
      'tile/9/000',
      'tile/0/0',
      'tile/entries/999',
      'tile/0/%2e%2e/x',
      'proofs/999999',
      'proofs/x',
      'chunks/x',
      `chunks/${'0'.repeat(64)}`,
    ]) {
      const answer = await fetch(`${platform.base}/log/${none}`);
      expect([none, answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        none,
        404,
        'LOG.NOT_FOUND',
      ]);
    }
  });

  it('gives a full bundle compressed to those who take that, and to nobody else', async () => {
    const { size } = await checkpoint();
    if (size < 256) await state(256 - size);
    await drain();
    const as = async (
      address: string,
      encoding: string,
    ): Promise<{ readonly headers: Readonly<Record<string, string>>; readonly body: Buffer }> => {
      const answer = await supertest(platform.base)
        .get(`/log/tile/${address}`)
        .set('accept-encoding', encoding)
        .buffer(true)
        .parse(binaryParser)
        .expect(200);
      return { headers: answer.headers, body: answer.body as Buffer };
    };
    for (const address of ['entries/000', 'entries/000']) {
      const plain = await as(address, 'identity');
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(plain.headers['vary']).toBe('accept-encoding');
      for (const no of ['', 'br', 'gzip;q=0', 'gzip; q=0.0, br', 'xgzip', 'gzipped'])
        expect([no, (await as(address, no)).headers['content-encoding']]).toEqual([no, undefined]);
      for (const yes of ['gzip', 'br, gzip', 'GZIP;q=0.5', 'deflate,gzip ; q=1.0, br'])
        expect([yes, (await as(address, yes)).headers['content-encoding']]).toEqual([yes, 'gzip']);
      const zipped = await as(address, 'gzip');
      expect(Number(zipped.headers['content-length'])).toBeLessThan(
        Number(plain.headers['content-length']) / 2,
      );
      expect(zipped.body.equals(plain.body)).toBe(true);
      expect(zipped.headers['cache-control']).toContain('immutable');
    }
    expect((await as('0/000', 'gzip')).headers['content-encoding']).toBeUndefined();
  });

  it('is one, however many workers write it at once', async () => {
    const { size } = await checkpoint();
    const [one, two] = [await platform.worker(), await platform.worker()];
    const drains = [platform.api.app, one.context, two.context].map((context) => context.get(DrainOutbox));
    const told: string[] = [];
    for (let round = 0; round < 10; round += 1) {
      told.push(...(await state(40)));
      await Promise.all(drains.map((each) => each.run(7)));
    }
    await isTaken();
    const after = await checkpoint();
    expect(after.size).toBe(size + told.length);
    const entries = (await tiles('entries', after.size)).flatMap((bundle) => readBundle(bundle) ?? []);
    expect(entries.slice(size).map(String)).toEqual(told);
    expect(merkleRoot(entries.map((entry) => leafHash(entry)))).toEqual(after.root);
  }, 60_000);

  it('signs one root for a size, and changes nothing that is signed', async () => {
    const { size } = await checkpoint();
    await expect(
      query(
        'INSERT INTO log_checkpoint (size, root, note) SELECT size, sha256(root), note FROM log_checkpoint WHERE size = $1',
        [size],
      ),
    ).rejects.toThrow('duplicate key');
    await expect(query('DELETE FROM log_checkpoint')).rejects.toThrow();
    await expect(query(`UPDATE log_hash SET hash = sha256(hash)`)).rejects.toThrow();
  });

  describe('goes no further', () => {
    /** Somebody with the database's own rights, who sets its guards aside. */
    const tamper = async (table: string, sql: string): Promise<void> => {
      await query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
      await query(sql);
      await query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    };
    // The workers of the test before still drain: while one of them tries, whoever else tries does nothing.
    const refused = () =>
      until(() =>
        drain().then(
          () => false,
          (error: unknown) => error instanceof LogBroken,
        ),
      );
    const isBroken = async (): Promise<void> => {
      const before = await checkpoint();
      await state(1);
      await refused();
      // What is owed stays owed, and what was signed stays signed.
      expect(await checkpoint()).toEqual(before);
    };

    it('over a leaf that was changed, until it is put right', async () => {
      const last = `(SELECT max(seq) FROM registry_entry)`;
      await tamper(
        'registry_entry',
        `UPDATE registry_entry SET leaf_hash = sha256(leaf_hash) WHERE seq = ${last}`,
      );
      await isBroken();
      const [row] = await query<{ fact: Json }>(`SELECT fact FROM registry_entry WHERE seq = ${last}`);
      await query('ALTER TABLE registry_entry DISABLE TRIGGER USER');
      await query(`UPDATE registry_entry SET leaf_hash = $1 WHERE seq = ${last}`, [
        leafHash(canonicalJson(row?.fact ?? null)),
      ]);
      await query('ALTER TABLE registry_entry ENABLE TRIGGER USER');
      await isTaken();
    });

    it('in a database that is older than what was published', async () => {
      const head = path.join(platform.config.keysDir, 'log', 'head.json');
      const kept = readFileSync(head, 'utf8');
      const { size } = JSON.parse(kept) as { size: number };
      writeFileSync(head, JSON.stringify({ size: size + 1, root: 'ab'.repeat(32) }));
      await isBroken();
      // The same size with another history.
      writeFileSync(head, JSON.stringify({ size, root: 'ab'.repeat(32) }));
      await isBroken();
      writeFileSync(head, kept);
      await isTaken();
    });

    it('where entries that were signed are gone', async () => {
      const { size } = await checkpoint();
      await tamper('registry_entry', `DELETE FROM registry_entry WHERE seq = ${String(size - 1)}`);
      await refused();
    });
  });
});
