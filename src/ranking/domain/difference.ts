import { byCodePoints } from '../../kernel/index.js';

/** A line of a ranking, as far as a difference looks at it. */
export interface ComparedPlace {
  readonly candidateNumber: string;
  readonly points: number;
  /** Null: not passed. */
  readonly place: number | null;
}

/** What is different of one number. Null: it is not in that ranking at all. */
export interface PlaceChange {
  readonly candidateNumber: string;
  readonly before: Omit<ComparedPlace, 'candidateNumber'> | null;
  readonly after: Omit<ComparedPlace, 'candidateNumber'> | null;
  /** Comes within the first places, or falls out of them. */
  readonly crosses: 'in' | 'out' | null;
}

export interface RankingDifference {
  readonly up: number;
  readonly down: number;
  /** Have a place now and had none. */
  readonly entered: number;
  readonly left: number;
  readonly crossedIn: number;
  readonly crossedOut: number;
  /** Whose points or place are other ones: who crosses first, then by how far they move, then by number (code points). */
  readonly changes: readonly PlaceChange[];
}

const FAR = 1e9;

/**
 * What is different between two rankings of one competition.
 *
 * @param places how many are to be appointed: who is among the first of them has a place of those.
 */
export function rankingDifference(
  before: readonly ComparedPlace[],
  after: readonly ComparedPlace[],
  places: number,
): RankingDifference {
  const [old, now] = [byNumber(before), byNumber(after)];
  const numbers = [...new Set([...old.keys(), ...now.keys()])];
  const isWithin = (one: ComparedPlace | undefined): boolean => one?.place != null && one.place <= places;
  const changes = numbers.flatMap((candidateNumber): PlaceChange[] => {
    const [was, is] = [old.get(candidateNumber), now.get(candidateNumber)];
    if (was && is && was.points === is.points && was.place === is.place) return [];
    const crosses = isWithin(was) === isWithin(is) ? null : isWithin(is) ? 'in' : 'out';
    return [{ candidateNumber, before: stripped(was), after: stripped(is), crosses }];
  });
  const at = (one: PlaceChange['before']): number => one?.place ?? FAR;
  const count = (is: (one: PlaceChange) => boolean): number => changes.filter(is).length;
  const hasPlace = (one: PlaceChange['before']): boolean => one?.place != null;
  const move = (one: PlaceChange): number => Math.abs(at(one.before) - at(one.after));
  return {
    up: count((one) => at(one.after) < at(one.before)),
    down: count((one) => at(one.after) > at(one.before)),
    entered: count((one) => hasPlace(one.after) && !hasPlace(one.before)),
    left: count((one) => hasPlace(one.before) && !hasPlace(one.after)),
    crossedIn: count(({ crosses }) => crosses === 'in'),
    crossedOut: count(({ crosses }) => crosses === 'out'),
    changes: changes.sort(
      (a, b) =>
        Number(a.crosses === null) - Number(b.crosses === null) ||
        move(b) - move(a) ||
        byCodePoints(a.candidateNumber, b.candidateNumber),
    ),
  };
}

const byNumber = (places: readonly ComparedPlace[]): Map<string, ComparedPlace> =>
  new Map(places.map((one) => [one.candidateNumber, one]));

const stripped = (one: ComparedPlace | undefined): PlaceChange['before'] =>
  one ? { points: one.points, place: one.place } : null;
