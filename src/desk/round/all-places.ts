import type { ApiClient } from './api-client.js';

export interface Place {
  readonly applicationId: string;
  readonly place: number | null;
}

/** Everybody of one version of a ranking, in order. @param path the API's address of it. */
export async function allPlaces(hr: ApiClient, path: string): Promise<Place[]> {
  const places: Place[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${cursor}`;
    const page: { items: Place[]; nextCursor: string | null } = await hr.get(`${path}?limit=100${query}`);
    places.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return places;
}
