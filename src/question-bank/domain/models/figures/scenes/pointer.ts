import { EIGHT, type Figure, type Scene } from '../figure.js';
import { arrow, shape, type Shading } from '../draw.js';
import { SHADINGS } from './tokens.js';

const FRAMES = ['circle', 'square', 'hexagon'] as const;

/** An arrow in a frame: frame, direction, shading of the arrow. */
export const pointer: Scene = {
  attributes: {
    frame: { kind: 'kind', values: FRAMES },
    direction: { kind: 'turn', values: EIGHT },
    shading: { kind: 'kind', values: SHADINGS },
  },
  draw: ({ frame = 0, direction = 0, shading = 0 }: Figure) =>
    shape(FRAMES[frame] ?? 'circle', [50, 50], frame === 0 ? 43 : 42, { shading: 'empty' }) +
    arrow(direction, 58, SHADINGS[shading] as Shading),
};
