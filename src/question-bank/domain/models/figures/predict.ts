import { amountOf, type Attribute } from './figure.js';
import { stepped, type Run } from './layout.js';

/**
 * All values that any rule we know of would put at the end of a run, each rule that what is shown does not contradict
 * having its say. An item is fair only where they agree: a second rule that a candidate may as well find must not lead to
 * another answer. This is also the second, independent way to the key.
 *
 * @param shown the run without its last value.
 */
export function predict(layout: 'series' | 'matrix', attribute: Attribute, shown: Run): ReadonlySet<number> {
  return new Set(layout === 'series' ? series(attribute, shown) : matrix(attribute, shown));
}

function series(attribute: Attribute, shown: Run): number[] {
  const found: (number | undefined)[] = [];
  for (const length of [2, 3]) {
    if (shown.every((value, index) => index < length || value === shown[index - length])) {
      found.push(shown[shown.length - length]);
    }
  }
  const reach = attribute.values.length;
  for (let by = -reach; by <= reach; by += 1) {
    for (const growth of [-1, 0, 1]) {
      const follows = (index: number): number | undefined =>
        stepped(attribute, shown[index - 1] ?? 0, by + growth * (index - 1));
      const fits = shown.every((value, index) => index === 0 || value === follows(index));
      // Kinds have no order: nothing but what comes in turn can be found in them.
      if (fits && (attribute.kind !== 'kind' || by === 0)) found.push(follows(shown.length));
    }
  }
  return found.filter((value) => value !== undefined);
}

type Guess = (a: number, b: number) => number | undefined;

function matrix(attribute: Attribute, shown: Run): number[] {
  const columnwise = [0, 3, 6, 1, 4, 7, 2, 5].map((index) => shown[index] ?? 0);
  return [...alongRows(attribute, shown), ...alongRows(attribute, columnwise)];
}

/** What the third place of the last row would be, by each rule that the first two rows bear out. */
function alongRows(attribute: Attribute, shown: Run): number[] {
  const [a1 = 0, b1 = 0, c1 = 0, a2 = 0, b2 = 0, c2 = 0, a3 = 0, b3 = 0] = shown;
  const guesses = [(a: number, b: number) => (a === b ? a : undefined), ...guessesOf(attribute)];
  const found = guesses.flatMap((guess: Guess) => {
    const fits = guess(a1, b1) === c1 && guess(a2, b2) === c2;
    return fits ? (guess(a3, b3) ?? []) : [];
  });
  const row = [a1, b1, c1];
  const isSame = (other: readonly number[]): boolean => row.every((value) => other.includes(value));
  if (new Set(row).size === 3 && isSame([a2, b2, c2])) {
    const rest = row.filter((value) => value !== a3 && value !== b3);
    if (rest.length === 1 && rest[0] !== undefined) found.push(rest[0]);
  }
  return found;
}

function guessesOf(attribute: Attribute): Guess[] {
  if (attribute.kind === 'kind') return [];
  const reach = attribute.values.length;
  const steps = Array.from({ length: 2 * reach + 1 }, (_, index) => index - reach).map(
    (by): Guess =>
      (a, b) =>
        stepped(attribute, a, by) === b ? stepped(attribute, b, by) : undefined,
  );
  if (attribute.kind !== 'amount') return steps;
  const within = (amount: number): number | undefined => {
    const value = amount - (attribute.from ?? 0);
    return value >= 0 && value < reach ? value : undefined;
  };
  return [
    ...steps,
    (a, b) => within(amountOf(attribute, a) + amountOf(attribute, b)),
    (a, b) => within(amountOf(attribute, a) * amountOf(attribute, b)),
    (a, b) => within(amountOf(attribute, a) - amountOf(attribute, b)),
    (a, b) => within(amountOf(attribute, b) - amountOf(attribute, a)),
  ];
}
