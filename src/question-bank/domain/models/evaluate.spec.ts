import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evaluate, evaluateCondition, evaluateNumber } from './evaluate.js';
import { Rational } from './rational.js';
import type { Scope, Value } from './value.js';

const scope = (values: Readonly<Record<string, Value>> = {}): Scope => ({
  values: new Map(Object.entries(values)),
});
const numbers = (...list: readonly number[]): Value => list.map((one) => Rational.of(one));
const result = (text: string, values?: Readonly<Record<string, Value>>): string => {
  const found = evaluate(text, scope(values));
  return found instanceof Rational ? found.toString() : JSON.stringify(found).replaceAll('"', '');
};

describe('expressions', () => {
  it.each([
    ['1 + 2 × 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['2 ^ 3 ^ 2', '512'],
    ['-2 ^ 2', '-4'],
    ['10 − 4 − 3', '3'],
    ['7 ÷ 2', '7/2'],
    ['15%', '3/20'],
    ['80 × 25%', '20'],
    ['0.1 + 0.2 = 0.3', 'true'],
    ['1 ≤ 2 and not 3 < 2', 'true'],
    ['1 > 2 or 2 != 2', 'false'],
    ['if(1 < 2, 10, 1 / 0)', '10'],
    ['round(2.5)', '3'],
    ['round(1249, -2)', '1200'],
    ['floor(-1 / 2)', '-1'],
    ['ceil(7 / 3)', '3'],
    ['mod(17, 5)', '2'],
    ['max(3, 9, 4) - min(3, 9, 4)', '6'],
    ['sum([1, 2, 3]) / count([1, 2, 3])', '2'],
    ['median([7, 1, 9, 3])', '5'],
    ['mean(range(1, 5))', '3'],
    ['greatest([3, 9, 4]) + 10 × least([3, 9, 4])', '12'],
    ['[10, 20, 30][2]', '20'],
    ['sum([1, 2] × [10, 100])', '210'],
    ['sum([1, 2, 3] + 1)', '9'],
    ['all([1, 2] < 3) and any([1, 5] > 4)', 'true'],
    ['distinct([1, 2, 1])', 'false'],
    ['whole([4, 6] / 2)', 'true'],
    ['fits(1 / 3, 5)', 'false'],
    ['fits(1 / 8, 3)', 'true'],
    ['step(1500, [0, 1000, 2000], [5, 10, 20])', '10'],
    ['gcd(12, 18)', '6'],
    ["if(1 = 1, 'rose', 'fell')", 'rose'],
  ])('%s is %s', (text, expected) => {
    expect(result(text)).toBe(expected);
  });

  it('see values by name, lists by place, numbers of names by theirs', () => {
    const town = { forms: { en: 'Town' }, numbers: { distance: Rational.of(12) } };
    expect(result('2 × town.distance', { town })).toBe('24');
    expect(result('x[2] + x[1]', { x: numbers(3, 4) })).toBe('7');
  });

  it.each([
    ['1 +', 'in "1 +" at column 4: a value is wanted and there it ends'],
    ['2 $ 3', 'in "2 $ 3" at column 2: "$" has no meaning'],
    ['(1 + 2', '")" is wanted and there it ends'],
    ['unknown + 1', 'nothing is called "unknown"'],
    ['explode(1)', 'no function is called "explode"'],
    ['toString + 1', 'nothing is called "toString"'],
    ['1 constructor 2', 'an operator or the end is wanted'],
    ['toString(1)', 'no function is called "toString"'],
    ['1 / 0', 'in "1 / 0": division by zero'],
    ['1 and 2', 'a number stands where yes or no is wanted'],
    ['[1, 2][3]', 'the list has no place 3'],
    ['[1, 2] + [1, 2, 3]', 'the two lists have different lengths'],
    ['2 ^ 1.5', 'an exponent is a whole number'],
    ['2 ^ 64 ^ 2', 'an exponent is a whole number'],
    ['"'.repeat(3), 'has no meaning'],
    [`${'('.repeat(80)}1${')'.repeat(80)}`, 'fewer brackets is wanted'],
  ])('%s is a fault that says where', (text, message) => {
    expect(() => result(text)).toThrow(message);
  });

  it('give a number, or yes or no, where that is wanted', () => {
    expect(() => evaluateNumber('1 < 2', scope())).toThrow('gives yes or no where a number is wanted');
    expect(() => evaluateCondition('1 + 2', scope())).toThrow('gives a number where yes or no is wanted');
  });

  it('agree with arithmetic on whole numbers', () => {
    const small = fc.integer({ min: -999, max: 999 });
    fc.assert(
      fc.property(small, small, small, (a, b, c) => {
        const values = { a: Rational.of(a), b: Rational.of(b), c: Rational.of(c) };
        expect(result('a + b × c - (a - b)', values)).toBe(String(a + b * c - (a - b)));
        expect(result('max(a, b) >= min(b, c)', values)).toBe(String(Math.max(a, b) >= Math.min(b, c)));
      }),
    );
  });

  it('never throw anything but their own faults', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40, unit: fc.constantFrom(...'12x+-*/^()[],.% <>=ifsum\'"') }),
        (text) => {
          try {
            evaluate(text, scope({ x: numbers(1, 2) }));
          } catch (error) {
            expect((error as Error).constructor.name).toBe('ModelError');
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
