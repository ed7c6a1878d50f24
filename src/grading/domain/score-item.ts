import type { Points } from '../../kernel/index.js';

/** Points for each option of an item, in hundredths. */
export type OptionPoints = Readonly<Record<string, Points>>;

/**
 * The points of one chosen option. Single choice and situational judgement are scored alike: the answer key gives each
 * option its points (the experts' partial credit among them); no answer, or one that is no option, gives none.
 */
export function scoreItem(key: OptionPoints, answer: string | undefined): Points {
  return answer === undefined ? 0 : Object.hasOwn(key, answer) ? (key[answer] ?? 0) : 0;
}
