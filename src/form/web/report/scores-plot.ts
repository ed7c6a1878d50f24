import type { EChartsCoreOption } from 'echarts/core';
import type { FormReport } from '../../domain/assembly/form-report.js';
import type { Simulation } from '../../domain/assembly/simulate.js';
import { axis, GRID, type PlotWords } from './plot-parts.js';
import { COLOURS } from './plot-svg.js';

/** Each form's mean score beside the first form's, with two standard errors to both sides. */
export function scoresPlot(report: FormReport, simulation: Simulation, t: PlotWords): EChartsCoreOption {
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
