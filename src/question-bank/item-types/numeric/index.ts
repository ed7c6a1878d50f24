import { canonicalJson } from '../../../kernel/canonical-json.js';
import type { ItemShape, ItemType } from '../item-type.js';
import { bag } from '../shared/checks.js';
import { absolute, readDecimal, times, within, type Decimal } from '../shared/decimal.js';
import { allOrNothing } from '../shared/points.js';
import { own, readRecord } from '../shared/refs.js';
import { check } from './check.js';
import { editor } from './editor.js';
import { view } from './view.js';

export interface NumericKey {
  /** In the base unit, as are tolerances. */
  readonly value: string;
  /** Absolute: how far an answer may lie away. */
  readonly tolerance?: string;
  /** Relative: the same as a share of the value. */
  readonly relative?: string;
}

/** A number that was read, and the id of its unit where the item has units. */
export interface NumericResponse {
  readonly number: Decimal;
  readonly unit: string | undefined;
}

/** Unit → its factor to the base unit. */
const unitsOf = ({ structure }: Pick<ItemShape, 'structure'>): Readonly<Record<string, unknown>> =>
  bag(structure['units']);

const ZERO: Decimal = { units: 0n, scale: 0 };
const ONE: Decimal = { units: 1n, scale: 0 };

/** A number, with a unit where the item has units. The response: `12,5` as typed, or `{"unit":"kg","value":"12,5"}`. */
export const numeric: ItemType<NumericKey, NumericResponse> = {
  code: 'numeric',
  scoredBy: 'machine',
  options: null,
  labels: (shape) => Object.keys(unitsOf(shape)),
  check,
  // The factors are the candidate's to know.
  deliver: (shape) => ({ units: Object.keys(unitsOf(shape)).sort() }),
  readResponse: (value, shape) => {
    const units = unitsOf(shape);
    if (Object.keys(units).length === 0) {
      const number = readDecimal(value);
      return number && { number, unit: undefined };
    }
    const record = readRecord(value);
    const unit = record && own(record, 'unit');
    const typed = record && own(record, 'value');
    const number = typeof typed === 'string' ? readDecimal(typed) : undefined;
    return number && typeof unit === 'string' && Object.hasOwn(units, unit) ? { number, unit } : undefined;
  },
  score: (key, shape, { number, unit }) => {
    const factor = unit === undefined ? ONE : readDecimal(String(unitsOf(shape)[unit]));
    const value = readDecimal(key.value);
    if (!factor || !value) return 0;
    const relative = key.relative === undefined ? undefined : readDecimal(key.relative);
    const tolerance = relative
      ? times(absolute(value), relative)
      : ((key.tolerance === undefined ? undefined : readDecimal(key.tolerance)) ?? ZERO);
    return allOrNothing(within(times(number, factor), value, tolerance));
  },
  fullResponse: ({ value }, shape) => {
    const base = Object.entries(unitsOf(shape)).find(([, factor]) => factor === '1')?.[0];
    return base === undefined ? value : canonicalJson({ unit: base, value });
  },
  guess: () => null,
  isComplete: ({ structure }, value) =>
    !(Array.isArray(structure['units']) && structure['units'].length > 0) ||
    Object.keys(readRecord(value) ?? {}).length === 2,
  view,
  editor,
};
