/** An exact decimal number: units × 10^−scale. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const MAX_LENGTH = 60;
// NFKC has made one space of those of any width, as people and machines put them between thousands.
const PLAIN = /^([+-]?)(\d{1,3}(?: \d{3})+|\d*)(?:[.,](\d*))?$/;
// Both marks, or one of them twice and more: then it is plain which one groups.
const COMMA_GROUPS = /^([+-]?)(\d{1,3}(?:,\d{3})+)\.(\d+)$/;
const POINT_GROUPS = /^([+-]?)(\d{1,3}(?:\.\d{3})+),(\d+)$/;
const MANY_GROUPS = /^([+-]?)(\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:\.\d{3}){2,})()$/;
const DIGITS = ['٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹'];

/**
 * Reads a number as people write it: a comma or a point before the decimals, spaces of any width between thousands, a
 * sign, Arabic and Persian digits. One comma or point alone is always the decimal mark. Undefined for anything else.
 */
export function readDecimal(text: string): Decimal | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const plain = latin(text.trim());
  const match = [PLAIN, COMMA_GROUPS, POINT_GROUPS, MANY_GROUPS]
    .map((pattern) => pattern.exec(plain))
    .find((found) => found !== null);
  if (!match) return undefined;
  const whole = (match[2] ?? '').replace(/\D/g, '');
  const decimals = match[3] ?? '';
  if (whole === '' && decimals === '') return undefined;
  const units = BigInt(whole + decimals);
  return { units: match[1] === '-' ? -units : units, scale: decimals.length };
}

const latin = (text: string): string =>
  [...text.normalize('NFKC').replace(/[−–]/g, '-').replaceAll('٫', '.').replaceAll('٬', ' ')]
    .map((char) => {
      const digit = DIGITS.map((digits) => digits.indexOf(char)).find((index) => index >= 0);
      return digit === undefined ? char : String(digit);
    })
    .join('');

/** The canonical form: a point, no spaces, no needless zeros. */
export function decimalText({ units, scale }: Decimal): string {
  const sign = units < 0n ? '-' : '';
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const decimals = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${sign}${whole}${decimals === '' ? '' : `.${decimals}`}`;
}

export const times = (a: Decimal, b: Decimal): Decimal => ({
  units: a.units * b.units,
  scale: a.scale + b.scale,
});

/** Whether |a − b| ≤ tolerance, exactly. */
export function within(a: Decimal, b: Decimal, tolerance: Decimal): boolean {
  const scale = Math.max(a.scale, b.scale, tolerance.scale);
  const units = (one: Decimal): bigint => one.units * 10n ** BigInt(scale - one.scale);
  const difference = units(a) - units(b);
  return (difference < 0n ? -difference : difference) <= units(tolerance);
}

export const absolute = (a: Decimal): Decimal => ({ ...a, units: a.units < 0n ? -a.units : a.units });
