import type { Units } from './units.js';

/** Units that no rule of a blueprint tells apart. */
export interface UnitGroup {
  readonly units: readonly number[];
  readonly size: number;
  readonly places: readonly number[];
  readonly matches: readonly number[];
  readonly included: boolean;
}

/**
 * Groups units by what the blueprint's rules see of them, so that what a bank of thousands can give is a small model.
 * A unit with enemies stands alone: who its enemies are tells it apart.
 */
export function groupUnits({ units, enemies }: Units): UnitGroup[] {
  const alone = new Set(enemies.flat());
  const groups = new Map<string, { units: number[] } & Omit<UnitGroup, 'units'>>();
  for (const [index, { size, places, matches, included }] of units.entries()) {
    const key = [alone.has(index) ? index : '', size, included, places.join(','), matches.join(',')].join(
      ';',
    );
    const known = groups.get(key);
    if (known) known.units.push(index);
    else groups.set(key, { units: [index], size, places, matches, included });
  }
  return [...groups.values()];
}
