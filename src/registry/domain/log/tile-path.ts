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

/** The tile at a place, as full as it is in a log of this size; undefined where there is none. */
export function tileAt(level: number | 'entries', index: number, size: number): Tile | undefined {
  const width = Math.min(TILE_WIDTH, hashesAt(level, size) - index * TILE_WIDTH);
  return width > 0 ? { level, index, width } : undefined;
}

/** The tiles that a log of this size has at a level, from index `from`: full ones, then the partial one. */
export function* eachTile(level: number | 'entries', size: number, from = 0): Generator<Tile> {
  for (let index = from, tile = tileAt(level, index, size); tile; tile = tileAt(level, (index += 1), size))
    yield tile;
}

/** {@link eachTile} as a list. */
export const tilesOf = (level: number | 'entries', size: number, from = 0): Tile[] => [
  ...eachTile(level, size, from),
];

/** How many hashes a log of this size has at a level of tiles: those of full tiles below. */
export const hashesAt = (level: number | 'entries', size: number): number =>
  Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level));
