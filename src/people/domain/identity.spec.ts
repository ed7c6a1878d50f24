import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normaliseNationalId, normaliseSignIn, passwordFault } from './identity.js';

describe('identity', () => {
  it('knows one person however the number is typed', () => {
    expect(normaliseNationalId(' aa-12 34.567 ')).toBe('AA1234567');
    expect(normaliseNationalId('ＡＡ１２３４５６７')).toBe('AA1234567');
  });

  it('normalising twice is normalising once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const id = normaliseNationalId(text);
        expect(normaliseNationalId(id)).toBe(id);
        const name = normaliseSignIn(text);
        expect(normaliseSignIn(name).trim()).toBe(normaliseSignIn(name));
      }),
    );
  });

  it('asks for length, not for composition, and not the name itself', () => {
    expect(passwordFault('short', 'a@b.example')).toBe('PASSWORD_SHORT');
    expect(passwordFault('x'.repeat(201), 'a@b.example')).toBe('PASSWORD_LONG');
    expect(passwordFault('Someone@B.example', 'someone@b.example')).toBe('PASSWORD_NAME');
    expect(passwordFault('all small letters do', 'a@b.example')).toBeNull();
  });
});
