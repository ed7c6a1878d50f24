import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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

  it('are those of receipts alone, and a second rotation keeps both', () => {
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
});
