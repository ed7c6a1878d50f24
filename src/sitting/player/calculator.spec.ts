import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  CLEARED,
  DIGITS,
  leftSide,
  OPERATORS,
  press,
  shownNumber,
  type Calculation,
  type CalculatorKey,
} from './calculator.js';

const KEYS: Readonly<Record<string, CalculatorKey>> = {
  '+': 'plus',
  '-': 'minus',
  '*': 'times',
  '/': 'divide',
  '=': 'equals',
  '.': 'point',
  '<': 'back',
  C: 'clear',
};
const after = (keys: string, from: Calculation = CLEARED): Calculation =>
  [...keys].reduce((state, char) => press(state, KEYS[char] ?? (char as CalculatorKey)), from);
const shows = (keys: string): string => shownNumber(after(keys)).text;

describe('the calculator', () => {
  it.each([
    ['', '0'],
    ['12', '12'],
    ['0012', '12'],
    ['.5', '0.5'],
    ['1..5', '1.5'],
    ['1.50', '1.50'],
    ['0.1+0.2=', '0.3'],
    ['1.1*1.1=', '1.21'],
    ['10-12.5=', '-2.5'],
    ['7/8=', '0.875'],
    // Steps are taken from left to right, as on a pocket calculator.
    ['2+3*4=', '20'],
    ['2+3*', '5'],
    // A second operator takes the place of the first one.
    ['6+*2=', '12'],
    // "=" once more does the last step once more; without a right side the left one serves.
    ['5+3===', '14'],
    ['5*=', '25'],
    ['5==', '5'],
    // What is typed after a result begins anew; an operator goes on from it.
    ['5+3=2', '2'],
    ['5+3=*2=', '16'],
    ['123<', '12'],
    ['1<', '0'],
    ['5+3=<', '8'],
    ['12+C', '0'],
    ['1234567890123', '123456789012'],
  ])('shows after %s: %s', (keys, shown) => {
    expect(shows(keys)).toBe(shown);
  });

  it('keeps every step exact and says where what it shows is rounded', () => {
    expect(shownNumber(after('1/3='))).toEqual({ text: '0.333333333333', exact: false });
    expect(shownNumber(after('1/3=*3='))).toEqual({ text: '1', exact: true });
    expect(shownNumber(after('2/3='))).toEqual({ text: '0.666666666667', exact: false });
    // Halves go away from zero, on both sides.
    expect(shows('.000000001*.0005=')).toBe('0.000000000001');
    expect(shows('0-.000000001*.0005=')).toBe('-0.000000000001');
    // Too small to be seen is not zero.
    expect(shownNumber(after('.000001*.000000001='))).toEqual({ text: '0', exact: false });
  });

  it('says what cannot be done, and only "clear" takes that back', () => {
    expect(after('5/0=').fault).toBe('zero');
    expect(after('5/0+').fault).toBe('zero');
    expect(after('999999999999*1000=').fault).toBeNull();
    expect(after('999999999999*10000=').fault).toBe('large');
    expect(after('0-999999999999*10000=').fault).toBe('large');
    expect(after('5/0=12+3=').fault).toBe('zero');
    expect(shows('5/0=C12+3=')).toBe('15');
  });

  it('shows the left side while the right one is typed', () => {
    expect(leftSide(after('12.50+'))?.text).toBe('12.5');
    expect(leftSide(after('12.50+3'))?.text).toBe('12.5');
    expect(leftSide(after('12.50+3='))).toBeNull();
  });

  const number = fc
    .tuple(fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: 0, max: 99_999 }))
    .map(([whole, decimals]) => `${String(whole)}.${String(decimals).padStart(5, '0')}`);
  const scaled = (text: string): bigint => BigInt(text.replace('.', ''));
  /** The text of units × 10^−scale. */
  const textOf = (units: bigint, scale: number): string => {
    const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
    const decimals = digits.slice(-scale).replace(/0+$/, '');
    return `${units < 0n ? '-' : ''}${digits.slice(0, -scale)}${decimals === '' ? '' : `.${decimals}`}`;
  };

  it('adds, takes away and multiplies as whole numbers of hundred-thousandths do', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(shows(`${a}+${b}=`)).toBe(textOf(scaled(a) + scaled(b), 5));
        expect(shows(`${a}-${b}=`)).toBe(textOf(scaled(a) - scaled(b), 5));
        expect(shows(`${a}*${b}=`)).toBe(textOf(scaled(a) * scaled(b), 10));
      }),
    );
  });

  it('undoes each step by its opposite', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        const start = shownNumber(after(`${a}=`));
        expect(shownNumber(after(`${a}+${b}-${b}=`))).toEqual(start);
        if (scaled(b) !== 0n) expect(shownNumber(after(`${a}/${b}*${b}=`))).toEqual(start);
      }),
    );
  });

  it('shows a plain number or a fault, whatever is pressed', () => {
    const keys = fc.constantFrom<CalculatorKey>(...DIGITS, ...OPERATORS, 'point', 'equals', 'back', 'clear');
    fc.assert(
      fc.property(fc.array(keys, { maxLength: 60 }), (pressed) => {
        const state = pressed.reduce(press, CLEARED);
        expect(shownNumber(state).text).toMatch(/^(?!-0$)-?\d{1,15}(\.\d{0,12})?$/);
        expect(state.value.under > 0n).toBe(true);
        expect(shownNumber(press(state, 'clear')).text).toBe('0');
      }),
    );
  });
});
