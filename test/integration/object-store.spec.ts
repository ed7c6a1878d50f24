import { createServer, request as send, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/kernel/index.js';
import { Files, KeyRing, openObjectStore, type S3Config } from '../../src/platform/index.js';
import { S3Client } from '../../src/platform/files/s3-client.js';
import { S3ObjectStore } from '../../src/platform/files/s3-object-store.js';
import { startS3, type S3Server } from '../support/s3-server.js';

const MIB = 1024 * 1024;
const bytesOf = (length: number): Buffer => Buffer.alloc(length, Buffer.from('A passport, page 1. '));

async function* pieces(bytes: Buffer, size = 60_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
async function whole(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}
async function* breaking(length: number): AsyncGenerator<Buffer> {
  yield* pieces(bytesOf(length));
  throw new Error('the line broke');
}

type Fault = 'well' | 'cut' | 'busy' | 'silent' | 'half';

/** Stands before a server and fails as it is told to, request by request. */
class Unsteady {
  readonly faults: Fault[] = [];
  readonly seen: string[] = [];
  readonly #server: Server;

  constructor(behind: string) {
    this.#server = createServer((request, response) => {
      this.seen.push(`${request.method ?? ''} ${(request.url ?? '').split('?')[1] ?? ''}`);
      const fault = this.faults.shift();
      if (fault === 'silent') return;
      if (fault === 'cut') request.once('data', () => request.socket.destroy());
      if (fault === 'busy') {
        request.resume().once('end', () => response.writeHead(503).end('<Code>SlowDown</Code>'));
      }
      if (fault === 'cut' || fault === 'busy') return;
      const { method, url = '', headers } = request;
      const passed = send(behind + url, { method, headers }, (answer: IncomingMessage) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        if (fault !== 'half') answer.pipe(response);
        else answer.once('data', (part: Buffer) => response.write(part, () => response.destroy()));
      });
      request.pipe(passed);
    });
  }

  async before(config: S3Config): Promise<S3Config> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as AddressInfo;
    return { ...config, endpoint: `http://127.0.0.1:${String(port)}` };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

describe('objects in a bucket', () => {
  let s3: S3Server;
  let store: S3ObjectStore;
  beforeAll(async () => {
    s3 = await startS3();
    store = new S3ObjectStore(new S3Client(s3.config));
  });
  afterAll(() => s3.close());

  it.each([0, 1, 70_000, 5 * MIB, 5 * MIB + 1, 12 * MIB])(
    'are kept, read, replaced and gone: %i bytes',
    async (length) => {
      const name = newId();
      await store.put(name, pieces(bytesOf(length)));
      expect((await whole(await store.get(name))).equals(bytesOf(length))).toBe(true);
      await store.put(name, pieces(Buffer.from('another')));
      expect((await whole(await store.get(name))).toString()).toBe('another');
      await store.delete(name);
      await store.delete(name);
      await expect(store.get(name)).rejects.toMatchObject({ name: 'ObjectMissingError' });
      expect(s3.objects()).toEqual([]);
    },
    30_000,
  );

  it.each([100, 6 * MIB, 13 * MIB])(
    'leave nothing where the content breaks off after %i bytes, and what was there stays',
    async (length) => {
      const line = new Unsteady(s3.config.endpoint);
      const watched = new S3ObjectStore(new S3Client(await line.before(s3.config)));
      const name = newId();
      await expect(watched.put(name, breaking(length))).rejects.toThrow('the line broke');
      expect(s3.objects()).toEqual([]);
      // This server keeps the parts of an upload that was given up: that it was asked to do so is what counts.
      const told = (start: string): number => line.seen.filter((one) => one.startsWith(start)).length;
      expect(told('DELETE uploadId=')).toBe(told('POST uploads'));
      expect(told('POST uploads')).toBe(length > 5 * MIB ? 1 : 0);
      await store.put(name, pieces(Buffer.from('before')));
      await expect(watched.put(name, breaking(length))).rejects.toThrow('the line broke');
      expect((await whole(await store.get(name))).toString()).toBe('before');
      await store.delete(name);
      await line.close();
    },
    30_000,
  );

  it.each(['../../etc/passwd', 'a/b', '', '?uploads', `${newId()}?x`])(
    'take no path for a name: %s',
    async (name) => {
      await expect(store.put(name, pieces(bytesOf(1)))).rejects.toThrow('named by its id');
      await expect(store.get(name)).rejects.toThrow('named by its id');
      await expect(store.delete(name)).rejects.toThrow('named by its id');
    },
  );

  it('are refused to a wrong secret, an unknown key and a missing bucket, and no error names any of it', async () => {
    const name = newId();
    const cases: [Partial<S3Config>, string][] = [
      [{ secretAccessKey: 'hunter2' }, 'SignatureDoesNotMatch'],
      [{ accessKeyId: 'hunter2' }, 'InvalidAccessKeyId'],
      [{ bucket: 'hunter2' }, 'NoSuchBucket'],
    ];
    for (const [change, code] of cases) {
      const other = new S3ObjectStore(new S3Client({ ...s3.config, ...change }));
      for (const refused of [
        () => other.put(name, pieces(bytesOf(10))),
        () => other.put(name, pieces(bytesOf(6 * MIB))),
        () => other.get(name),
      ]) {
        const error = await refused().then(
          () => undefined,
          (caught: unknown) => caught as Error,
        );
        expect(error).toMatchObject({ name: 'S3Error', code });
        expect(error?.message).not.toMatch(new RegExp(`hunter2|127\\.0|${name}`));
      }
    }
    expect(s3.objects()).toEqual([]);
  });

  it('survive a line that breaks and a server that is busy; nothing is sent in halves', async () => {
    const line = new Unsteady(s3.config.endpoint);
    const unsteady = new S3ObjectStore(new S3Client(await line.before(s3.config)));
    const name = newId();
    const content = bytesOf(6 * MIB);
    // Beginning, first part, second part, end: each fails once.
    line.faults.push('busy', 'well', 'cut', 'well', 'busy', 'well', 'busy');
    await unsteady.put(name, pieces(content));
    expect(line.seen.filter((one) => one.includes('partNumber=1'))).toHaveLength(2);
    expect((await whole(await unsteady.get(name))).equals(content)).toBe(true);
    line.faults.push('cut');
    await unsteady.put(name, pieces(bytesOf(100_000)));
    expect((await whole(await unsteady.get(name))).equals(bytesOf(100_000))).toBe(true);
    // An answer that breaks off is a fault of the reader's stream, never a shorter object.
    line.faults.push('half');
    await expect(unsteady.get(name).then(whole)).rejects.toThrow();
    line.faults.push('busy', 'busy', 'busy', 'busy');
    await expect(unsteady.get(name)).rejects.toMatchObject({ status: 503, code: 'SlowDown' });
    await unsteady.delete(name);
    await line.close();
  }, 60_000);

  it('do not wait for ever for a server that is silent', async () => {
    const line = new Unsteady(s3.config.endpoint);
    const unsteady = new S3ObjectStore(new S3Client(await line.before(s3.config), 50));
    line.faults.push('silent', 'silent', 'silent', 'silent');
    await expect(unsteady.get(newId())).rejects.toMatchObject({ name: 'S3Error', code: 'SILENT' });
    expect(line.seen).toHaveLength(4);
    await line.close();
  });

  it('say so where there is no server at all', async () => {
    const away = new S3ObjectStore(new S3Client({ ...s3.config, endpoint: 'http://127.0.0.1:1' }));
    await expect(away.delete(newId())).rejects.toMatchObject({ name: 'S3Error', code: 'ECONNREFUSED' });
  });

  it('go through in both directions without ever being whole in memory', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-keys-'));
    const files = new Files(openObjectStore({ s3: s3.config, filesDir: '' }), KeyRing.open(folder));
    const LENGTH = 128 * MIB;
    collect();
    const before = process.memoryUsage().arrayBuffers;
    let peak = 0;
    const look = (): void => {
      collect();
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
    };
    const name = newId();
    const PIECE = 64 * 1024;
    await files.put(
      name,
      (async function* () {
        for (let at = 0; at < LENGTH; at += PIECE) {
          if ((at / PIECE) % 128 === 0) look();
          yield await Promise.resolve(Buffer.alloc(PIECE, at % 251));
        }
      })(),
    );
    let read = 0;
    let pieceCount = 0;
    for await (const piece of (await files.get(name)) as AsyncIterable<Buffer>) {
      read += piece.length;
      pieceCount += 1;
      if (pieceCount % 128 === 0) look();
    }
    expect(read).toBe(LENGTH);
    // A few parts are on their way at once; how many is the line’s.
    expect(peak).toBeLessThan(LENGTH / 2);
    await files.delete(name);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);
});
