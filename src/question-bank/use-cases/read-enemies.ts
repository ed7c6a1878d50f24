import type { Fault, ItemFile, Located } from '../domain/bank-files.js';

/** Two items of a bank that never stand in one form. */
export interface EnemyPair {
  readonly items: readonly [string, string];
  readonly reason: string;
}

/** What a bank's `enemies.yaml` says, and where it names items that the bank does not have. */
export function checkEnemies(
  found: Located<readonly EnemyPair[]> | null,
  items: readonly Located<ItemFile>[],
): { enemies: readonly EnemyPair[]; faults: Fault[] } {
  if (!found) return { enemies: [], faults: [] };
  const known = new Set(items.map(({ value }) => value.id));
  const faults = found.value.flatMap((pair, index) =>
    pair.items
      .filter((id) => !known.has(id))
      .map((id) => ({
        file: found.file,
        line: found.lineOf([index, 'items']),
        message: `the bank has no item ${id}`,
      })),
  );
  return { enemies: found.value, faults };
}
