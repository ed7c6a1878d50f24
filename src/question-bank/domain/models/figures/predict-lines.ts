import type { Figure } from './figure.js';
import type { RuleName } from './figure-model-file.js';
import { joined } from './fill-matrix.js';

/** Rules by which two figures of lines make a third. */
export const LINE_RULES: readonly RuleName[] = ['either', 'both', 'any', 'without'];

/**
 * Figures that a rule of lines would put in the empty place of a matrix: each rule that holds of all lines of the two whole
 * rows, or of the two whole columns. All lines go by one rule, so that one line alone need not tell it.
 */
export function predictLines(names: readonly string[], shown: readonly Figure[]): Figure[] {
  const columnwise = [0, 3, 6, 1, 4, 7, 2, 5].map((index) => shown[index] ?? {});
  return [shown, columnwise].flatMap(
    ([a1 = {}, b1 = {}, c1 = {}, a2 = {}, b2 = {}, c2 = {}, a3 = {}, b3 = {}]) =>
      LINE_RULES.flatMap((rule) => {
        const of = (a: Figure, b: Figure): Figure =>
          Object.fromEntries(names.map((name) => [name, joined(rule, a[name] ?? 0, b[name] ?? 0)]));
        const same = (a: Figure, b: Figure): boolean => names.every((name) => a[name] === b[name]);
        return same(of(a1, b1), c1) && same(of(a2, b2), c2) ? [of(a3, b3)] : [];
      }),
  );
}
