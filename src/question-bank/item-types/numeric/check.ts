import type { AuthoredItem, TypeFault } from '../item-type.js';
import { bag, faultIf, unknownFields, wrongIds } from '../shared/checks.js';
import { decimalText, readDecimal } from '../shared/decimal.js';

/** Numbers of files have one form, so that nobody wonders how they are read. */
const isExact = (value: unknown, positive: boolean): boolean => {
  const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? readDecimal(value) : undefined;
  return number !== undefined && (!positive || number.units >= 0n);
};

/** Value and tolerances as decimal texts; units with positive factors, one of them the base unit with factor 1. */
export function check(item: AuthoredItem): TypeFault[] {
  const key = bag(item.answerKey);
  const units = bag(item.structure['units']);
  const factors = Object.values(units);
  const hasUnits = item.structure['units'] !== undefined;
  return [
    ...unknownFields(item, ['units'], ['value', 'tolerance', 'relative']),
    ...faultIf(
      !isExact(key['value'], false),
      ['answerKey', 'value'],
      "the value should be a decimal text, as '12.5'",
    ),
    ...['tolerance', 'relative'].flatMap((field) =>
      faultIf(
        key[field] !== undefined && !isExact(key[field], true),
        ['answerKey', field],
        `${field} should be a decimal text of 0 or more, as '0.1'`,
      ),
    ),
    ...faultIf(
      key['tolerance'] !== undefined && key['relative'] !== undefined,
      ['answerKey'],
      'a numeric item has one tolerance: absolute ("tolerance") or relative',
    ),
    ...(hasUnits ? wrongIds(Object.keys(units), ['structure', 'units'], [1, 8]) : []),
    ...faultIf(
      hasUnits &&
        (!factors.every(
          (factor) =>
            isExact(factor, true) &&
            decimalText(readDecimal(String(factor)) ?? { units: 0n, scale: 0 }) !== '0',
        ) ||
          factors.filter((factor) => factor === '1').length !== 1),
      ['structure', 'units'],
      "units need factors above 0 as decimal texts, and one base unit with the factor '1'",
    ),
  ];
}
