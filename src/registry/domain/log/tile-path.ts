/** Hashes in a full tile, and entries in a full bundle: 2^8, as C2SP tlog-tiles has it. */
export const TILE_WIDTH = 256;

/** A tile of hashes by its level, or a bundle of entries. */
export interface Tile {
  /** 0 has the hashes of entries, each next level those of full tiles below; 'entries' the entries themselves. */
  readonly level: number | 'entries';
  /** From 0, at its level. */
  readonly index: number;
  /** How many it has: 256 where it is full. */
  readonly width: number;
}

// Six levels hold 2^48 entries: more would not be exact numbers here.
const LEVEL = /^(?:entries|[0-5])$/;
const PATH = /^tile\/(entries|\d+)\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/**
 * A tile's address below the log's own (C2SP tlog-tiles): `tile/<L>/<N>`, with `.p/<W>` where it is partial. N is written
 * in groups of three digits, all but the last after an x: 1234067 is `x001/x234/067`.
 */
export function tilePath({ level, index, width }: Tile): string {
  const groups: string[] = [];
  for (let rest = index, last = true; last || rest > 0; rest = Math.floor(rest / 1000), last = false) {
    groups.unshift(`${last ? '' : 'x'}${String(rest % 1000).padStart(3, '0')}`);
  }
  const partial = width === TILE_WIDTH ? '' : `.p/${String(width)}`;
  return `tile/${String(level)}/${groups.join('/')}${partial}`;
}

/** @returns undefined for what is no tile's address, or not the one way in which it is written. */
export function parseTilePath(path: string): Tile | undefined {
  const [, level = '', groups = '', width] = PATH.exec(path) ?? [];
  if (!LEVEL.test(level)) return undefined;
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(groups.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  return tilePath(tile) === path ? tile : undefined;
}

/** The tiles that a log of this size has at a level, from index `from`: full ones, then the partial one. */
export function tilesOf(level: number | 'entries', size: number, from = 0): Tile[] {
  const many = hashesAt(level, size);
  const tiles: Tile[] = [];
  for (let index = from; index * TILE_WIDTH < many; index += 1) {
    tiles.push({ level, index, width: Math.min(TILE_WIDTH, many - index * TILE_WIDTH) });
  }
  return tiles;
}

/** How many hashes a log of this size has at a level of tiles: those of full tiles below. */
export const hashesAt = (level: number | 'entries', size: number): number =>
  Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level));
