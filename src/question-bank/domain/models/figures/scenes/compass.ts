import { EIGHT, type Figure, type Scene } from '../figure.js';
import { INK, PAPER, short } from '../../picture.js';
import { arrow, shape } from '../draw.js';

const MARKS = ['circle', 'square', 'triangle'] as const;

/** An arrow in the middle of a ring, and a mark on the ring: direction, where the mark is, its shape. */
export const compass: Scene = {
  attributes: {
    direction: { kind: 'turn', values: EIGHT },
    mark: { kind: 'turn', values: EIGHT },
    shape: { kind: 'kind', values: MARKS },
  },
  draw: ({ direction = 0, mark = 0, shape: form = 0 }: Figure) => {
    const angle = (mark * Math.PI) / 4;
    const at = [50 + 38 * Math.sin(angle), 50 - 38 * Math.cos(angle)] as const;
    return (
      `<circle cx="50" cy="50" r="${short(38)}" fill="${PAPER}" stroke="${INK}" stroke-width="2"/>` +
      arrow(direction, 50, 'solid') +
      shape(MARKS[form] ?? 'circle', at, 7.5, { shading: 'empty', width: 3 })
    );
  },
};
