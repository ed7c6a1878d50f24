import type { Figure, Scene } from '../figure.js';
import { INK, PAPER } from '../../picture.js';
import { shape, type Shading } from '../draw.js';
import { SHADINGS } from './tokens.js';

const FORMS = ['circle', 'square', 'triangle', 'diamond', 'hexagon'] as const;

/** A shape within a shape: both shapes, the shading of the ring between them and of the core. */
export const nested: Scene = {
  attributes: {
    outer: { kind: 'kind', values: FORMS },
    inner: { kind: 'kind', values: FORMS },
    ring: { kind: 'kind', values: ['empty', 'striped'] },
    core: { kind: 'kind', values: SHADINGS },
  },
  draw: ({ outer = 0, inner = 0, ring = 0, core = 0 }: Figure) => {
    // The core's own paper first, so that stripes of ring and core do not run into each other.
    const middle: readonly [number, number] = FORMS[outer] === 'triangle' ? [50, 56] : [50, 50];
    return (
      shape(FORMS[outer] ?? 'circle', [50, 50], 41, { shading: ring === 0 ? 'empty' : 'striped' }) +
      shape(FORMS[inner] ?? 'circle', middle, 17, { shading: 'empty', line: PAPER, width: 9 }) +
      shape(FORMS[inner] ?? 'circle', middle, 16, { shading: SHADINGS[core] as Shading, line: INK })
    );
  },
};
