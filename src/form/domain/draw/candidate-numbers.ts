import { hmac, leafHash, merkleRoot, PUBLIC_ID_ALPHABET, seededGenerator } from '../../../kernel/index.js';

export const CANDIDATE_NUMBER_LENGTH = 10;

/** RFC 6962 root over candidate numbers in the order given: the roster's by code points, a spare list's its own. */
export const numbersRoot = (numbers: readonly string[]): Buffer =>
  merkleRoot(numbers.map((number) => leafHash(number)));

/**
 * A further list of spare numbers. Whoever adds one may know the seed by then and could look for numbers with a form
 * that suits; so the seed makes them, and nobody chooses.
 *
 * @param list the spare list's own number: the first is committed with the draw and has 1, so this is 2 or more.
 * @param used numbers that the draw has already: they are passed over.
 */
export function furtherSpareNumbers(
  seed: Uint8Array,
  sessionId: string,
  list: number,
  count: number,
  used: ReadonlySet<string>,
): string[] {
  const generator = seededGenerator(hmac(seed, `${sessionId}spare-list-${String(list)}`));
  const numbers = new Set<string>();
  while (numbers.size < count) {
    let number = '';
    while (number.length < CANDIDATE_NUMBER_LENGTH) {
      number += PUBLIC_ID_ALPHABET[generator.below(PUBLIC_ID_ALPHABET.length)] ?? '';
    }
    if (!used.has(number)) numbers.add(number);
  }
  return [...numbers];
}

/** How many spare numbers a draw has where nobody says: a fifth of the roster, and 200 at least. */
export const defaultSpareCount = (rosterSize: number): number => Math.max(200, Math.ceil(rosterSize / 5));
