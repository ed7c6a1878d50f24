import { byCode, type AssemblyItem } from './assembly-item.js';
import type { Blueprint } from '../blueprint/blueprint.js';
import { matches } from '../blueprint/item-filter.js';
import { placesOf } from '../blueprint/places.js';

/** What goes into a form whole or not at all: an item, or a case with all its items. */
export interface Unit {
  /** By item code. */
  readonly items: readonly AssemblyItem[];
  readonly size: number;
  /** Indices of the places that can take all of it; one at least. */
  readonly places: readonly number[];
  /** For each constraint: how many of its items the constraint's filter means. */
  readonly matches: readonly number[];
  readonly included: boolean;
}

export interface Units {
  readonly units: readonly Unit[];
  /** Pairs of units that may not stand in one form. */
  readonly enemies: readonly (readonly [number, number])[];
  /** Codes that are to be included and cannot be: not in the pool, left out, shown too often, or without a place. */
  readonly missing: readonly string[];
}

/**
 * The units that a blueprint can be met from.
 *
 * A case is left out whole where any of its items is excluded or was shown too often, or where no stratum takes all of
 * them, or where two of them are enemies.
 */
export function unitsOf(blueprint: Blueprint, pool: readonly AssemblyItem[]): Units {
  const places = placesOf(blueprint);
  const constraints = blueprint.constraints ?? [];
  const included = new Set(blueprint.include);
  const excluded = new Set(blueprint.exclude);
  const limit = blueprint.maximumExposure ?? Infinity;
  const units: Unit[] = [];
  for (const items of together(pool)) {
    if (items.some((item) => excluded.has(item.itemCode) || item.exposure >= limit)) continue;
    const codes = new Set(items.map(({ itemCode }) => itemCode));
    if (items.some(({ enemies }) => enemies.some((enemy) => codes.has(enemy)))) continue;
    const fits = places.flatMap(({ bank, stratum }, index) =>
      items.every((item) => item.bank === bank && matches(stratum, item)) ? [index] : [],
    );
    if (fits.length === 0) continue;
    units.push({
      items,
      size: items.length,
      places: fits,
      matches: constraints.map((constraint) => items.filter((item) => matches(constraint, item)).length),
      included: items.some(({ itemCode }) => included.has(itemCode)),
    });
  }
  const unitOf = new Map(units.flatMap(({ items }, index) => items.map(({ itemCode }) => [itemCode, index])));
  return {
    units,
    enemies: enemyPairs(units, unitOf),
    missing: [...included].filter((code) => !unitOf.has(code)),
  };
}

/** Single items and cases, by the code of their first item. */
function together(pool: readonly AssemblyItem[]): AssemblyItem[][] {
  const cases = new Map<string, AssemblyItem[]>();
  const groups: AssemblyItem[][] = [];
  for (const item of [...pool].sort(byCode)) {
    const known = item.caseCode === null ? undefined : cases.get(item.caseCode);
    if (known) {
      known.push(item);
      continue;
    }
    const group = [item];
    groups.push(group);
    if (item.caseCode !== null) cases.set(item.caseCode, group);
  }
  return groups;
}

/** An enemy named by one side is one of both. */
function enemyPairs(
  units: readonly Unit[],
  unitOf: ReadonlyMap<string, number>,
): (readonly [number, number])[] {
  const pairs = new Map<string, readonly [number, number]>();
  for (const [index, { items }] of units.entries()) {
    for (const enemy of items.flatMap(({ enemies }) => enemies)) {
      const other = unitOf.get(enemy);
      if (other === undefined || other === index) continue;
      const pair = [Math.min(index, other), Math.max(index, other)] as const;
      pairs.set(pair.join(' '), pair);
    }
  }
  return [...pairs.values()];
}
