import { shuffled, type SeededGenerator } from '../../../kernel/index.js';
import { overlapAllowed, type Blueprint } from '../blueprint/blueprint.js';
import { addContentRows, type Placed } from './content-rows.js';
import { ModelBuilder, type Entry, type LinearModel, type Solution } from './linear-model.js';
import { placesOf } from '../blueprint/places.js';
import { addSupply, reuseAllowed } from './supply-rows.js';
import type { UnitGroup } from './unit-groups.js';
import type { Units } from './units.js';

/** A form in the making: for each place, in order, the units that stand there. */
export type ChosenUnits = readonly (readonly number[])[];

export interface FormModelInput {
  readonly blueprint: Blueprint;
  readonly units: Units;
  readonly groups: readonly UnitGroup[];
  /** By unit. */
  readonly profiles: readonly (readonly number[])[];
  readonly target: readonly number[];
  /** Forms that are there already. */
  readonly others: readonly ChosenUnits[];
  /** Forms that are still to come after this one. */
  readonly toCome: number;
  /** Decides which of many equally good forms is found: the order in which the solver meets the items. */
  readonly generator: SeededGenerator;
}

/** Small beside any deviation that matters: an item that no form has yet is preferred to one that some form has. */
const REUSE_COST = 0.001;

/**
 * The model of one form: a binary column for each unit and place, a case being one unit; every rule of the blueprint;
 * and the largest deviation from the target, over all measures and abilities, as the cost (the minimax of van der
 * Linden 2005, ch. 5).
 *
 * What the forms to come need of the content is held back by a shadow of them (the idea of the big shadow test, van
 * der Linden and Adema 1998), in groups of like units, so that it costs nothing.
 */
export function formModel(input: FormModelInput): {
  readonly model: LinearModel;
  readonly read: (solution: Solution) => ChosenUnits;
} {
  const { blueprint, units, profiles, target, others, toCome } = input;
  const builder = new ModelBuilder();
  const times = used(others);
  const allowed = overlapAllowed(blueprint);
  const columns = new Map<number, readonly number[]>();
  const candidates = units.units.flatMap((_, unit) => (allowed > 0 || !times.has(unit) ? [unit] : []));
  for (const unit of shuffled(candidates, input.generator)) {
    const cost = REUSE_COST * (times.get(unit) ?? 0);
    const fits = units.units[unit]?.places ?? [];
    columns.set(
      unit,
      fits.map(() => builder.column({ upper: 1, cost, integer: true })),
    );
  }
  const entriesOf = (unit: number, value = 1): Entry[] =>
    (columns.get(unit) ?? []).map((column) => [column, value]);
  addContentRows(builder, blueprint, placedUnits(units, columns), 1);
  for (const [unit, { included, places }] of units.units.entries()) {
    if (included) builder.row(1, 1, entriesOf(unit));
    else if (places.length > 1) builder.row(-Infinity, 1, entriesOf(unit));
  }
  for (const [one, other] of units.enemies)
    builder.row(-Infinity, 1, [...entriesOf(one), ...entriesOf(other)]);
  if (allowed > 0) {
    for (const other of others) {
      const shared = other.flat().flatMap((unit) => entriesOf(unit, units.units[unit]?.size ?? 0));
      builder.row(-Infinity, allowed, shared);
    }
  }
  addDeviation(builder, columns, profiles, target);
  if (toCome > 0) addShadow(builder, input, times, entriesOf);
  return {
    model: builder.build(),
    read: ({ values }) =>
      placesOf(blueprint).map((_, place) =>
        units.units.flatMap((unit, index) => {
          const at = unit.places.indexOf(place);
          const column = columns.get(index)?.[at];
          return column !== undefined && (values[column] ?? 0) > 0.5 ? [index] : [];
        }),
      ),
  };
}

/** How many forms have each unit. */
function used(others: readonly ChosenUnits[]): Map<number, number> {
  const times = new Map<number, number>();
  for (const unit of others.flat(2)) times.set(unit, (times.get(unit) ?? 0) + 1);
  return times;
}

const placedUnits = (units: Units, columns: ReadonlyMap<number, readonly number[]>): Placed[] =>
  [...columns].flatMap(([index, own]) => {
    const unit = units.units[index];
    return unit ? [{ size: unit.size, places: unit.places, matches: unit.matches, columns: own }] : [];
  });

function addDeviation(
  builder: ModelBuilder,
  columns: ReadonlyMap<number, readonly number[]>,
  profiles: readonly (readonly number[])[],
  target: readonly number[],
): void {
  const deviation = builder.column({ cost: 1 });
  for (const [at, wanted] of target.entries()) {
    const sum = [...columns].flatMap(([unit, own]) =>
      own.map((column): Entry => [column, profiles[unit]?.[at] ?? 0]),
    );
    builder.row(-Infinity, wanted, [...sum, [deviation, -1]]);
    builder.row(wanted, Infinity, [...sum, [deviation, 1]]);
  }
}

/** The content of the forms to come, met from what this form and those before it leave. */
function addShadow(
  builder: ModelBuilder,
  { blueprint, units, groups, others, toCome }: FormModelInput,
  times: ReadonlyMap<number, number>,
  entriesOf: (unit: number) => Entry[],
): void {
  const isFree = (unit: number): boolean => !times.has(unit);
  const pairs = (toCome * (toCome - 1)) / 2 + toCome * (others.length + 1);
  const placed = addSupply(builder, {
    blueprint,
    units,
    groups,
    times: toCome,
    reuse: reuseAllowed(blueprint, units, pairs),
    integer: false,
    free: (group) => group.units.filter(isFree).length,
    taken: (group) => group.units.filter(isFree).flatMap((unit) => entriesOf(unit)),
  });
  addContentRows(builder, blueprint, placed, toCome);
}
