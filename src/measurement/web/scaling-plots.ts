import { distribution, type Bin } from '../../grading/index.js';
import { POINT, type Points } from '../../kernel/index.js';
import { equipercentile, percentileAmong, type ScalingMethod } from '../domain/scaling.js';

type Line = readonly (readonly [number, number])[];

export interface ScalingPlot {
  readonly maximum: number;
  /** Points → points on the scale, of each score that somebody has. */
  readonly curve: Line;
  readonly highest: number;
  readonly rows: readonly { readonly points: Points; readonly scaled: Points; readonly count: number }[];
  /** Shares of each group, over the points. */
  readonly own: Line;
  readonly base: Line;
  readonly most: number;
}

/** What the page of a scale shows of one session: how its points are converted, and how both sessions are spread. */
export function scalingPlot(
  method: Exclude<ScalingMethod, 'none'>,
  all: readonly Points[],
  base: readonly Points[],
): ScalingPlot {
  const to = method === 'percentile' ? percentileAmong(all) : equipercentile(all, base);
  const counts = new Map<number, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  const rows = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([points, count]) => ({ points, count, scaled: to(points).points }));
  const maximum = Math.max(POINT, ...[...all, ...base]);
  const own = shares(distribution(all, maximum), all.length);
  const other = shares(distribution(base, maximum), base.length);
  return {
    maximum: maximum / POINT,
    curve: rows.map(({ points, scaled }) => [points / POINT, scaled / POINT]),
    highest: method === 'percentile' ? 100 : Math.max(maximum, ...rows.map(({ scaled }) => scaled)) / POINT,
    rows,
    own,
    base: method === 'percentile' ? [] : other,
    most: Math.max(0.01, ...own.map(([, share]) => share), ...other.map(([, share]) => share)),
  };
}

const shares = (bins: readonly Bin[], count: number): [number, number][] =>
  bins.map(({ from, to, count: many }) => [(from + to) / 2 / POINT, count === 0 ? 0 : many / count]);
