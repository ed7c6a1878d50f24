import type { ItemScore, Outcome } from './score-item.js';

/**
 * A score sheet as the record keeps it, in `grade.by_item`: hundredths of a point of each place from the first on, and why, a
 * letter each. A tenth as long as with every field named: there are as many of them as sittings and scoring versions.
 */
export type KeptScores = readonly [points: readonly number[], why: string];

const LETTERS: Readonly<Record<Outcome, string>> = {
  right: 'r',
  partly: 'p',
  wrong: 'w',
  none: 'n',
  annulled: 'a',
  pending: 'd',
  marked: 'm',
  corrected: 'c',
};
const OUTCOMES = new Map(Object.entries(LETTERS).map(([why, letter]) => [letter, why as Outcome]));

/** A score sheet as the JSON that the record keeps. @throws RangeError where places are not numbered from 1 without a gap. */
export function keepScores(scores: readonly ItemScore[]): string {
  const points: number[] = [];
  let why = '';
  for (const score of scores) {
    points.push(score.points);
    why += LETTERS[score.why];
    if (score.position !== points.length) throw new RangeError('The places of a form are numbered from 1.');
  }
  return JSON.stringify([points, why] satisfies KeptScores);
}

/** The inverse of {@link keepScores}, of what it parses to. */
export const keptScores = ([points, why]: KeptScores): ItemScore[] =>
  points.map((one, index) => ({
    position: index + 1,
    points: one,
    why: OUTCOMES.get(why[index] ?? '') ?? 'none',
  }));
