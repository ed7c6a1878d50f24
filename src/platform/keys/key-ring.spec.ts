import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isSignedBy } from '../../kernel/index.js';
import { rotateKey } from './cli.js';
import { KeyRing } from './key-ring.js';

describe('keys that are rotated', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-rotation-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('still prove what they signed, and sign no more', () => {
    const data = Buffer.from('a receipt');
    const first = KeyRing.open(folder);
    const old = first.sign('receipts', data);
    const said: string[] = [];
    expect(rotateKey(folder, 'receipts', (line) => said.push(line))).toBe(0);
    const second = KeyRing.open(folder);
    const now = second.sign('receipts', data);
    expect(now.keyId).not.toBe(old.keyId);
    expect(said.join(' ')).toContain(old.keyId);
    const keys = second.publicKeys('receipts');
    expect(keys.map(({ keyId, retiredAt }) => [keyId, retiredAt === null])).toEqual([
      [now.keyId, true],
      [old.keyId, false],
    ]);
    for (const { signature, keyId } of [old, now]) {
      const key = keys.find((one) => one.keyId === keyId)?.publicKey ?? '';
      expect(isSignedBy(key, data, signature.toString('base64'))).toBe(true);
      expect(isSignedBy(key, Buffer.from('another receipt'), signature.toString('base64'))).toBe(false);
    }
    // Only the other purposes' keys are as they were, and no private half of the old one is left.
    expect(second.publicKey('checkpoints')).toEqual(first.publicKey('checkpoints'));
    expect(readdirSync(path.join(folder, 'retired'))).toEqual([`${old.keyId}.json`]);
    expect(readFileSync(path.join(folder, 'retired', `${old.keyId}.json`), 'utf8')).not.toContain('material');
  });

  it('are those of receipts and of checkpoints alone, and a second rotation keeps both', () => {
    KeyRing.open(folder);
    expect(rotateKey(folder, 'personal-data', () => undefined)).toBe(2);
    const first = KeyRing.rotate(folder, 'receipts');
    const second = KeyRing.rotate(folder, 'receipts');
    expect(second.retired).toBe(first.current);
    const ids = KeyRing.open(folder)
      .publicKeys('receipts')
      .map(({ keyId }) => keyId);
    expect(ids).toHaveLength(3);
    expect(new Set(ids)).toEqual(new Set([first.retired, second.retired, second.current]));
  });

  describe('of checkpoints', () => {
    const data = Buffer.from('a checkpoint');

    it('wait until they are handed over to, and rings that were open before follow', () => {
      const ring = KeyRing.open(folder);
      const other = KeyRing.open(folder);
      const old = ring.publicKey('checkpoints');
      const { current, next } = KeyRing.prepareHandover(folder);
      expect(current).toBe(old.keyId);
      expect(KeyRing.prepareHandover(folder)).toEqual({ current, next });
      expect(ring.nextKey()).toBeUndefined();
      ring.refresh();
      expect(ring.nextKey()?.keyId).toBe(next);

      // Both sign now, each where it is asked for.
      const waiting = ring.nextKey()?.publicKey ?? '';
      for (const [id, key] of [
        [current, old.publicKey],
        [next, waiting],
      ] as const)
        expect(isSignedBy(key, data, ring.sign('checkpoints', data, id).signature.toString('base64'))).toBe(
          true,
        );
      expect(ring.sign('checkpoints', data).keyId).toBe(current);
      expect(() => ring.sign('checkpoints', data, 'another')).toThrow('another');
      expect(() => ring.sign('receipts', data, next)).toThrow(next);

      ring.handOver();
      other.refresh();
      for (const each of [ring, other, KeyRing.open(folder)]) {
        expect([each.publicKey('checkpoints'), each.nextKey()]).toEqual([
          { keyId: next, publicKey: waiting },
          undefined,
        ]);
        expect(
          each.publicKeys('checkpoints').map(({ keyId, retiredAt }) => [keyId, retiredAt === null]),
        ).toEqual([
          [next, true],
          [current, false],
        ]);
        expect(() => each.sign('checkpoints', data, current)).toThrow(current);
      }
      const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) =>
        one.isFile(),
      );
      const all = files.map((one) => readFileSync(path.join(one.parentPath, one.name), 'utf8'));
      expect(all.filter((text) => text.includes(current) && text.includes('material'))).toEqual([]);
    });

    it('are handed over to also where it was broken off in the middle', () => {
      const ring = KeyRing.open(folder);
      const { current, next } = KeyRing.prepareHandover(folder);
      // The public half is kept, and the new key is not in its place yet.
      mkdirSync(path.join(folder, 'retired'));
      writeFileSync(
        path.join(folder, 'retired', `${current}.json`),
        JSON.stringify({
          id: current,
          purpose: 'checkpoints',
          publicKey: ring.publicKey('checkpoints').publicKey,
          createdAt: '2026-01-01T00:00:00.000Z',
          retiredAt: '2026-01-01T00:00:00.000Z',
        }),
      );
      ring.refresh();
      expect(ring.publicKeys('checkpoints').map(({ keyId }) => keyId)).toEqual([current]);
      ring.handOver();
      expect(ring.publicKeys('checkpoints').map(({ keyId }) => keyId)).toEqual([next, current]);
    });
  });
});
