import type { Points } from '../../kernel/index.js';
import { countedOf, type Outcome } from './apply-rule.js';

/** How a stage comes out, before or after it is concluded. */
export interface Edge<L extends Line> {
  readonly advanced: number;
  readonly out: number;
  readonly absent: number;
  /** The points of whoever goes on with the fewest, where the order of points decides; null where there are none. */
  readonly line: Points | null;
  /** The same on the scale of the stage's sessions, ten-millionths; null where they have none. */
  readonly scaledLine: number | null;
  /** How many go on with just as many. */
  readonly atLine: number;
  /** Those next to the edge: the last who go on, and the first who do not; the better first. */
  readonly nearest: readonly L[];
}

interface Line {
  readonly points: Points | null;
  readonly scaled?: number | null;
  readonly outcome: Outcome;
}

/** What is to be looked at before a stage is concluded: how many go on, and who is next to the edge. @param each so many of both sides. */
export function edgeOf<L extends Line>(lines: readonly L[], each: number): Edge<L> {
  const of = (outcome: Outcome): L[] =>
    lines
      .filter((one) => one.outcome === outcome)
      .sort((a, b) => (countedOf(b) ?? -Infinity) - (countedOf(a) ?? -Infinity));
  const [advanced, out] = [of('advanced'), of('out')];
  const last = advanced.at(-1);
  const least = last ? countedOf(last) : null;
  return {
    advanced: advanced.length,
    out: out.length,
    absent: of('absent').length,
    line: last?.points ?? null,
    scaledLine: last?.scaled ?? null,
    atLine: least === null ? 0 : advanced.filter((one) => countedOf(one) === least).length,
    nearest: [...advanced.slice(-each), ...out.slice(0, each)],
  };
}
