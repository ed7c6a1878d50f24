import type { AssemblyItem } from './assembly-item.js';
import { formsWanted, overlapAllowed, type Blueprint } from '../blueprint/blueprint.js';
import { addContentRows } from './content-rows.js';
import { matches } from '../blueprint/item-filter.js';
import { ModelBuilder, type Solve } from './linear-model.js';
import { placesOf } from '../blueprint/places.js';
import { addSupply, includedSize, reuseAllowed } from './supply-rows.js';
import { groupUnits } from './unit-groups.js';
import { unitsOf, type Units } from './units.js';

/** A rule of a blueprint. `index` counts strata within their part, constraints within the blueprint. */
export type Where =
  | { readonly kind: 'stratum'; readonly part: string; readonly index: number }
  | { readonly kind: 'minimum' | 'maximum'; readonly index: number }
  | { readonly kind: 'include'; readonly item: string }
  | { readonly kind: 'overlap' };

/** A rule that the bank cannot meet, and by how many items. Numbers are over all forms that are wanted. */
export interface Lack {
  readonly where: Where;
  readonly wanted: number;
  /** Items in the bank that it means, whatever else wants them. For a maximum: as few as the rest allows. */
  readonly available: number;
  readonly lacks: number;
}

export interface StratumSupply {
  readonly part: string;
  readonly index: number;
  /** In one form. */
  readonly wanted: number;
  readonly available: number;
}

export interface Feasibility {
  readonly ok: boolean;
  /** Whether the answer is proven; false where the time ran out, and `lacks` may tell of more than there is. */
  readonly proven: boolean;
  readonly forms: number;
  readonly strata: readonly StratumSupply[];
  readonly lacks: readonly Lack[];
}

const SECONDS = 5;
// Where a stratum can be filled only against a maximum, the maximum is what is told of.
const COST = { stratum: 10, minimum: 10, include: 10, maximum: 9 } as const;

/**
 * Whether a bank can meet a blueprint, at once, and if not, which rule lacks how many items.
 *
 * Counts stratum by stratum do not tell: rules want the same items. So the units of the pool are grouped by what the
 * rules see of them, each rule may be missed at a cost, and the cheapest way to miss them is what the bank lacks. For
 * several forms it is a necessary condition (see {@link addSupply}).
 */
export async function checkBlueprint(
  blueprint: Blueprint,
  pool: readonly AssemblyItem[],
  solve: Solve,
): Promise<Feasibility> {
  const units = unitsOf(blueprint, pool);
  const forms = formsWanted(blueprint);
  const strata = supplyByStratum(blueprint, units);
  const known = [...missingItems(units), ...sharedTooMuch(blueprint, units)];
  const builder = new ModelBuilder();
  const slacks: { column: number; lack: (lacks: number) => Lack }[] = [];
  const slack = (cost: number, size: number, lack: (lacks: number) => Lack): number => {
    const column = builder.column({ cost: cost * size, integer: true });
    slacks.push({ column, lack });
    return column;
  };
  const groups = groupUnits(units);
  const placed = addSupply(builder, {
    blueprint,
    units,
    groups,
    times: forms,
    reuse: reuseAllowed(blueprint, units, (forms * (forms - 1)) / 2),
    integer: true,
    missing: (group) =>
      slack(COST.include, group.size, (lacks) => ({
        where: { kind: 'include', item: units.units[group.units[0] ?? 0]?.items[0]?.itemCode ?? '' },
        wanted: group.units.length * forms,
        available: group.units.length * forms - lacks,
        lacks,
      })),
  });
  addContentRows(builder, blueprint, placed, forms, {
    short: (kind, index) =>
      slack(COST[kind], 1, (lacks) =>
        kind === 'stratum'
          ? stratumLack(strata[index] as StratumSupply, forms, lacks)
          : minimumLack(blueprint, units, index, forms, lacks),
      ),
    over: (index) =>
      slack(COST.maximum, 1, (lacks) => {
        const wanted = (blueprint.constraints?.[index]?.maximum ?? 0) * forms;
        return { where: { kind: 'maximum', index }, wanted, available: wanted + lacks, lacks };
      }),
  });
  const { status, values } = await solve(builder.build(), { timeLimit: SECONDS });
  const found = slacks.flatMap(({ column, lack }) => {
    const missed = Math.round(values[column] ?? 0);
    return missed > 0 ? [lack(missed)] : [];
  });
  const lacks = [...known, ...found];
  const solved = status === 'optimal' || status === 'feasible';
  return {
    ok: solved && lacks.length === 0,
    proven: status === 'optimal' || (solved && lacks.length === 0),
    forms,
    strata,
    lacks,
  };
}

function supplyByStratum(blueprint: Blueprint, { units }: Units): StratumSupply[] {
  return placesOf(blueprint).map(({ part, index, stratum }, place) => ({
    part,
    index,
    wanted: stratum.count,
    available: units.reduce((sum, unit) => sum + (unit.places.includes(place) ? unit.size : 0), 0),
  }));
}

const missingItems = (units: Units): Lack[] =>
  units.missing.map((item) => ({ where: { kind: 'include', item }, wanted: 1, available: 0, lacks: 1 }));

/** What is included stands in every form, so any two forms share it. */
function sharedTooMuch(blueprint: Blueprint, units: Units): Lack[] {
  const allowed = overlapAllowed(blueprint);
  const shared = includedSize(units);
  return formsWanted(blueprint) > 1 && shared > allowed
    ? [{ where: { kind: 'overlap' }, wanted: shared, available: allowed, lacks: shared - allowed }]
    : [];
}

const stratumLack = (
  { part, index, wanted, available }: StratumSupply,
  forms: number,
  lacks: number,
): Lack => ({ where: { kind: 'stratum', part, index }, wanted: wanted * forms, available, lacks });

function minimumLack(
  blueprint: Blueprint,
  { units }: Units,
  index: number,
  forms: number,
  lacks: number,
): Lack {
  const constraint = blueprint.constraints?.[index];
  const places = placesOf(blueprint);
  const available = units
    .filter((unit) =>
      unit.places.some((at) => constraint?.part === undefined || places[at]?.part === constraint.part),
    )
    .flatMap(({ items }) => items)
    .filter((item) => constraint !== undefined && matches(constraint, item)).length;
  return {
    where: { kind: 'minimum', index },
    wanted: (constraint?.minimum ?? 0) * forms,
    available,
    lacks,
  };
}
