import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainWords } from './plain-words.js';

describe('plain words', () => {
  const said = (text: string, fewest?: number) => plainWords(text, 'NO', 'what', fewest);

  it('are long enough to say something, by characters as people count them', () => {
    expect(said('x'.repeat(19))).toMatchObject({
      ok: false,
      refusal: { code: 'NO', fields: { what: 'NO' } },
    });
    expect(said('x'.repeat(20)).ok).toBe(true);
    expect(said('😀'.repeat(4000)).ok).toBe(true);
    expect(said('x'.repeat(4001)).ok).toBe(false);
    expect(said('x', 1)).toEqual({ ok: true, value: 'x' });
    expect(said('   ', 1).ok).toBe(false);
  });

  it('have one form', () => {
    expect(said('  one line\r\nand another one  ')).toEqual({ ok: true, value: 'one line\nand another one' });
    fc.assert(
      fc.property(fc.string({ minLength: 20, maxLength: 60, unit: 'grapheme' }), (text) => {
        const once = said(text);
        if (once.ok) expect(said(once.value)).toEqual(once);
      }),
    );
  });
});
