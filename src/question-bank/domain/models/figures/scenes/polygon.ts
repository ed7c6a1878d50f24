import { amounts, type Figure, type Scene } from '../figure.js';
import { INK, PAPER } from '../../picture.js';
import { corners, shape } from '../draw.js';

/** Dots stand on a ring within the polygon, so that they are quickly counted. */
function dotPlaces(count: number, sides: number): (readonly [number, number])[] {
  if (count === 1) return [[50, 52]];
  return corners(
    count,
    [50, sides === 3 ? 57 : 52],
    count < 5 ? 12 : sides === 3 ? 15 : 17,
    count === 2 ? 90 : 0,
  )
    .split(' ')
    .map((corner) => {
      const [x = 50, y = 50] = corner.split(',').map(Number);
      return [x, y] as const;
    });
}

/** A polygon with dots in it: its sides, the number of dots, their shading. */
export const polygon: Scene = {
  attributes: {
    sides: amounts(3, 8),
    dots: amounts(1, 8),
    shading: { kind: 'kind', values: ['empty', 'solid'] },
  },
  draw: ({ sides = 0, dots = 0, shading = 0 }: Figure) => {
    const count = sides + 3;
    const outline = corners(
      count,
      [50, count === 3 ? 57 : 51],
      count === 3 ? 50 : 44,
      count % 2 === 0 ? 180 / count : 0,
    );
    return (
      `<polygon points="${outline}" fill="${PAPER}" stroke="${INK}" stroke-width="3" stroke-linejoin="round"/>` +
      dotPlaces(dots + 1, count)
        .map((at) => shape('circle', at, 4.2, { shading: shading === 0 ? 'empty' : 'solid', width: 2 }))
        .join('')
    );
  },
  // More than six dots do not fit into a triangle.
  isClear: ({ sides = 0, dots = 0 }: Figure) => sides > 0 || dots < 6,
};
