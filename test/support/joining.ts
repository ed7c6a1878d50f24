import type { Json } from '../../src/kernel/index.js';
import { ENTRY_TYPES } from '../../src/registry/domain/entry-types.js';
import type { TestPlatform } from './platform.js';

/** An entry of the registry as anybody reads it, with its list. */
export interface Published {
  readonly seq: number;
  readonly publicId: string;
  readonly type: string;
  readonly fact: { readonly subject: string; readonly cause: string; readonly time: string };
  readonly shown: { readonly [key: string]: Json };
  readonly list: Json;
}

/** All that the registry publishes, in the log's order. */
export async function publishedBy({ base }: TestPlatform): Promise<Published[]> {
  const all: Published[] = [];
  const json = async (address: string): Promise<unknown> => (await fetch(base + address)).json();
  for (const type of ENTRY_TYPES) {
    let cursor: string | null = '';
    while (cursor !== null) {
      const next: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = (await json(`/api/v1/registry/entries?limit=100&type=${type}${next}`)) as {
        items: (Omit<Published, 'seq' | 'list'> & { seq: string })[];
        nextCursor: string | null;
      };
      for (const item of page.items) {
        const { listHash } = item.shown as { listHash?: string | null };
        const list = listHash ? ((await json(`/log/chunks/${listHash}`)) as Json) : null;
        all.push({ ...item, seq: Number(item.seq), list });
      }
      cursor = page.nextCursor;
    }
  }
  return all.sort((a, b) => a.seq - b.seq);
}

/**
 * Whose answer sheet an appointee's may be, as far as somebody finds out who has everything that is public: by the place,
 * by the order and the times in which appointments were told, and by whatever text stands both beside the name and beside
 * one candidate number alone.
 *
 * @param numbers of the sheets. @returns those that are left.
 */
export function joined(one: Published, known: readonly Published[], numbers: readonly string[]): string[] {
  const byPlace = new Map<number, string[]>();
  const ranking = known.find(
    ({ type, fact }) => type === 'ranking-approved' && fact.subject === one.fact.cause,
  );
  for (const { place, candidateNumber } of ranked(ranking))
    if (place !== null) byPlace.set(place, [...(byPlace.get(place) ?? []), candidateNumber]);
  const at = (places: readonly number[]) => [...new Set(places)].flatMap((place) => byPlace.get(place) ?? []);

  let left = numbers.filter((number) => at(placesOf(one, known)).includes(number));
  for (const own of textsOf(one as unknown as Json)) {
    for (const other of known) {
      if (other.type === 'appointment' || !textsOf(other as unknown as Json).has(own)) continue;
      const text = JSON.stringify(other);
      const beside = numbers.filter((number) => text.includes(number));
      if (beside.length === 1) left = left.filter((number) => beside.includes(number));
    }
  }
  return left;
}

/** The places that an appointment can be of. */
function placesOf(one: Published, known: readonly Published[]): number[] {
  if (typeof one.shown['place'] === 'number') return [one.shown['place']];
  const made = known.find(
    ({ type, fact }) =>
      type === 'appointments-made' && fact.subject === one.fact.cause && fact.time === one.fact.time,
  );
  const places = (made?.shown['places'] ?? []) as number[];
  const together = known.filter(
    ({ type, fact }) =>
      type === 'appointment' && fact.cause === one.fact.cause && fact.time === one.fact.time,
  );
  // Told in the order of random ids, the order says nothing; in any other, it may be that of the ranking.
  const subjects = together.map(({ fact }) => fact.subject);
  const isTelling = subjects.join() !== [...subjects].sort().join();
  return isTelling ? [places[together.indexOf(one)] ?? 0] : places;
}

const ranked = (ranking: Published | undefined) =>
  (ranking?.list as { places?: readonly { place: number | null; candidateNumber: string }[] } | undefined)
    ?.places ?? [];

/** Every text of some length that stands anywhere in it. */
function textsOf(value: Json, found = new Set<string>()): Set<string> {
  if (typeof value === 'string' && value.length >= 6) found.add(value);
  else if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) textsOf(part, found);
  return found;
}
