import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../../kernel/index.js';
import { KeyRing } from '../keys/key-ring.js';
import { Files } from './files.js';
import { LocalObjectStore } from './object-store.js';
import { seal, unseal } from './sealed-stream.js';

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
async function whole(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}
const KEY = Buffer.alloc(32, 7);
const bytesOf = (length: number): Buffer =>
  Buffer.from(Array.from({ length }, (_, index) => (index * 31) % 251));

describe('a sealed stream', () => {
  it('gives back what went in, however it was cut', async () => {
    const sizes = fc.constantFrom(0, 1, 6, 7, 8, 65_535, 65_536, 65_537, 131_072, 200_001);
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.integer({ min: 1, max: 70_000 }),
        fc.integer({ min: 1000, max: 70_000 }),
        async (length, one, other) => {
          const sealed = await whole(seal(KEY, chunks(bytesOf(length), Math.max(one, 500))));
          const opened = await whole(unseal(KEY, chunks(sealed, other)));
          expect(opened.equals(bytesOf(length))).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('opens to nobody once a byte of it was changed, it was cut, or it has another key', async () => {
    const sealed = await whole(seal(KEY, chunks(bytesOf(140_000), 9_000)));
    const open = (bytes: Buffer, key = KEY) => whole(unseal(key, chunks(bytes, 10_000)));
    const segment = 65_536 + 16;
    const changed = Buffer.from(sealed);
    changed.writeUInt8((changed[70_000] ?? 0) ^ 1, 70_000);
    await expect(open(changed)).rejects.toThrow();
    await expect(open(sealed.subarray(0, -1))).rejects.toThrow();
    // Whole segments alone: cut off after the second, or the first two in another order.
    await expect(open(sealed.subarray(0, 7 + 2 * segment))).rejects.toThrow();
    const swapped = Buffer.concat([
      sealed.subarray(0, 7),
      sealed.subarray(7 + segment, 7 + 2 * segment),
      sealed.subarray(7, 7 + segment),
      sealed.subarray(7 + 2 * segment),
    ]);
    await expect(open(swapped)).rejects.toThrow();
    await expect(open(sealed, Buffer.alloc(32, 8))).rejects.toThrow();
    await expect(open(sealed.subarray(0, 3))).rejects.toThrow('cut off');
    expect((await open(sealed)).equals(bytesOf(140_000))).toBe(true);
  });
});

describe('files in a folder', () => {
  let folder: string;
  let files: Files;
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-files-'));
    files = new Files(
      new LocalObjectStore(path.join(folder, 'files')),
      KeyRing.open(path.join(folder, 'keys')),
    );
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const kept = (): string[] =>
    readdirSync(path.join(folder, 'files'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.join(parentPath, name));

  it('are kept, read, replaced and gone, and say nothing to whoever reads the disk', async () => {
    const id = newId();
    const secret = Buffer.from('Passport 123456789 '.repeat(10_000));
    await files.put(id, chunks(secret, 1000));
    expect(kept()).toHaveLength(1);
    expect(readFileSync(kept()[0] ?? '').includes('Passport')).toBe(false);
    expect((await whole(await files.get(id))).equals(secret)).toBe(true);
    await files.put(id, chunks(bytesOf(10), 10));
    expect((await whole(await files.get(id))).equals(bytesOf(10))).toBe(true);
    await files.delete(id);
    await files.delete(id);
    expect(kept()).toEqual([]);
    await expect(files.get(id)).rejects.toThrow('no such object');
  });

  it('leave nothing behind where the content breaks off', async () => {
    async function* breaking(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(bytesOf(100_000));
      throw new Error('the line broke');
    }
    await expect(files.put(newId(), breaking())).rejects.toThrow('the line broke');
    expect(kept()).toEqual([]);
  });

  it.each(['../../etc/passwd', 'a/b', '', `${newId()}/x`, '..'])(
    'take no path for a name: %s',
    async (name) => {
      await expect(files.put(name, chunks(bytesOf(1), 1))).rejects.toThrow('named by its id');
      await expect(files.get(name)).rejects.toThrow('named by its id');
    },
  );
});
