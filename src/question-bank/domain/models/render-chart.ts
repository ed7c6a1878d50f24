import { evaluate } from './evaluate.js';
import { formatNumber } from './format-number.js';
import { at, ModelError } from './model-error.js';
import type { ChartFile } from './model-file.js';
import { INK, PAPER, picture, short, type Picture } from './picture.js';
import { Rational } from './rational.js';
import { isList, type Scope } from './value.js';

const HEIGHT = 200;
const LEFT = 46;
const TOP = 14;
const GROUP = 76;
const FILLS = [INK, 'url(#stripes)'];
const MOST_LINES = 12;

/** A chart, and what its bars say for whoever cannot see it. */
export interface RenderedChart {
  readonly picture: Picture;
  readonly bars: string;
}

/**
 * Draws a bar chart whose every bar ends at a line of the grid or half way between two, so that it can be read exactly.
 *
 * @throws ModelError where a bar is below zero or ends elsewhere.
 */
export function renderChart({ series, step }: ChartFile, scope: Scope, language: string): RenderedChart {
  const values = series.map((text, index) => at(['series', index], () => heights(text, step, scope)));
  const count = values[0]?.length ?? 0;
  if (values.some((list) => list.length !== count)) throw new ModelError('the series have different lengths');
  const lines = Math.ceil(Math.max(...values.flat()) / step);
  if (lines > MOST_LINES) throw new ModelError(`the chart has more than ${String(MOST_LINES)} lines`);
  const y = (value: number): number => TOP + HEIGHT - (value / (lines * step)) * HEIGHT;
  const width = LEFT + count * GROUP + 10;
  const text = (x: number, at: number, anchor: string, content: string): string =>
    `<text x="${short(x)}" y="${short(at)}" text-anchor="${anchor}">${content}</text>`;
  const grid = Array.from({ length: lines + 1 }, (_, line) => {
    const height = short(y(line * step));
    return (
      `<path d="M${String(LEFT)} ${height}H${String(width - 10)}" stroke="${line === 0 ? INK : '#9aa1ab'}" stroke-width="${line === 0 ? '2' : '1'}"/>` +
      text(LEFT - 6, y(line * step) + 5, 'end', String(line * step))
    );
  });
  const wide = values.length === 1 ? 40 : 28;
  const bars = Array.from({ length: count }, (_, index) => {
    const middle = LEFT + GROUP * (index + 0.5);
    const group = values.map((list, order) => {
      const value = list[index] ?? 0;
      const x = middle - (wide * values.length) / 2 + wide * order;
      const size = `x="${short(x)}" y="${short(y(value))}" width="${String(wide)}" height="${short(y(0) - y(value))}"`;
      return `<rect ${size} fill="${FILLS[order] ?? PAPER}" stroke="${INK}" stroke-width="1.5"/>`;
    });
    return group.join('') + text(middle, TOP + HEIGHT + 19, 'middle', letter(index));
  });
  const drawing = `<g font-family="sans-serif" font-size="14" fill="${INK}">${grid.join('')}${bars.join('')}</g>`;
  return {
    picture: picture(width, TOP + HEIGHT + 28, drawing),
    bars: Array.from({ length: count }, (_, index) => {
      const told = values.map((list) => formatNumber(Rational.of(list[index] ?? 0), language, 'number'));
      return `${letter(index)}: ${told.join(', ')}`;
    }).join('; '),
  };
}

const letter = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);

function heights(text: string, step: number, scope: Scope): number[] {
  const list = evaluate(text, scope);
  if (!isList(list)) throw new ModelError(`"${text}" is no list`);
  return list.map((value) => {
    const height = value instanceof Rational ? value.toIndex() : -1;
    if (height < 0 || (height * 2) % step !== 0) {
      throw new ModelError(`a bar of ${String(height)} cannot be read on a grid of ${String(step)}`);
    }
    return height;
  });
}
