import type { PlaceView } from '../store/place-store.js';

/** Places of one centre: what the booking page shows under its name. */
export interface PlaceGroup {
  readonly centre: PlaceView['centre'];
  /** What free seats of the centre have, at any of its times. */
  readonly features: readonly string[];
  readonly places: readonly (PlaceView & { readonly value: string })[];
}

/** The value of a place's box. */
export const placeValue = (place: { readonly sessionId: string; readonly centreId: string }): string =>
  `${place.sessionId}/${place.centreId}`;

/** The places by centre, in the order in which they come. */
export function groupPlaces(places: readonly PlaceView[]): PlaceGroup[] {
  const groups = new Map<string, PlaceView[]>();
  for (const place of places) {
    groups.set(place.centre.id, [...(groups.get(place.centre.id) ?? []), place]);
  }
  return [...groups.values()].flatMap((all) => {
    const [first] = all;
    if (!first) return [];
    return {
      centre: first.centre,
      features: [...new Set(all.flatMap(({ features }) => features))].sort(),
      places: all.map((place) => ({
        ...place,
        value: placeValue({ sessionId: place.sessionId, centreId: place.centre.id }),
      })),
    };
  });
}
