import type { Blueprint } from '../blueprint/blueprint.js';
import type { Entry, ModelBuilder } from './linear-model.js';
import { isCountedAt, placesOf } from '../blueprint/places.js';

/** Something that is placed: a unit or a group of them, with a column for each of its places. */
export interface Placed {
  readonly size: number;
  readonly places: readonly number[];
  readonly matches: readonly number[];
  /** In the order of `places`. */
  readonly columns: readonly number[];
}

/** How a rule may be broken, and at what cost: what a model tells with where a bank has too little. */
export interface Slack {
  readonly short: (kind: 'stratum' | 'minimum', index: number) => number;
  readonly over: (index: number) => number;
}

/**
 * The content of `times` forms together: each place takes exactly its number of items, and each constraint holds.
 *
 * @param slack gives the column by which a rule may be missed; left out, no rule may.
 */
export function addContentRows(
  builder: ModelBuilder,
  blueprint: Blueprint,
  placed: readonly Placed[],
  times: number,
  slack?: Slack,
): void {
  const places = placesOf(blueprint);
  const rows: Entry[][] = places.map(() => []);
  for (const { size, places: fits, columns } of placed) {
    for (const [at, place] of fits.entries()) rows[place]?.push([columns[at] as number, size]);
  }
  for (const [index, { stratum }] of places.entries()) {
    const wanted = stratum.count * times;
    const missing: Entry[] = slack ? [[slack.short('stratum', index), 1]] : [];
    builder.row(wanted, wanted, [...(rows[index] ?? []), ...missing]);
  }
  for (const [index, constraint] of (blueprint.constraints ?? []).entries()) {
    const entries = placed.flatMap(({ places: fits, columns, matches }) =>
      fits.flatMap((place, at): Entry[] => {
        const where = places[place];
        return where && isCountedAt(constraint, where) ? [[columns[at] as number, matches[index] ?? 0]] : [];
      }),
    );
    const { minimum, maximum } = constraint;
    if (minimum !== undefined && minimum > 0) {
      const missing: Entry[] = slack ? [[slack.short('minimum', index), 1]] : [];
      builder.row(minimum * times, Infinity, [...entries, ...missing]);
    }
    if (maximum !== undefined) {
      const beyond: Entry[] = slack ? [[slack.over(index), -1]] : [];
      builder.row(-Infinity, maximum * times, [...entries, ...beyond]);
    }
  }
}
