import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, type Json } from '../../kernel/index.js';
import type { ReceiptBody } from './receipt.js';
import { keptReceiptHash, readKeys, readReceipt, receiptFrom, verifyReceipt } from './verify-receipt.js';

const pair = generateKeyPairSync('ed25519');
const raw = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
const keys = [{ purpose: 'receipts', keyId: 'receipts-1', publicKey: raw(pair.publicKey) }];

const body: ReceiptBody = {
  v: 1,
  number: 1,
  candidateNumber: 'K7QX2M4R',
  session: '00000000-0000-4000-8000-000000000001',
  closedAt: '2027-03-12T08:00:00.000Z',
  closedBy: 'candidate',
  items: 55,
  answered: 54,
  leases: [{ lease: 1, seq: 54, hash: 'ab'.repeat(32) }],
  sheetHash: 'cd'.repeat(32),
  nonce: 'ef'.repeat(16),
  inLogBy: '2027-03-12T09:00:00.000Z',
};
const receipt = {
  body,
  signature: sign(null, Buffer.from(canonicalJson(body as unknown as Json)), pair.privateKey).toString(
    'base64',
  ),
  keyId: 'receipts-1',
};
const text = JSON.stringify(receipt);

const outcome = (file: string) => {
  const read = readReceipt(file);
  return read.ok ? verifyReceipt(read.value, keys).map(({ holds }) => holds) : read.refusal.code;
};

describe('a receipt that somebody kept', () => {
  it('holds by itself, however the file was formatted', () => {
    expect(outcome(text)).toEqual([true, true]);
    const { body: members, ...rest } = receipt;
    const turned = Object.fromEntries(Object.entries(members).reverse());
    expect(outcome(JSON.stringify({ ...rest, body: turned }, null, 4))).toEqual([true, true]);
    const read = readReceipt(text);
    expect(read.ok && keptReceiptHash(read.value)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('says which check fails', () => {
    expect(outcome(text.replace('"answered":54', '"answered":55'))).toEqual([true, false]);
    expect(outcome(text.replace('receipts-1', 'receipts-2'))).toEqual([false, false]);
    expect(outcome('{"body":{}}')).toBe('SITTING.NO_RECEIPT_FILE');
    expect(outcome('my receipt')).toBe('SITTING.NO_RECEIPT_FILE');
    expect(receiptFrom(null).ok).toBe(false);
    expect(receiptFrom({ ...receipt, body: { ...body, session: '\ud800' } }).ok).toBe(false);
  });

  it('never holds with one byte changed in what it says', () => {
    // Bytes between members are form; a change there that still reads as the same receipt is the same receipt.
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 32, max: 126 }), (place, code) => {
        const changed = text.slice(0, place) + String.fromCharCode(code) + text.slice(place + 1);
        const read = readReceipt(changed);
        if (!read.ok) return;
        const isSame =
          canonicalJson(read.value as unknown as Json) === canonicalJson(receipt as unknown as Json);
        expect(verifyReceipt(read.value, keys).every(({ holds }) => holds)).toBe(isSame);
      }),
      { numRuns: 500 },
    );
  });

  it('is checked with the keys of receipts alone', () => {
    const other = [{ ...keys[0], purpose: 'checkpoints' }];
    const list = readKeys(JSON.stringify({ items: other }));
    const read = readReceipt(text);
    expect(list.ok && read.ok && verifyReceipt(read.value, list.value)[0]).toEqual({
      check: 'key',
      holds: false,
    });
    expect(readKeys('[]').ok).toBe(false);
    expect(readKeys('{"items":[{"keyId":1}]}').ok).toBe(false);
  });
});
