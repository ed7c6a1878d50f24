import type { EChartsCoreOption } from 'echarts/core';

export const WIDE = 860;
/** For a narrow screen: the same letters, less between them. */
export const NARROW = 420;

/**
 * Draws a chart as SVG text, with ECharts on the server. The library is loaded with the first plot: most processes
 * never draw one.
 */
export async function plotSvg(option: EChartsCoreOption, width: number, height: number): Promise<string> {
  const [core, charts, components, renderers] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ]);
  core.use([
    charts.LineChart,
    charts.BarChart,
    charts.HeatmapChart,
    charts.CustomChart,
    components.GridComponent,
    components.LegendComponent,
    components.VisualMapComponent,
    components.MarkLineComponent,
    renderers.SVGRenderer,
  ]);
  const chart = core.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: FONT, color: INK }, ...option });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

const FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif";
export const INK = '#18232b';
export const LINE = '#ddd8cd';
/** Distinguishable also for the colour-blind (after Okabe and Ito 2008), darkened for white ground. */
export const COLOURS = [
  '#0b4f5c',
  '#b4480f',
  '#3a6ea5',
  '#8c6d00',
  '#7a3b78',
  '#1c6b3f',
  '#52606a',
  '#b3261e',
];
