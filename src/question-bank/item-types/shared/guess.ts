import type { ShownOption } from '../item-type.js';

/** The refs of some options in a random order. @param below a random whole number in [0, bound). */
export function shuffledRefs(options: readonly ShownOption[], below: (bound: number) => number): string[] {
  const left = options.map(({ ref }) => ref);
  return options.map(() => left.splice(below(left.length), 1)[0] ?? '');
}
