import { overlapAllowed, type Blueprint } from '../blueprint/blueprint.js';
import type { Placed } from './content-rows.js';
import type { Entry, ModelBuilder } from './linear-model.js';
import type { UnitGroup } from './unit-groups.js';
import type { Units } from './units.js';

export interface Supply {
  readonly blueprint: Blueprint;
  readonly units: Units;
  readonly groups: readonly UnitGroup[];
  /** How many forms together. */
  readonly times: number;
  /** How often, in all, one of them may take an item that another form has. */
  readonly reuse: number;
  readonly integer: boolean;
  /** Units of a group that no form has yet; all of them where left out. */
  readonly free?: (group: UnitGroup, index: number) => number;
  /** Columns that take from what is free of a group. */
  readonly taken?: (group: UnitGroup, index: number) => readonly Entry[];
  /** The column by which a group that is to be included may be missed. */
  readonly missing?: (group: UnitGroup, index: number) => number;
}

/** Items that all forms share because they are included. */
export const includedSize = ({ units }: Units): number =>
  units.reduce((sum, unit) => sum + (unit.included ? unit.size : 0), 0);

/** How often forms may share an item, over `pairs` of forms, beyond what is included in all of them. */
export const reuseAllowed = (blueprint: Blueprint, units: Units, pairs: number): number =>
  Math.max(0, overlapAllowed(blueprint) - includedSize(units)) * pairs;

/**
 * What a bank can give to several forms together: columns that say how often each group of units is used at each of
 * its places. This is a necessary condition: it does not look at which form takes what.
 */
export function addSupply(builder: ModelBuilder, supply: Supply): Placed[] {
  const { units, groups, times, reuse, integer } = supply;
  const again: Entry[] = [];
  const columnsOf = new Map<number, readonly number[]>();
  const placed = groups.map((group, index): Placed => {
    const count = group.units.length;
    const columns = group.places.map(() => builder.column({ upper: count * times, integer }));
    const used = columns.map((column): Entry => [column, 1]);
    if (group.included) {
      const missing = supply.missing?.(group, index);
      const wanted = count * times;
      builder.row(wanted, wanted, missing === undefined ? used : [...used, [missing, 1]]);
    } else {
      const free = supply.free?.(group, index) ?? count;
      const taken = supply.taken?.(group, index) ?? [];
      if (reuse > 0) {
        const more = builder.column({ upper: count * times, integer });
        again.push([more, group.size]);
        builder.row(-Infinity, free, [...used, ...taken, [more, -1]]);
        builder.row(-Infinity, count * times, used);
      } else {
        builder.row(-Infinity, free, [...used, ...taken]);
      }
    }
    for (const unit of group.units) columnsOf.set(unit, columns);
    return { size: group.size, places: group.places, matches: group.matches, columns };
  });
  if (again.length > 0) builder.row(-Infinity, reuse, again);
  for (const pair of units.enemies) {
    const entries = pair.flatMap((unit) => (columnsOf.get(unit) ?? []).map((column): Entry => [column, 1]));
    builder.row(-Infinity, times, entries);
  }
  return placed;
}
