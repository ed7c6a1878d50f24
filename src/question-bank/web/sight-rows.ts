import type { SightView } from '../store/item-history-store.js';

export interface SightRow {
  readonly official: string;
  readonly version: number;
  readonly purposes: readonly string[];
  readonly first: Date;
  readonly last: Date;
  readonly times: number;
}

/** Who has seen which version, one line each, last seen first: what they did there stands together. */
export function sightRows(sights: readonly SightView[]): SightRow[] {
  const rows = new Map<string, SightRow>();
  for (const { official, version, purpose, first, last, times } of sights) {
    const key = `${String(version)} ${official}`;
    const known = rows.get(key);
    rows.set(key, {
      official,
      version,
      purposes: [...(known?.purposes ?? []), purpose],
      first: known && known.first < first ? known.first : first,
      last: known && known.last > last ? known.last : last,
      times: (known?.times ?? 0) + times,
    });
  }
  return [...rows.values()].sort((a, b) => b.last.getTime() - a.last.getTime());
}
