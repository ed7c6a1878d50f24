import type { Blueprint } from '../blueprint/blueprint.js';
import { addContentRows, type Placed } from './content-rows.js';
import { ModelBuilder, type Solve } from './linear-model.js';
import { placesOf } from '../blueprint/places.js';
import { addSupply, reuseAllowed } from './supply-rows.js';
import type { UnitGroup } from './unit-groups.js';
import type { Units } from './units.js';

const SECONDS = 5;

/**
 * The profile that every form can have: that of a form which takes from each group of units in proportion to the
 * bank, as nearly as the constraints allow for all forms together. What the first forms leave to the last then has
 * the same mean: nobody gets the bank's remains.
 *
 * @param profiles by unit. @returns undefined where the bank cannot meet the blueprint.
 */
export async function reachableTarget(
  input: {
    readonly blueprint: Blueprint;
    readonly units: Units;
    readonly groups: readonly UnitGroup[];
    readonly profiles: readonly (readonly number[])[];
    readonly forms: number;
  },
  solve: Solve,
): Promise<number[] | undefined> {
  const { blueprint, units, groups, profiles, forms } = input;
  const builder = new ModelBuilder();
  const placed = addSupply(builder, {
    blueprint,
    units,
    groups,
    times: forms,
    reuse: reuseAllowed(blueprint, units, (forms * (forms - 1)) / 2),
    integer: false,
  });
  addContentRows(builder, blueprint, placed, forms);
  addDistance(builder, inProportion(blueprint, groups, forms), placed);
  const { status, values } = await solve(builder.build(), { timeLimit: SECONDS });
  if (status !== 'optimal' && status !== 'feasible') return undefined;
  const length = profiles[0]?.length ?? 0;
  const target = new Array<number>(length).fill(0);
  for (const [index, { columns }] of placed.entries()) {
    const members = groups[index]?.units ?? [];
    const used = columns.reduce((sum, column) => sum + (values[column] ?? 0), 0);
    for (let at = 0; at < length; at += 1) {
      const mean = members.reduce((sum, unit) => sum + (profiles[unit]?.[at] ?? 0), 0) / members.length;
      target[at] = (target[at] ?? 0) + (used * mean) / forms;
    }
  }
  return target.map((value) => Math.round(value * 10_000) / 10_000);
}

/** How often a group would stand at each of its places, were all units alike. */
function inProportion(blueprint: Blueprint, groups: readonly UnitGroup[], forms: number): number[][] {
  const supply = placesOf(blueprint).map((_, place) =>
    groups.reduce(
      (sum, group) => sum + (group.places.includes(place) ? group.size * group.units.length : 0),
      0,
    ),
  );
  const places = placesOf(blueprint);
  return groups.map((group) =>
    group.places.map((place) => {
      const wanted = (places[place]?.stratum.count ?? 0) * forms;
      return (wanted * group.units.length) / (supply[place] ?? 1);
    }),
  );
}

/** The cost: how far the columns are from `wanted`, in all. */
function addDistance(
  builder: ModelBuilder,
  wanted: readonly (readonly number[])[],
  placed: readonly Placed[],
): void {
  for (const [index, { columns, size }] of placed.entries()) {
    for (const [at, column] of columns.entries()) {
      const value = wanted[index]?.[at] ?? 0;
      const over = builder.column({ cost: size });
      const under = builder.column({ cost: size });
      builder.row(value, value, [
        [column, 1],
        [over, -1],
        [under, 1],
      ]);
    }
  }
}
