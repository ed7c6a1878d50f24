import type { EChartsCoreOption } from 'echarts/core';
import type { FormReport } from '../../domain/form-report.js';
import type { Simulation } from '../../domain/simulate.js';
import { COLOURS, INK, LINE } from './plot-svg.js';

export const PLOTS = [
  'expected-score',
  'apart',
  'information',
  'content',
  'overlap',
  'exposure',
  'scores',
] as const;
export type Plot = (typeof PLOTS)[number];

/** Words of a plot: a key of `form:report`. */
type Words = (key: string, parameters?: Record<string, unknown>) => string;

const LEVELS = ['remember', 'understand', 'apply', 'analyse', 'evaluate'];
const DASHES = ['solid', 'dashed', 'dotted'] as const;
const GRID = { left: 64, right: 24, top: 48, bottom: 56, containLabel: false };

/** What a plot shows, as ECharts takes it, and how high it is. */
export function plotOption(
  plot: Plot,
  report: FormReport,
  simulation: Simulation,
  t: Words,
): { readonly option: EChartsCoreOption; readonly height: number } {
  switch (plot) {
    case 'expected-score':
      return { option: curves(report, report.expectedScore, t('points'), t), height: 420 };
    case 'apart':
      return { option: curves(report, report.apart, t('points'), t), height: 360 };
    case 'information':
      return { option: curves(report, report.information, t('information'), t), height: 420 };
    case 'content':
      return { option: content(report, t), height: 420 };
    case 'overlap':
      return { option: overlap(report), height: 140 + 34 * report.names.length };
    case 'exposure':
      return { option: exposure(report, t), height: 360 };
    case 'scores':
      return { option: scores(report, simulation, t), height: 120 + 34 * report.names.length };
  }
}

const axis = (name: string) => ({
  name,
  nameLocation: 'middle' as const,
  nameGap: 34,
  nameTextStyle: { color: INK, fontSize: 14 },
  axisLabel: { color: INK, fontSize: 13 },
  axisLine: { onZero: false, lineStyle: { color: '#7d8890' } },
  splitLine: { lineStyle: { color: LINE } },
});
const legend = { top: 4, itemGap: 28, type: 'plain' as const, textStyle: { color: INK, fontSize: 13 } };

function curves(
  report: FormReport,
  lines: FormReport['expectedScore'],
  name: string,
  t: Words,
): EChartsCoreOption {
  return {
    grid: GRID,
    legend,
    xAxis: { type: 'value', min: -3, max: 3, interval: 1, ...axis(t('ability')) },
    yAxis: { type: 'value', scale: true, ...axis(name), nameGap: 46 },
    series: lines.map(({ form, values }, index) => ({
      type: 'line',
      name: form,
      showSymbol: false,
      lineStyle: { width: 2, type: DASHES[Math.floor(index / COLOURS.length) % DASHES.length] },
      color: COLOURS[index % COLOURS.length],
      data: values.map((value, at) => [report.abilities[at], Math.round(value * 1e4) / 1e4]),
    })),
  };
}

function content(report: FormReport, t: Words): EChartsCoreOption {
  const counts = report.content.find(({ dimension }) => dimension === 'cognitiveLevel')?.rows ?? [];
  const rows = [...counts].sort((a, b) => LEVELS.indexOf(a.value) - LEVELS.indexOf(b.value));
  return {
    grid: GRID,
    legend,
    xAxis: { type: 'category', data: [...report.names], ...axis(t('form')) },
    yAxis: { type: 'value', ...axis(t('items')), nameGap: 40 },
    series: rows.map(({ value, counts }, index) => ({
      type: 'bar',
      stack: 'items',
      name: t(`level.${value}`),
      color: COLOURS[index % COLOURS.length],
      itemStyle: { borderColor: '#fff', borderWidth: 1 },
      data: [...counts],
    })),
  };
}

function overlap(report: FormReport): EChartsCoreOption {
  const { names, overlap: shared } = report;
  const pairs = shared.flatMap((row, y) => row.map((count, x) => (x === y ? 0 : count)));
  return {
    grid: { ...GRID, top: 40, bottom: 24 },
    xAxis: { type: 'category', position: 'top', data: [...names], ...axis('') },
    yAxis: { type: 'category', inverse: true, data: [...names], ...axis('') },
    visualMap: {
      show: false,
      min: 0,
      max: Math.max(1, ...pairs),
      inRange: { color: ['#f2efe8', '#9fc6cb'] },
    },
    series: [
      {
        type: 'heatmap',
        label: { show: true, color: INK, fontSize: 13 },
        itemStyle: { borderColor: '#fff', borderWidth: 2 },
        data: shared.flatMap((row, y) => row.flatMap((count, x) => (x === y ? [] : [[x, y, count]]))),
      },
    ],
  };
}

function exposure(report: FormReport, t: Words): EChartsCoreOption {
  const bars = [
    ['meanExposure', report.exposure.map(({ mean }) => Math.round(mean * 10) / 10)],
    ['mostExposure', report.exposure.map(({ most }) => most)],
  ] as const;
  return {
    grid: GRID,
    legend,
    xAxis: { type: 'category', data: [...report.names], ...axis(t('form')) },
    yAxis: { type: 'value', minInterval: 1, ...axis(t('sittings')), nameGap: 46 },
    series: bars.map(([name, data], index) => ({
      type: 'bar',
      name: t(name),
      barMaxWidth: 36,
      color: COLOURS[index],
      data: [...data],
    })),
  };
}

/** Each form's mean score beside the first form's, with two standard errors to both sides. */
function scores(report: FormReport, simulation: Simulation, t: Words): EChartsCoreOption {
  const [first = '', ...others] = report.names;
  const found = others.map((name) =>
    simulation.pairs.find(({ one, other }) => one === first && other === name),
  );
  const points = found.map((pair, row) => [
    pair?.difference ?? 0,
    row,
    (pair?.difference ?? 0) - 2 * (pair?.error ?? 0),
    (pair?.difference ?? 0) + 2 * (pair?.error ?? 0),
  ]);
  const furthest = Math.max(
    0.1,
    ...points.flatMap(([, , low = 0, high = 0]) => [Math.abs(low), Math.abs(high)]),
  );
  const limit = Math.ceil(furthest * 11) / 10;
  return {
    grid: { ...GRID, top: 16 },
    xAxis: { type: 'value', min: -limit, max: limit, ...axis(t('difference', { form: first })) },
    yAxis: { type: 'category', inverse: true, data: others, ...axis('') },
    series: [
      {
        type: 'custom',
        encode: { x: [2, 0, 3], y: 1 },
        data: points,
        renderItem: errorBar,
        markLine: {
          symbol: 'none',
          label: { show: false },
          lineStyle: { color: '#7d8890', type: 'solid' },
          data: [{ xAxis: 0 }],
        },
      },
    ],
  };
}

interface ErrorBarApi {
  value(dimension: number): number;
  coord(point: readonly [number, number]): [number, number];
}

function errorBar(_: unknown, api: ErrorBarApi) {
  const row = api.value(1);
  const [x, y] = api.coord([api.value(0), row]);
  const [low] = api.coord([api.value(2), row]);
  const [high] = api.coord([api.value(3), row]);
  const stroke = { stroke: COLOURS[0], lineWidth: 2 };
  const line = (x1: number, y1: number, x2: number, y2: number) => ({
    type: 'line',
    shape: { x1, y1, x2, y2 },
    style: stroke,
  });
  return {
    type: 'group',
    children: [
      line(low, y, high, y),
      line(low, y - 6, low, y + 6),
      line(high, y - 6, high, y + 6),
      { type: 'circle', shape: { cx: x, cy: y, r: 5 }, style: { fill: COLOURS[1] } },
    ],
  };
}
