import { EIGHT, type Figure, type Scene } from '../figure.js';
import { INK } from '../../picture.js';
import { shape, type Shading } from '../draw.js';
import { SHADINGS } from './tokens.js';

const MARKS = ['circle', 'square', 'triangle', 'star'] as const;
const EDGE: readonly (readonly [number, number])[] = [
  [20, 20],
  [50, 20],
  [80, 20],
  [80, 50],
  [80, 80],
  [50, 80],
  [20, 80],
  [20, 50],
];
const GRID = `<path d="M5 5H95V95H5ZM35 5V95M65 5V95M5 35H95M5 65H95" fill="#ffffff" stroke="${INK}" stroke-width="1.5"/>`;

const place = (index: number): readonly [number, number] => EDGE[index] ?? [50, 50];

/** A mark in one of the eight outer fields of a grid of nine: place, shape, shading. */
export const marker: Scene = {
  attributes: {
    place: { kind: 'place', values: EIGHT },
    shape: { kind: 'kind', values: MARKS },
    shading: { kind: 'kind', values: SHADINGS },
  },
  draw: ({ place: at = 0, shape: form = 0, shading = 0 }: Figure) =>
    GRID +
    shape(MARKS[form] ?? 'circle', place(at), 9.5, { shading: SHADINGS[shading] as Shading, width: 2.5 }),
};

/** Two marks in the outer fields of a grid of nine, a solid circle and an empty square. */
export const markers: Scene = {
  attributes: {
    circle: { kind: 'place', values: EIGHT },
    square: { kind: 'place', values: EIGHT },
  },
  draw: ({ circle = 0, square = 0 }: Figure) =>
    GRID +
    shape('circle', place(circle), 9.5, { shading: 'solid', width: 2.5 }) +
    shape('square', place(square), 9.5, { shading: 'empty', width: 2.5 }),
  isClear: ({ circle, square }: Figure) => circle !== square,
};
