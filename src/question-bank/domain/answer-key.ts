import type { Points } from '../../kernel/index.js';

/** Points of each option, in hundredths of the item's one point. Never leaves the server before release. */
export interface AnswerKey {
  readonly points: Readonly<Record<string, Points>>;
}
