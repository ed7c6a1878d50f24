import { INK, picture, type Picture } from '../picture.js';

const FIELD = 100;
const GAP = 14;
const EDGE = 6;
const QUESTION =
  `<path d="M38 40C38 24 62 24 62 40C62 50 50 50 50 61" fill="none" stroke="${INK}" stroke-width="5" stroke-linecap="round"/>` +
  `<circle cx="50" cy="74" r="3.6" fill="${INK}"/>`;

/** One figure, as an option shows it. */
export const single = (drawing: string): Picture =>
  picture(FIELD + 2 * EDGE, FIELD + 2 * EDGE, at(drawing, EDGE, EDGE));

/**
 * Figures in a grid, each in a frame; a place for the one that is asked for comes last where there is one.
 *
 * @param columns how many stand in a row.
 */
export function grid(drawings: readonly string[], columns: number, asks: boolean): Picture {
  const all = asks ? [...drawings, null] : drawings;
  const step = FIELD + GAP;
  const fields = all.map((drawing, index) => {
    const [x, y] = [EDGE + (index % columns) * step, EDGE + Math.floor(index / columns) * step];
    const dashes = drawing === null ? ' stroke-dasharray="6 5"' : '';
    const frame = `<rect x="-4" y="-4" width="108" height="108" rx="4" fill="none" stroke="#6b7280" stroke-width="1.5"${dashes}/>`;
    return at(frame + (drawing ?? QUESTION), x, y);
  });
  const rows = Math.ceil(all.length / columns);
  return picture(columns * step - GAP + 2 * EDGE, rows * step - GAP + 2 * EDGE, fields.join(''));
}

const at = (drawing: string, x: number, y: number): string =>
  `<g transform="translate(${String(x)} ${String(y)})">${drawing}</g>`;
