import { INK, LINE } from './plot-svg.js';

/** Words of a plot: a key of `form:report`. */
export type PlotWords = (key: string, parameters?: Record<string, unknown>) => string;

export const GRID = { left: 64, right: 24, top: 48, bottom: 56, outerBoundsMode: 'none' as const };

export const axis = (name: string) => ({
  name,
  nameLocation: 'middle' as const,
  nameGap: 34,
  nameTextStyle: { color: INK, fontSize: 14 },
  axisLabel: { color: INK, fontSize: 13 },
  axisLine: { onZero: false, lineStyle: { color: '#7d8890' } },
  splitLine: { lineStyle: { color: LINE } },
});

export const legend = {
  top: 4,
  itemGap: 28,
  type: 'plain' as const,
  textStyle: { color: INK, fontSize: 13 },
};
