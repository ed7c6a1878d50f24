import { byCodePoints } from '../../../kernel/index.js';
import type { DrawablePoolItem } from './draw-pool.js';

/** What is drawn at once, with the items as they are in the pool. */
export interface UnitGroup {
  readonly items: readonly DrawablePoolItem[];
  readonly enemies: readonly number[];
  /** A case with enemies among its own members: no form can have it. */
  readonly hostile: boolean;
}

/** Items and cases of a pool, in the order of their first item's code; enmity holds both ways. */
export function unitsOf(pool: readonly DrawablePoolItem[]): UnitGroup[] {
  const sorted = [...pool].sort((a, b) => byCodePoints(a.itemCode, b.itemCode));
  const groups: DrawablePoolItem[][] = [];
  const cases = new Map<string, DrawablePoolItem[]>();
  for (const item of sorted) {
    const known = item.caseOf && cases.get(item.caseOf.code);
    if (known) {
      known.push(item);
      continue;
    }
    const group = [item];
    groups.push(group);
    if (item.caseOf) cases.set(item.caseOf.code, group);
  }
  const unitOf = new Map(groups.flatMap((group, index) => group.map((item) => [item.itemCode, index])));
  const enemies = groups.map(() => new Set<number>());
  groups.forEach((group, index) => {
    for (const code of group.flatMap((item) => item.enemies)) {
      const other = unitOf.get(code);
      if (other === undefined) continue;
      enemies[index]?.add(other);
      enemies[other]?.add(index);
    }
  });
  return groups.map((items, index) => {
    const own = [...(enemies[index] ?? [])].sort((a, b) => a - b);
    return { items, enemies: own.filter((other) => other !== index), hostile: own.includes(index) };
  });
}
