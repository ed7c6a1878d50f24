import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PUBLIC_ID_ALPHABET } from '../../kernel/index.js';
import { normaliseSeatCode, SEAT_CODE_LENGTH, shownSeatCode } from './seat-code.js';

describe('a seat code', () => {
  it('is the same however it is typed', () => {
    for (const typed of ['K7M4QX', 'k7m-4qx', ' k7m 4qx ', 'Ｋ７Ｍ４ＱＸ']) {
      expect(normaliseSeatCode(typed)).toBe('K7M4QX');
    }
  });

  it('comes back from how it is shown', () => {
    const code = fc.string({
      unit: fc.constantFrom(...PUBLIC_ID_ALPHABET),
      minLength: SEAT_CODE_LENGTH,
      maxLength: SEAT_CODE_LENGTH,
    });
    fc.assert(
      fc.property(code, (one) => {
        expect(normaliseSeatCode(shownSeatCode(one).toLowerCase())).toBe(one);
      }),
    );
  });
});
