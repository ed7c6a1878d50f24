import { INK, PAPER, short } from '../picture.js';

export type Shading = 'empty' | 'striped' | 'solid';

/** Corners of shapes on a circle of radius 1: how many, and the angle of the first from the top, in degrees. */
const POLYGONS: Readonly<Record<string, readonly [corners: number, first: number, size: number]>> = {
  triangle: [3, 0, 1.12],
  square: [4, 45, 1.12],
  diamond: [4, 0, 1.12],
  pentagon: [5, 0, 1.05],
  hexagon: [6, 30, 1.03],
};

const fillOf = (shading: Shading): string =>
  shading === 'solid' ? INK : shading === 'striped' ? 'url(#stripes)' : PAPER;

/** A regular polygon with its first corner at an angle from the top. */
export function corners(count: number, [x, y]: readonly [number, number], radius: number, first = 0): string {
  return Array.from({ length: count }, (_, index) => {
    const angle = ((first + (360 / count) * index) * Math.PI) / 180;
    return `${short(x + radius * Math.sin(angle))},${short(y - radius * Math.cos(angle))}`;
  }).join(' ');
}

function star([x, y]: readonly [number, number], radius: number): string {
  return Array.from({ length: 10 }, (_, index) => {
    const angle = (index * Math.PI) / 5;
    const reach = index % 2 === 0 ? radius * 1.15 : radius * 0.5;
    return `${short(x + reach * Math.sin(angle))},${short(y - reach * Math.cos(angle))}`;
  }).join(' ');
}

/** A shape around a point. */
export function shape(
  name: string,
  at: readonly [number, number],
  radius: number,
  { shading, line = INK, width = 3 }: { shading: Shading; line?: string; width?: number },
): string {
  const paint = `fill="${fillOf(shading)}" stroke="${line}" stroke-width="${short(width)}" stroke-linejoin="round"`;
  if (name === 'circle')
    return `<circle cx="${short(at[0])}" cy="${short(at[1])}" r="${short(radius)}" ${paint}/>`;
  if (name === 'star') return `<polygon points="${star(at, radius)}" ${paint}/>`;
  const [count, first, size] = POLYGONS[name] ?? [4, 45, 1];
  // A triangle's middle lies below the middle of its box.
  const middle: readonly [number, number] = name === 'triangle' ? [at[0], at[1] + radius * 0.15] : at;
  return `<polygon points="${corners(count, middle, radius * size, first)}" ${paint}/>`;
}

/** An arrow from the tail to the head, `eighths` of a turn from upwards. */
export function arrow(eighths: number, length: number, shading: Shading): string {
  const half = length / 2;
  const points = [
    [0, -half],
    [15, -half + 22],
    [5.5, -half + 22],
    [5.5, half],
    [-5.5, half],
    [-5.5, -half + 22],
    [-15, -half + 22],
  ];
  const angle = (eighths * Math.PI) / 4;
  const turned = points.map(([x = 0, y = 0]) =>
    [50 + x * Math.cos(angle) - y * Math.sin(angle), 50 + x * Math.sin(angle) + y * Math.cos(angle)]
      .map(short)
      .join(','),
  );
  return `<polygon points="${turned.join(' ')}" fill="${fillOf(shading)}" stroke="${INK}" stroke-width="2.5" stroke-linejoin="round"/>`;
}
