import type { EChartsCoreOption } from 'echarts/core';
import { COGNITIVE_LEVELS } from '../../../question-bank/index.js';
import type { FormReport } from '../../domain/assembly/form-report.js';
import type { Simulation } from '../../domain/assembly/simulate.js';
import { axis, GRID, legend, type PlotWords } from './plot-parts.js';
import { COLOURS, INK } from './plot-svg.js';
import { scoresPlot } from './scores-plot.js';

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

const LEVELS: readonly string[] = COGNITIVE_LEVELS;
const DASHES = ['solid', 'dashed', 'dotted'] as const;

/** What a plot shows, as ECharts takes it, and how high it is. */
export function plotOption(
  plot: Plot,
  report: FormReport,
  simulation: Simulation,
  t: PlotWords,
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
      return { option: scoresPlot(report, simulation, t), height: 120 + 34 * report.names.length };
  }
}

function curves(
  report: FormReport,
  lines: FormReport['expectedScore'],
  name: string,
  t: PlotWords,
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

function content(report: FormReport, t: PlotWords): EChartsCoreOption {
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

function exposure(report: FormReport, t: PlotWords): EChartsCoreOption {
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
