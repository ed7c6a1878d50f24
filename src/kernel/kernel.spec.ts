import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, type Json } from './canonical-json.js';
import { byCodePoints } from './code-points.js';
import { sha256 } from './hash.js';
import { isUuid, newId, publicId } from './ids.js';
import { leafHash, merkleRoot } from './merkle.js';
import { seededGenerator, shuffled } from './random.js';

const hex = (text: string) => Buffer.from(text, 'hex');

describe('canonical JSON (RFC 8785)', () => {
  it('sorts keys by UTF-16 code units and writes values as ECMAScript does', () => {
    const value = {
      '€': 'Euro',
      '\r': 'CR',
      '1': 'One',
      ö: 'o',
      '😂': 'smile',
      '\u0080': 'control',
      '\ufb33': 'dagesh',
    };
    const order = ['CR', 'One', 'control', 'o', 'Euro', 'smile', 'dagesh'];
    expect(Object.values(JSON.parse(canonicalJson(value)) as object).sort()).toEqual([...order].sort());
    const positions = order.map((one) => canonicalJson(value).indexOf(`"${one}"`));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(canonicalJson([1e21, 0.1, -0, 333333333.3333333])).toBe('[1e+21,0.1,0,333333333.3333333]');
  });

  it('gives equal values equal bytes, and those bytes mean the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(value as Json);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
      }),
    );
  });

  it('refuses what has no canonical form', () => {
    for (const value of [NaN, Infinity, '\ud800', { a: undefined }, 1n]) {
      expect(() => canonicalJson(value as unknown as Json)).toThrow(TypeError);
    }
  });
});

describe('the Merkle tree (RFC 6962)', () => {
  const leaves = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ].map((data) => leafHash(hex(data)));

  it('has the published roots', () => {
    expect(merkleRoot([]).toString('hex')).toBe(sha256('').toString('hex'));
    expect(merkleRoot(leaves).toString('hex')).toBe(
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    );
  });

  it('equals the definition by halves at the largest power of two', () => {
    const byDefinition = (list: readonly Buffer[]): Buffer => {
      if (list.length === 1) return list[0] as Buffer;
      let k = 1;
      while (k * 2 < list.length) k *= 2;
      return sha256(
        Buffer.concat([Uint8Array.of(1), byDefinition(list.slice(0, k)), byDefinition(list.slice(k))]),
      );
    };
    fc.assert(
      fc.property(fc.array(fc.uint8Array(), { minLength: 1, maxLength: 70 }), (data) => {
        const list = data.map((one) => leafHash(one));
        expect(merkleRoot(list).equals(byDefinition(list))).toBe(true);
      }),
    );
  });
});

describe('the seeded generator', () => {
  it('gives this stream for this seed for ever', () => {
    const generator = seededGenerator(sha256('openmerit'));
    expect(Array.from({ length: 8 }, () => generator.below(1000))).toMatchInlineSnapshot(`
     [
       173,
       299,
       90,
       976,
       642,
       289,
       449,
       358,
     ]
    `);
  });

  it('stays below its bound, and a shuffle loses nothing', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 32 }),
        fc.integer({ min: 1, max: 2 ** 32 }),
        (seed, bound) => {
          const value = seededGenerator(seed).below(bound);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(bound);
          const list = [1, 2, 3, 4, 5, 6, 7];
          expect(shuffled(list, seededGenerator(seed)).sort()).toEqual(list);
        },
      ),
    );
  });

  it('favours no number (chi-square over 21,000 draws of 7, p = 0.001)', () => {
    const generator = seededGenerator(sha256('fair'));
    const counts = Array.from({ length: 7 }, () => 0);
    for (let i = 0; i < 21_000; i += 1) {
      const value = generator.below(7);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    expect(counts.reduce((sum, count) => sum + (count - 3000) ** 2 / 3000, 0)).toBeLessThan(22.46);
  });

  it('refuses a short seed and a bound that it cannot serve', () => {
    expect(() => seededGenerator(new Uint8Array(15))).toThrow(RangeError);
    for (const bound of [0, 1.5, 2 ** 32 + 1])
      expect(() => seededGenerator(new Uint8Array(16)).below(bound)).toThrow(RangeError);
  });
});

describe('the order by code points', () => {
  it('is that of the UTF-8 bytes', () => {
    const texts = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(texts, texts, texts, (start, a, b) => {
        const [left, right] = [start + a, start + b];
        expect(Math.sign(byCodePoints(left, right))).toBe(
          Buffer.compare(Buffer.from(left), Buffer.from(right)),
        );
      }),
    );
    expect(['\u{1f600}', '\ufb33', 'z', '', 'a'].sort(byCodePoints)).toEqual([
      '',
      'a',
      'z',
      '\ufb33',
      '\u{1f600}',
    ]);
  });
});

describe('ids', () => {
  it('are uuids, or short texts that nobody misreads', () => {
    expect(isUuid(newId())).toBe(true);
    for (const text of ['', 'x', '../etc', newId().toUpperCase(), 7]) expect(isUuid(text)).toBe(false);
    expect(publicId(10)).toMatch(/^[2-9BCDFGHJKMNPQRSTVWXYZ]{10}$/);
  });
});
