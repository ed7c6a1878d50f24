import type { ItemScore, Outcome } from './score-item.js';

/** An item's score as the record keeps it, in `grade.by_item`: position, hundredths of a point, and why. */
export type KeptScore = readonly [position: number, points: number, why: Outcome];

/** A score sheet as the JSON that the record keeps: a third as long as with its fields named. */
export const keepScores = (scores: readonly ItemScore[]): string =>
  JSON.stringify(scores.map(({ position, points, why }): KeptScore => [position, points, why]));

/** The inverse of {@link keepScores}, of what it parses to. */
export const keptScores = (kept: readonly KeptScore[]): ItemScore[] =>
  kept.map(([position, points, why]) => ({ position, points, why }));
