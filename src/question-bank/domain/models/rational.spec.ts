import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Rational } from './rational.js';

const whole = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
const rational = fc
  .tuple(whole, fc.bigInt({ min: 1n, max: 10n ** 6n }))
  .map(([numerator, denominator]) => Rational.of(numerator, denominator));

describe('exact fractions', () => {
  it('add, multiply and divide as fractions do, without a rest', () => {
    fc.assert(
      fc.property(rational, rational, rational, (a, b, c) => {
        expect(
          a
            .plus(b)
            .times(c)
            .equals(a.times(c).plus(b.times(c))),
        ).toBe(true);
        expect(a.plus(b).minus(b).equals(a)).toBe(true);
        if (!b.equals(Rational.ZERO)) expect(a.over(b).times(b).equals(a)).toBe(true);
      }),
    );
  });

  it('a third of three is one, and 0.1 + 0.2 is 0.3', () => {
    const third = Rational.ONE.over(Rational.of(3));
    expect(third.plus(third).plus(third).equals(Rational.ONE)).toBe(true);
    expect(
      Rational.parse('0.1')
        ?.plus(Rational.parse('0.2') as Rational)
        .toDecimal(),
    ).toBe('0.3');
  });

  it.each([
    ['2.5', 0, '3'],
    ['-2.5', 0, '-3'],
    ['2.45', 1, '2.5'],
    ['1249', -2, '1200'],
    ['1250', -2, '1300'],
    ['0.049', 1, '0'],
  ])('%s to %d places is %s: half away from zero', (text, places, rounded) => {
    expect(Rational.parse(text)?.round(places).toDecimal()).toBe(rounded);
  });

  it('are written exactly or not at all', () => {
    fc.assert(
      fc.property(whole, fc.integer({ min: 0, max: 8 }), (units, places) => {
        const value = Rational.of(units, 10n ** BigInt(places));
        expect(Rational.parse(value.toDecimal())?.equals(value)).toBe(true);
        expect(Rational.parse(value.toDecimal(places))?.equals(value)).toBe(true);
      }),
    );
    expect(Rational.of(-3, 40).toDecimal()).toBe('-0.075');
    expect(Rational.of(5).toDecimal(2)).toBe('5.00');
    expect(() => Rational.of(1, 3).toDecimal()).toThrow('1/3 has no end as a decimal');
    expect(() => Rational.of(1, 8).toDecimal(2)).toThrow('0.125 does not fit 2 places');
  });

  it('refuse what has no answer, and what runs away', () => {
    expect(() => Rational.of(1, 0)).toThrow('division by zero');
    expect(() => Rational.of(2).power(Rational.of(65))).toThrow('exponent');
    const large = Rational.of(10n ** 300n);
    expect(() => large.power(Rational.of(64))).toThrow('grows beyond any use');
    expect(Rational.of(2, 3).power(Rational.of(-2)).toString()).toBe('9/4');
  });
});
