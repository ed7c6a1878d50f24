import { byCodePoints } from '../../kernel/index.js';

/** Somebody whom another version of a ranking places otherwise; null: without a place, or not in that version. */
export interface Move {
  readonly candidateNumber: string;
  readonly from: number | null;
  readonly to: number | null;
}

interface Placed {
  readonly candidateNumber: string;
  readonly place: number | null;
}

/** Who moved from one version of a ranking to the next, from where to where, by number (code points). */
export function rankingMoves(before: readonly Placed[], after: readonly Placed[]): Move[] {
  const was = new Map(before.map((one) => [one.candidateNumber, one.place]));
  const is = new Map(after.map((one) => [one.candidateNumber, one.place]));
  return [...new Set([...was.keys(), ...is.keys()])]
    .sort(byCodePoints)
    .map((candidateNumber) => ({
      candidateNumber,
      from: was.get(candidateNumber) ?? null,
      to: is.get(candidateNumber) ?? null,
    }))
    .filter(({ from, to }) => from !== to);
}
