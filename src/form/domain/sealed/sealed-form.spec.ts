import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, type Json } from '../../../kernel/index.js';
import { openSealedForm, seal, sealedAddress, unseal } from './sealed-form.js';

interface Vector {
  readonly drawId: string;
  readonly candidateNumber: string;
  readonly contentKey: string;
  readonly address: string;
  readonly file: string;
  readonly form: string;
}

const { format, vectors } = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../../../test/vectors/sealed-form-1.json'), 'utf8'),
) as { format: string; vectors: Vector[] };

const OWNER = { drawId: '4b1d1a2e-0a53-4a7c-9f0e-5c1f4f2f6a10', candidateNumber: '7KQ2MZ94XB' };
const bytes = fc.uint8Array({ minLength: 0, maxLength: 300 });
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });

/** As a browser does it: WebCrypto and DecompressionStream, by docs/spec/sealed-form.md alone. */
async function openInBrowser({ drawId, candidateNumber, contentKey, file }: Vector): Promise<string> {
  const { subtle } = globalThis.crypto;
  const sealed = Buffer.from(file, 'base64');
  const raw = Buffer.from(contentKey, 'base64');
  const imported = await subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
  const additionalData = new TextEncoder().encode(`${format} ${drawId} ${candidateNumber}`);
  const packed = await subtle.decrypt(
    { name: 'AES-GCM', iv: sealed.subarray(0, 12), additionalData },
    imported,
    sealed.subarray(12),
  );
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(unpacked).text();
}

describe('a sealed form', () => {
  it.each(vectors)('of the vectors opens here and by WebCrypto: $candidateNumber', async (vector) => {
    const file = Buffer.from(vector.file, 'base64');
    expect(`/sealed/${sealedAddress(file)}`).toBe(vector.address);
    const form = openSealedForm(file, vector.contentKey, vector);
    expect(canonicalJson(form as unknown as Json)).toBe(vector.form);
    expect(await openInBrowser(vector)).toBe(vector.form);
  });

  it('that is made here opens by WebCrypto', async () => {
    const contentKey = randomBytes(32);
    const form = canonicalJson({ title: { en: 'Exam', ru: 'Экзамен 😀' } });
    const file = seal(gzipSync(form), contentKey, randomBytes(12), OWNER);
    const made = { contentKey: contentKey.toString('base64'), file: file.toString('base64') };
    expect(await openInBrowser({ ...OWNER, ...made, address: '', form })).toBe(form);
  });

  it('opens to what was sealed, and is twenty-eight bytes longer', () => {
    fc.assert(
      fc.property(bytes, key, fc.uint8Array({ minLength: 12, maxLength: 12 }), (plain, secret, nonce) => {
        const file = seal(plain, secret, nonce, OWNER);
        expect(file).toHaveLength(plain.length + 28);
        expect(unseal(file, secret, OWNER)).toEqual(Buffer.from(plain));
      }),
    );
  });

  it('opens with no other key, for no other number or draw, as no other format', () => {
    fc.assert(
      fc.property(bytes, key, key, (plain, secret, other) => {
        fc.pre(Buffer.compare(secret, other) !== 0);
        const file = seal(plain, secret, randomBytes(12), OWNER);
        expect(() => unseal(file, other, OWNER)).toThrow();
        expect(() => unseal(file, secret, { ...OWNER, candidateNumber: 'C3H8PWT5RV' })).toThrow();
        expect(() => unseal(file, secret, { ...OWNER, drawId: OWNER.drawId.replace('4', '5') })).toThrow();
        expect(() => unseal(file, secret, OWNER, 'openmerit-drawn-form-1')).toThrow();
      }),
    );
    const [one, two] = vectors;
    if (!one || !two) throw new Error('There are two vectors.');
    const file = Buffer.from(one.file, 'base64');
    expect(() => openSealedForm(file, two.contentKey, one)).toThrow();
    expect(() => openSealedForm(file, one.contentKey, two)).toThrow();
  });

  it('does not open once any byte was changed, or one is missing', () => {
    fc.assert(
      fc.property(bytes, key, fc.nat(), fc.integer({ min: 1, max: 255 }), (plain, secret, at, change) => {
        const file = seal(plain, secret, randomBytes(12), OWNER);
        const place = at % file.length;
        const changed = Buffer.from(file);
        changed[place] = (changed[place] ?? 0) ^ change;
        expect(() => unseal(changed, secret, OWNER)).toThrow();
        expect(() => unseal(file.subarray(0, place), secret, OWNER)).toThrow();
      }),
    );
  });
});
