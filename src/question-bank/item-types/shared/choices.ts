import type { Points } from '../../../kernel/points.js';
import { allOrNothing, share } from './points.js';
import { optionOf, own, readRecord } from './refs.js';

/** Place (prompt or gap) → chosen option. */
export type Choices = Readonly<Record<string, string>>;

/** `{"p1":"2","p2":"1"}` → authored ids; undefined where no place has a ref that is one. */
export function readChoices(
  value: string,
  places: readonly string[],
  optionOrder: readonly string[],
): Choices | undefined {
  const record = readRecord(value);
  if (!record) return undefined;
  const choices = places.flatMap((place): [string, string][] => {
    const option = optionOf(own(record, place), optionOrder);
    return option === undefined ? [] : [[place, option]];
  });
  return choices.length === 0 ? undefined : Object.fromEntries(choices);
}

/** The share of places whose choice is right, or all or nothing. */
export function scorePlaces(
  places: readonly string[],
  isRight: (place: string) => boolean,
  allTogether: boolean,
): Points {
  const right = places.filter(isRight).length;
  return allTogether ? allOrNothing(right === places.length) : share(right, places.length);
}

/** Whether a response says something of every place. */
export function saysAll(value: string, places: readonly string[]): boolean {
  const record = readRecord(value) ?? {};
  return places.every((place) => own(record, place) !== undefined);
}
