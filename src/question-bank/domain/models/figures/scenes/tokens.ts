import { amounts, type Figure, type Scene } from '../figure.js';
import { shape, type Shading } from '../draw.js';

export const SHADINGS = ['empty', 'striped', 'solid'] as const;
export const SHAPES = ['circle', 'square', 'triangle', 'diamond', 'star'] as const;

/** Where so many things stand, as on dice. */
const PLACES: readonly (readonly (readonly [number, number])[])[] = [
  [[50, 50]],
  [
    [30, 50],
    [70, 50],
  ],
  [
    [50, 28],
    [28, 68],
    [72, 68],
  ],
  [
    [28, 28],
    [72, 28],
    [28, 72],
    [72, 72],
  ],
  [
    [24, 24],
    [76, 24],
    [50, 50],
    [24, 76],
    [76, 76],
  ],
  [
    [30, 20],
    [70, 20],
    [30, 50],
    [70, 50],
    [30, 80],
    [70, 80],
  ],
];

/** One to six like things: number, shape, shading. */
export const tokens: Scene = {
  attributes: {
    count: amounts(1, 6),
    shape: { kind: 'kind', values: SHAPES },
    shading: { kind: 'kind', values: SHADINGS },
  },
  draw: ({ count = 0, shape: form = 0, shading = 0 }: Figure) =>
    (PLACES[count] ?? [])
      .map((at) => shape(SHAPES[form] ?? 'circle', at, 13, { shading: SHADINGS[shading] as Shading }))
      .join(''),
};
