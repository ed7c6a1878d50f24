import type { Difference } from '../domain/differences.js';

/** Where a difference is: words of a language, or what no language changes. */
export interface DifferenceGroup {
  /** Null: what is the same in every language. */
  readonly language: string | null;
  readonly places: readonly {
    /** A field of `question-bank:field`. */
    readonly field: string;
    /** The letter of an option, the key of a label. */
    readonly of: string | null;
    readonly parts: Difference['parts'];
  }[];
}

const OF_WORDS = ['stem', 'options', 'labels', 'rationale'];

/** Differences by language, what no language changes first. */
export function differenceGroups(found: readonly Difference[]): DifferenceGroup[] {
  const groups = new Map<string | null, DifferenceGroup['places'][number][]>();
  for (const { place, parts } of found) {
    const [field = '', language = null, ...of] = place.split('.');
    const isWords = OF_WORDS.includes(field);
    const key = isWords ? language : null;
    const places = groups.get(key) ?? [];
    places.push({ field, of: of.length > 0 ? of.join('.') : null, parts });
    groups.set(key, places);
  }
  return [...groups]
    .map(([language, places]) => ({ language, places }))
    .sort((a, b) => Number(a.language !== null) - Number(b.language !== null));
}
