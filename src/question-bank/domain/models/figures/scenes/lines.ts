import type { Attribute, Figure, Scene } from '../figure.js';
import { INK } from '../../picture.js';

const PATHS: Readonly<Record<string, string>> = {
  top: 'M15 15H85',
  right: 'M85 15V85',
  bottom: 'M15 85H85',
  left: 'M15 15V85',
  falling: 'M15 15L85 85',
  rising: 'M15 85L85 15',
  upright: 'M50 15V85',
  level: 'M15 50H85',
};
const LINE: Attribute = { kind: 'line', values: ['absent', 'present'] };

/** Up to eight lines of a square: its sides, its diagonals and its middle lines, each there or not. */
export const lines: Scene = {
  attributes: Object.fromEntries(Object.keys(PATHS).map((name) => [name, LINE])),
  draw: (figure: Figure) => {
    const path = Object.entries(PATHS)
      .filter(([name]) => figure[name] === 1)
      .map(([, line]) => line)
      .join('');
    return path === ''
      ? ''
      : `<path d="${path}" fill="none" stroke="${INK}" stroke-width="5" stroke-linecap="round"/>`;
  },
  isClear: (figure: Figure) => Object.values(figure).includes(1),
};
