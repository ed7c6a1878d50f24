import { amounts, type Figure, type Scene } from '../figure.js';
import { shape } from '../draw.js';

const FORMS = ['circle', 'square', 'triangle'] as const;
const row = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => 50 + (index - (count - 1) / 2) * 18);

/** A row of solid things above a row of empty ones: both numbers, and the shape. */
export const pair: Scene = {
  attributes: {
    solid: amounts(1, 5),
    empty: amounts(1, 5),
    shape: { kind: 'kind', values: FORMS },
  },
  draw: ({ solid = 0, empty = 0, shape: form = 0 }: Figure) =>
    [
      ...row(solid + 1).map((x) =>
        shape(FORMS[form] ?? 'circle', [x, 32], 7, { shading: 'solid', width: 2.5 }),
      ),
      ...row(empty + 1).map((x) =>
        shape(FORMS[form] ?? 'circle', [x, 68], 7, { shading: 'empty', width: 2.5 }),
      ),
    ].join(''),
};
