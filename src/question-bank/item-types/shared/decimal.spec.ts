import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalText, readDecimal, within } from './decimal.js';

const text = (typed: string) => {
  const number = readDecimal(typed);
  return number && decimalText(number);
};

describe('reading a number', () => {
  it.each([
    ['12.5', '12.5'],
    ['12,5', '12.5'],
    [' 12,50 ', '12.5'],
    ['1 234 567,8', '1234567.8'],
    ['1\u00a0234', '1234'],
    ['1\u2009234\u202f567', '1234567'],
    ['1,234', '1.234'],
    ['1,234.5', '1234.5'],
    ['1.234,5', '1234.5'],
    ['1,234,567', '1234567'],
    ['−3', '-3'],
    ['-0,0', '0'],
    ['+7', '7'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['١٢٫٥', '12.5'],
    ['۱۲', '12'],
    ['００１２', '12'],
  ])('%s is %s', (typed, expected) => {
    expect(text(typed)).toBe(expected);
  });

  it.each([
    '',
    ' ',
    '.',
    ',',
    '-',
    '1 23',
    '12 34',
    '1,2,3',
    '1.2.3',
    '1e3',
    '0x10',
    '12 kg',
    '1/2',
    'NaN',
    '1'.repeat(61),
  ])('"%s" is none', (typed) => {
    expect(readDecimal(typed)).toBeUndefined();
  });

  it('comes back from its canonical form', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat({ max: 12 }), (units, scale) => {
        const written = decimalText({ units, scale });
        expect(text(written)).toBe(written);
        expect(text(written.replace('.', ','))).toBe(written);
      }),
    );
  });
});

describe('comparing', () => {
  const is = (a: string, b: string, tolerance: string) => {
    const [x, y, z] = [a, b, tolerance].map(readDecimal);
    return x && y && z ? within(x, y, z) : undefined;
  };

  it('is exact where floats are not', () => {
    expect(0.1 + 0.2 === 0.3).toBe(false);
    expect(is('0.3', '0.30000000000000000000', '0')).toBe(true);
    expect(is('0.3', '0.30000000000000000001', '0')).toBe(false);
    // 1.1 − 1 is 0.10000000000000009 to a float, and more than 0.1.
    expect(is('1.1', '1', '0.1')).toBe(true);
    expect(is('1.15', '1.05', '0.1')).toBe(true);
    expect(is('1.1500000000000000001', '1.05', '0.1')).toBe(false);
    expect(is('-5', '5', '0')).toBe(false);
  });
});
