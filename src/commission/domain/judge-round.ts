import { POINT, type Points } from '../../kernel/index.js';

/** Competency → level, from 1. */
export type Levels = Readonly<Record<string, number>>;

/** Rounds that are asked for: after the second one the scores count. */
export const LAST_ROUND = 2;

export type Verdict = 'stands' | 'void' | 'median';

export interface CompetencyResult {
  readonly code: string;
  readonly points: Points;
  /** Levels between the lowest and the highest. */
  readonly gap: number;
  readonly by: 'mean' | 'median';
}

export interface Judged {
  readonly verdict: Verdict;
  readonly competencies: readonly CompetencyResult[];
  readonly points: Points;
}

/**
 * What comes of a round in which all are in. A level is a point. A competency has the mean of all members' levels, in
 * hundredths, half a hundredth rounded up: floor((200 · sum + n) / 2n). A candidate has the sum over the competencies.
 *
 * Where two members are more than `largestGap` levels apart on any competency the round is void and is asked again; in the
 * last round the median counts there instead, which one far-off score cannot move, and the gap is stated.
 *
 * @param entries of each member, in no order that matters; one at least.
 */
export function judgeRound(
  round: number,
  entries: readonly Levels[],
  codes: readonly string[],
  largestGap: number,
): Judged {
  const competencies = codes.map((code): CompetencyResult => {
    const levels = entries.map((entry) => levelOf(entry, code));
    const gap = Math.max(...levels) - Math.min(...levels);
    const by = gap > largestGap && round >= LAST_ROUND ? 'median' : 'mean';
    return { code, points: by === 'median' ? medianOf(levels) : meanOf(levels), gap, by };
  });
  const isApart = competencies.some(({ gap }) => gap > largestGap);
  return {
    verdict: !isApart ? 'stands' : round < LAST_ROUND ? 'void' : 'median',
    competencies,
    points: competencies.reduce((sum, { points }) => sum + points, 0),
  };
}

/** The most that anybody can have: the highest level in each competency. */
export const maximumPoints = (competencies: number, levels: number): Points => competencies * levels * POINT;

/** In hundredths; half a hundredth is rounded up. */
export function meanOf(levels: readonly number[]): Points {
  const n = levels.length;
  const sum = levels.reduce((total, level) => total + level, 0);
  return Math.floor((2 * POINT * sum + n) / (2 * n));
}

/** In hundredths; between two middle ones the half, which is exact. */
export function medianOf(levels: readonly number[]): Points {
  const sorted = [...levels].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  const high = sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0;
  return ((low + high) * POINT) / 2;
}

function levelOf(entry: Levels, code: string): number {
  const level = entry[code];
  if (level === undefined) throw new Error('A sealed entry has a level for each competency.');
  return level;
}
