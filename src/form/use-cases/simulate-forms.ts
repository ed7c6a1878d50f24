import { setImmediate } from 'node:timers/promises';
import type { AssemblyItem } from '../domain/assembly/assembly-item.js';
import {
  abilities,
  compareScores,
  EXAMINEES,
  responses,
  type Simulation,
} from '../domain/assembly/simulate.js';

const ITEMS_AT_ONCE = 25;

/**
 * Lets simulated examinees sit every form and compares their scores. It gives way to other work again and again: a
 * thousand items take a second.
 */
export async function simulateForms(
  forms: readonly {
    readonly name: string;
    readonly parts: readonly { readonly items: readonly AssemblyItem[] }[];
  }[],
  seed: Uint8Array,
): Promise<Simulation> {
  const people = abilities(seed, EXAMINEES);
  const sat = forms.map(({ name, parts }) => ({
    name,
    codes: new Set(parts.flatMap(({ items }) => items.map(({ itemCode }) => itemCode))),
    scores: new Float64Array(EXAMINEES),
  }));
  const items = new Map(
    forms.flatMap(({ parts }) => parts.flatMap((part) => part.items)).map((item) => [item.itemCode, item]),
  );
  let done = 0;
  for (const item of items.values()) {
    const right = responses(item, people, seed);
    for (const { codes, scores } of sat) {
      if (!codes.has(item.itemCode)) continue;
      for (let person = 0; person < EXAMINEES; person += 1)
        scores[person] = (scores[person] ?? 0) + (right[person] ?? 0);
    }
    done += 1;
    if (done % ITEMS_AT_ONCE === 0) await setImmediate();
  }
  return compareScores(sat);
}
