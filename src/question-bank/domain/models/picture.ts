import { sha256 } from '../../../kernel/index.js';

export interface Picture {
  /** Named by what it shows: the same picture is one file, however many items show it. */
  readonly file: string;
  readonly svg: string;
}

/** A drawing as a file. It has its own paper, so that it is read alike on any page, in the dark and in forced colours. */
export function picture(width: number, height: number, drawing: string): Picture {
  const size = `width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(width)} ${String(height)}"`;
  const stripes = drawing.includes('url(#stripes)') ? STRIPES : '';
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${stripes}` +
    `<rect width="${String(width)}" height="${String(height)}" fill="${PAPER}"/>${drawing}</svg>\n`;
  return { file: `figure-${sha256(svg).toString('hex').slice(0, 16)}.svg`, svg };
}

/** A picture as texts of items have it. */
export const image = ({ file }: Picture, alt: string): string => `<img src="media/${file}" alt="${alt}">`;

export const INK = '#1b1f24';
export const PAPER = '#ffffff';

/** Stripes for `fill="url(#stripes)"`. */
const STRIPES =
  `<defs><pattern id="stripes" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
  `<rect width="7" height="7" fill="${PAPER}"/><rect width="3" height="7" fill="${INK}"/></pattern></defs>`;

/** A number as SVG has it: no more places than can be seen, the same on any machine. */
export const short = (value: number): string => String(Math.round(value * 100) / 100);
