import type { Points } from '../../kernel/index.js';
import { needsThird } from './settle-mark.js';
import { weightedKappa } from './kappa.js';

/** Below so many double marks a kappa says little: its standard error is about 0.2 or more. */
export const FEW_DOUBLE_MARKS = 30;
/** Below so many texts a marker's severity says little. */
export const FEW_OF_ONE = 10;

/** The two marks that a text is owed. */
export interface DoubleMark {
  readonly first: { readonly marker: string; readonly points: Points };
  readonly second: { readonly marker: string; readonly points: Points };
}

export interface Severity {
  readonly marker: string;
  readonly texts: number;
  /** The mean of own points − the other marker's on the same texts, in hundredths to one decimal; below 0: stricter. */
  readonly difference: number;
  readonly few: boolean;
}

export interface Agreement {
  readonly texts: number;
  readonly few: boolean;
  /** To three decimals; null where there is nothing to compare. */
  readonly kappa: number | null;
  /** The mean of how far two marks lie apart, in hundredths to one decimal. */
  readonly meanGap: number | null;
  /** Texts whose two marks differ by more than is allowed. */
  readonly apart: number;
  /** By how much two marks differ, in steps of ten hundredths, the last one 100. */
  readonly gaps: readonly { readonly from: Points; readonly to: Points; readonly count: number }[];
  /** The strictest first; equals by marker, by code points. */
  readonly markers: readonly Severity[];
}

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** How far those who marked the same texts agree, and who is stricter than the others. */
export function agreementOf(double: readonly DoubleMark[], tolerance: Points): Agreement {
  const pairs = double.map(({ first, second }) => [first.points, second.points] as const);
  const apart = pairs.map(([one, other]) => Math.abs(one - other));
  const kappa = weightedKappa(pairs);
  return {
    texts: double.length,
    few: double.length < FEW_DOUBLE_MARKS,
    kappa: kappa === undefined ? null : rounded(kappa, 3),
    meanGap: double.length > 0 ? rounded(mean(apart), 1) : null,
    apart: pairs.filter(([one, other]) => needsThird(one, other, tolerance)).length,
    gaps: Array.from({ length: 10 }, (_, index) => {
      const [from, to] = [index * 10, index * 10 + 10];
      const holds = (gap: number): boolean => gap >= from && (gap < to || (to === 100 && gap === 100));
      return { from, to, count: apart.filter(holds).length };
    }),
    markers: severities(double),
  };
}

function severities(double: readonly DoubleMark[]): Severity[] {
  const differences = new Map<string, number[]>();
  const add = (marker: string, difference: number): void => {
    differences.set(marker, [...(differences.get(marker) ?? []), difference]);
  };
  for (const { first, second } of double) {
    add(first.marker, first.points - second.points);
    add(second.marker, second.points - first.points);
  }
  return [...differences]
    .map(([marker, list]) => ({
      marker,
      texts: list.length,
      difference: rounded(mean(list), 1),
      few: list.length < FEW_OF_ONE,
    }))
    .sort((a, b) => a.difference - b.difference || (a.marker < b.marker ? -1 : 1));
}
