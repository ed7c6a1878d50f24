/** The keys of the calculator. */
export const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
export const OPERATORS = ['plus', 'minus', 'times', 'divide'] as const;
export type Operator = (typeof OPERATORS)[number];
export type CalculatorKey = (typeof DIGITS)[number] | Operator | 'point' | 'equals' | 'back' | 'clear';

/** A fraction in lowest terms; the denominator is above 0. */
interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

/** What the calculator stands at. Steps are taken as they come, from left to right: 2 + 3 × 4 is 20. */
export interface Calculation {
  /** The left side, or the result. */
  readonly value: Fraction;
  readonly operator: Operator | null;
  /** Digits being typed, with a point for the decimals; null where none are. */
  readonly entry: string | null;
  /** What "=" does once more. */
  readonly repeat: { readonly operator: Operator; readonly operand: Fraction } | null;
  readonly fault: 'zero' | 'large' | null;
}

/** A number as text (`-0.25`), and whether that is the number itself or the nearest one that can be shown. */
export interface Shown {
  readonly text: string;
  readonly exact: boolean;
}

const MOST_DIGITS = 12;
const SHOWN_DECIMALS = 12;
const LARGEST = 10n ** 15n;
const ZERO: Fraction = { over: 0n, under: 1n };

export const CLEARED: Calculation = { value: ZERO, operator: null, entry: null, repeat: null, fault: null };

/**
 * One key. Numbers are kept as fractions, so that every step is exact (1 ÷ 3 × 3 is 1, and 0.1 + 0.2 is 0.3); only what
 * is shown is rounded. Division by zero and a result of 10¹⁵ or more are faults, which only "clear" takes back.
 */
export function press(now: Calculation, key: CalculatorKey): Calculation {
  if (key === 'clear') return CLEARED;
  if (now.fault) return now;
  if (key === 'back') return backspace(now);
  if (key === 'point' || isDigit(key)) return type(now, key === 'point' ? '.' : key);
  if (key === 'equals') return equals(now);
  return now.entry === null
    ? { ...now, operator: key, repeat: null }
    : { ...take(now, fractionOf(now.entry)), operator: key, repeat: null };
}

/** The number in sight: what is typed, or else the left side or the result. */
export const shownNumber = ({ entry, value }: Calculation): Shown =>
  entry === null ? rounded(value) : { text: entry, exact: true };

/** The left side while the right one is awaited or typed. */
export const leftSide = ({ operator, value }: Calculation): Shown | null =>
  operator === null ? null : rounded(value);

const isDigit = (key: string): key is (typeof DIGITS)[number] => /^\d$/.test(key);

function type(now: Calculation, char: string): Calculation {
  // What is typed after a result begins anew.
  const base = now.entry === null && now.operator === null ? CLEARED : now;
  const entry = base.entry ?? '0';
  if (char === '.') return entry.includes('.') ? now : { ...base, entry: `${entry}.` };
  if (entry.replace('.', '').length >= MOST_DIGITS) return now;
  return { ...base, entry: entry === '0' ? char : entry + char };
}

function backspace(now: Calculation): Calculation {
  if (now.entry === null) return now;
  return { ...now, entry: now.entry.length > 1 ? now.entry.slice(0, -1) : '0' };
}

function equals(now: Calculation): Calculation {
  const operand = now.entry === null ? null : fractionOf(now.entry);
  if (now.operator !== null) {
    const right = operand ?? now.value;
    return { ...take(now, right), operator: null, repeat: { operator: now.operator, operand: right } };
  }
  if (operand) return { ...CLEARED, value: operand };
  if (!now.repeat) return now;
  return { ...take({ ...now, operator: now.repeat.operator }, now.repeat.operand), operator: null };
}

/** Takes the right side in: the step that was begun is made; without one it is the left side from now on. */
function take(now: Calculation, right: Fraction): Calculation {
  if (now.operator === 'divide' && right.over === 0n) return { ...CLEARED, fault: 'zero' };
  const value = now.operator === null ? right : apply(now.operator, now.value, right);
  const size = value.over < 0n ? -value.over : value.over;
  if (size >= LARGEST * value.under) return { ...CLEARED, fault: 'large' };
  return { ...now, value, entry: null };
}

function apply(operator: Operator, a: Fraction, b: Fraction): Fraction {
  switch (operator) {
    case 'plus':
      return reduced(a.over * b.under + b.over * a.under, a.under * b.under);
    case 'minus':
      return reduced(a.over * b.under - b.over * a.under, a.under * b.under);
    case 'times':
      return reduced(a.over * b.over, a.under * b.under);
    case 'divide':
      return reduced(a.over * b.under, a.under * b.over);
  }
}

function reduced(over: bigint, under: bigint): Fraction {
  let [a, b] = [over < 0n ? -over : over, under < 0n ? -under : under];
  while (b !== 0n) [a, b] = [b, a % b];
  const sign = under < 0n ? -1n : 1n;
  return { over: (sign * over) / a, under: (sign * under) / a };
}

function fractionOf(entry: string): Fraction {
  const [whole = '0', decimals = ''] = entry.split('.');
  return reduced(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
}

/** To the twelfth decimal, halves away from zero. */
function rounded({ over, under }: Fraction): Shown {
  const scale = 10n ** BigInt(SHOWN_DECIMALS);
  const size = over < 0n ? -over : over;
  const units = (2n * size * scale + under) / (2n * under);
  const digits = String(units).padStart(SHOWN_DECIMALS + 1, '0');
  const decimals = digits.slice(-SHOWN_DECIMALS).replace(/0+$/, '');
  const sign = over < 0n && units > 0n ? '-' : '';
  return {
    text: `${sign}${digits.slice(0, -SHOWN_DECIMALS)}${decimals === '' ? '' : `.${decimals}`}`,
    exact: units * under === size * scale,
  };
}
