import type { Points } from '../../kernel/index.js';
import type { Outcome } from './apply-rule.js';

/** How a stage comes out, before or after it is concluded. */
export interface Edge<L extends Line> {
  readonly advanced: number;
  readonly out: number;
  readonly absent: number;
  /** The fewest points of those who go on, where the order of points decides; null where there are none. */
  readonly line: Points | null;
  /** How many go on with just that many points. */
  readonly atLine: number;
  /** Those next to the edge: the last who go on, and the first who do not; the better first. */
  readonly nearest: readonly L[];
}

interface Line {
  readonly points: Points | null;
  readonly outcome: Outcome;
}

/** What is to be looked at before a stage is concluded: how many go on, and who is next to the edge. @param each so many of both sides. */
export function edgeOf<L extends Line>(lines: readonly L[], each: number): Edge<L> {
  const of = (outcome: Outcome): L[] =>
    lines
      .filter((one) => one.outcome === outcome)
      .sort((a, b) => (b.points ?? -Infinity) - (a.points ?? -Infinity));
  const [advanced, out] = [of('advanced'), of('out')];
  const line = advanced.at(-1)?.points ?? null;
  return {
    advanced: advanced.length,
    out: out.length,
    absent: of('absent').length,
    line,
    atLine: line === null ? 0 : advanced.filter(({ points }) => points === line).length,
    nearest: [...advanced.slice(-each), ...out.slice(0, each)],
  };
}
