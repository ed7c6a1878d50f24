import { ModelError } from './model-error.js';
import { Rational } from './rational.js';
import { isList, kindOf, type Value } from './value.js';

type Implementation = (parts: readonly Value[]) => Value;

/** The functions that expressions know, besides `if`, which computes only the part it needs. */
export const FUNCTIONS: Readonly<Record<string, Implementation>> = {
  abs: each((x) => x.absolute()),
  floor: each((x) => x.floor()),
  ceil: each((x) => x.ceiling()),
  /** Half away from zero; the second part is the number of decimal places, negative for tens and hundreds. */
  round: ([x, places = Rational.ZERO]) => over(x, (one) => one.round(numberOf(places).toIndex())),
  whole: ([x]) => numbersOf(x).every((one) => one.isWhole()),
  /** Whether it can be written with so many decimal places. */
  fits: ([x, places = Rational.ZERO]) =>
    numbersOf(x).every((one) => (one.places() ?? Infinity) <= numberOf(places).toIndex()),
  min: (parts) => numbersOf(parts).reduce((a, b) => (b.compare(a) < 0 ? b : a)),
  max: (parts) => numbersOf(parts).reduce((a, b) => (b.compare(a) > 0 ? b : a)),
  sum: (parts) => total(numbersOf(parts)),
  mean: (parts) => total(numbersOf(parts)).over(Rational.of(numbersOf(parts).length)),
  median: (parts) => median(numbersOf(parts)),
  count: ([list]) => Rational.of(listOf(list).length),
  mod: ([x, y]) => numberOf(x).minus(numberOf(x).over(numberOf(y)).floor().times(numberOf(y))),
  gcd: ([x, y]) => greatestDivisor(numberOf(x), numberOf(y)),
  /** The whole numbers from one to another. */
  range: ([from, to]) => {
    const [first, last] = [numberOf(from).toIndex(), numberOf(to).toIndex()];
    if (last - first > 1000) throw new ModelError('a range has a thousand numbers at most');
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => Rational.of(first + index));
  },
  /** The place of the greatest number, of the least; the first of equals. */
  greatest: ([list]) => place(numbersOf(list), (a, b) => a.compare(b) > 0),
  least: ([list]) => place(numbersOf(list), (a, b) => a.compare(b) < 0),
  sorted: ([list]) => [...numbersOf(list)].sort((a, b) => a.compare(b)),
  distinct: (parts) => {
    const numbers = numbersOf(parts);
    return new Set(numbers.map(String)).size === numbers.length;
  },
  /** Whether all of a list of yes and no are yes. */
  all: ([list]) => listOf(list).every((one) => truthOf(one)),
  any: ([list]) => listOf(list).some((one) => truthOf(one)),
  /** A table's lookup: the value of the last step whose bound is at most x. */
  step: ([x, bounds, values]) => {
    const reached = numbersOf(bounds).filter((bound) => bound.compare(numberOf(x)) <= 0).length;
    const found = listOf(values)[reached - 1];
    if (found === undefined) throw new ModelError('the number is below the first step');
    return found;
  },
};

function each(one: (x: Rational) => Rational): Implementation {
  return ([x]) => over(x, one);
}

function over(x: Value | undefined, one: (x: Rational) => Rational): Value {
  return x !== undefined && isList(x) ? x.map((item) => over(item, one)) : one(numberOf(x));
}

function numberOf(value: Value | undefined): Rational {
  if (value instanceof Rational) return value;
  throw new ModelError(value === undefined ? 'a part is missing' : `${kindOf(value)} is no number`);
}

function truthOf(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  throw new ModelError(`${kindOf(value)} is neither yes nor no`);
}

function listOf(value: Value | undefined): readonly Value[] {
  if (value !== undefined && isList(value)) return value;
  throw new ModelError(value === undefined ? 'a part is missing' : `${kindOf(value)} is no list`);
}

function numbersOf(value: Value | undefined): Rational[] {
  const numbers =
    value !== undefined && isList(value) ? value.flatMap((one) => numbersOf(one)) : [numberOf(value)];
  if (numbers.length === 0) throw new ModelError('the list is empty');
  return numbers;
}

const total = (numbers: readonly Rational[]): Rational =>
  numbers.reduce((sum, one) => sum.plus(one), Rational.ZERO);

function median(numbers: readonly Rational[]): Rational {
  const sorted = [...numbers].sort((a, b) => a.compare(b));
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return total(middle).over(Rational.of(middle.length));
}

function place(numbers: readonly Rational[], better: (a: Rational, b: Rational) => boolean): Rational {
  let best = 0;
  for (const [index, one] of numbers.entries()) if (better(one, numbers[best] as Rational)) best = index;
  return Rational.of(best + 1);
}

function greatestDivisor(x: Rational, y: Rational): Rational {
  let [a, b] = [Math.abs(x.toIndex()), Math.abs(y.toIndex())];
  while (b !== 0) [a, b] = [b, a % b];
  return Rational.of(a);
}
