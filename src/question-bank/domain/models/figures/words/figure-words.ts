import type { Figure } from '../figure.js';
import type { UsedRule } from '../layout.js';
import type { OddPuzzle } from '../make-odd.js';
import type { SceneName } from '../scenes/index.js';

/**
 * All that a language says about figures. A description names everything that can vary in its scene, in one order, so that
 * whoever hears the figures can solve the item as whoever sees them.
 */
export interface FigureWords {
  figure(scene: SceneName, figure: Figure): string;
  /** An attribute within a sentence: "the shading". */
  attribute(scene: SceneName, name: string): string;
  /** What a rule does, as the rest of a sentence after the attribute's name and a colon. */
  rule(scene: SceneName, used: UsedRule): string;
  /** What the examples of an odd-one-out item share, as a sentence. */
  relation(scene: SceneName, relation: OddPuzzle['relation'], examples: readonly Figure[]): string;
  readonly question: Readonly<Record<'series' | 'matrix' | 'odd', string>>;
  /** Descriptions of a stem's picture, of its figures' descriptions. */
  readonly seriesAlt: (figures: readonly string[]) => string;
  readonly matrixAlt: (figures: readonly string[]) => string;
  readonly oddAlt: (figures: readonly string[]) => string;
  /** How the figure that is asked for must look. */
  readonly keyIs: (figure: string) => string;
  readonly oddIs: (figure: string) => string;
  /** What a distractor gets wrong, by its attributes. */
  readonly breaks: (attributes: readonly string[]) => string;
  readonly keepsRule: string;
}
