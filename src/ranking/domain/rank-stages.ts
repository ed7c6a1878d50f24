import {
  byCodePoints,
  EXACT_IN_HUNDREDTH,
  hmac,
  roundHalfUp,
  weightedMean,
  type Points,
} from '../../kernel/index.js';
import type { Scale } from '../../measurement/index.js';
import { countedIn, type Contender } from './rank.js';

/** How a ranking over stages is ordered; a change of its meaning gets a new name. */
export const STAGES_RANKING_CODE = 'openmerit-rank-2';

/** The same, where a stage has sessions that are compared on one scale. */
export const SCALED_STAGES_RANKING_CODE = 'openmerit-rank-4';

export interface StagesRankingRule {
  readonly code: typeof STAGES_RANKING_CODE | typeof SCALED_STAGES_RANKING_CODE;
  /** The stages that give points, in their order; those of weight 0 only sieve. */
  readonly stages: readonly {
    readonly code: string;
    readonly weight: number;
    /** The most points that could be had, on its scale where it has one; hundredths. */
    readonly maximum: Points;
    /** How its sessions are compared; left out where points count as they are. */
    readonly scale?: Scale;
  }[];
  /** Stages whose points decide where totals are equal, the most decisive first. */
  readonly ties: readonly string[];
  /** Who is equal in these too: shares a place, or is ordered by lot. */
  readonly last: 'equal' | 'lot';
}

/** The rule of a ranking over stages. */
export function stagesRule(
  stages: readonly (Omit<StagesRankingRule['stages'][number], 'scale'> & { readonly scale: Scale | null })[],
  { ties, last }: Pick<StagesRankingRule, 'ties' | 'last'>,
): StagesRankingRule {
  return {
    code: stages.some(({ scale }) => scale) ? SCALED_STAGES_RANKING_CODE : STAGES_RANKING_CODE,
    stages: stages.map(({ scale, ...one }) => ({ ...one, ...(scale && { scale }) })),
    ties,
    last,
  };
}

export interface StagesContender {
  /** In the last stage. */
  readonly candidateNumber: string;
  /** By stage: hundredths. */
  readonly parts: Readonly<Record<string, Points>>;
  /** By stage, of those that have a scale: ten-millionths. */
  readonly scaledParts?: Readonly<Record<string, number>>;
  /** {@link tieLot}; null where nobody is ordered by lot. */
  readonly lot: string | null;
}

/** A contender with a total, in hundredths of a hundred, and a place. */
export type StagesRanked<C extends StagesContender> = C & { readonly points: Points; readonly place: number };

/**
 * Orders those who went on from the last stage by their total: the weighted mean of each stage's share of its maximum, in
 * hundredths of a hundred, a half rounded up, by whole numbers alone. Where totals are equal, the stages of `ties` decide by
 * their points; then all of them share a place and the places after it are skipped (1, 2, 2, 4), or the smaller lot is first.
 */
export function rankStages<C extends StagesContender>(
  contenders: readonly C[],
  rule: StagesRankingRule,
): StagesRanked<C>[] {
  const totals = contenders.map((one) => ({ ...one, points: totalOf(one, rule) }));
  const sorted = totals.sort(
    (a, b) => decide(a, b, rule).by || byCodePoints(a.candidateNumber, b.candidateNumber),
  );
  let place = 0;
  return sorted.map((one, index) => {
    const before = sorted[index - 1];
    if (!before || decide(before, one, rule).by !== 0) place = index + 1;
    return { ...one, place };
  });
}

/** What decides between two, the first thing that differs. */
export interface Decided {
  /** Below 0: the first one is better. */
  readonly by: number;
  /** The total, a stage's code after it, or the lot; null where they are equal in all. */
  readonly what: 'total' | 'lot' | { readonly stage: string } | null;
}

type Comparable = Pick<Contender, 'points' | 'parts' | 'scaled' | 'scaledParts'> & {
  readonly lot: string | null;
};

export function decide(
  a: Comparable,
  b: Comparable,
  rule: Pick<StagesRankingRule, 'ties' | 'last'>,
): Decided {
  const total = (b.scaled ?? b.points) - (a.scaled ?? a.points);
  if (total !== 0) return { by: total, what: 'total' };
  for (const stage of rule.ties) {
    const by = countedIn(b, stage) - countedIn(a, stage);
    if (by !== 0) return { by, what: { stage } };
  }
  const by = rule.last === 'lot' ? byCodePoints(a.lot ?? '', b.lot ?? '') : 0;
  return { by, what: by === 0 ? null : 'lot' };
}

/** The weighted mean of the stages' shares, in hundredths of a hundred: 10000 is all that could be had. */
export const totalOf = (
  one: Pick<StagesContender, 'parts' | 'scaledParts'>,
  { stages }: Pick<StagesRankingRule, 'stages'>,
): Points =>
  roundHalfUp(
    weightedMean(stages.map((stage) => ({ weight: stage.weight, ...shareOf(one, stage) }))),
    10_000,
  );

/** What counts of a stage and the most there is of it, in one unit. */
export const shareOf = (
  one: Pick<StagesContender, 'parts' | 'scaledParts'>,
  { code, maximum, scale }: StagesRankingRule['stages'][number],
): { readonly points: number; readonly maximum: number } => ({
  points: countedIn(one, code),
  maximum: scale ? maximum * EXACT_IN_HUNDREDTH : maximum,
});

/**
 * Somebody's lot: hex HMAC-SHA-256(seed, "openmerit-tie" ‖ session ‖ number) with the seed of the draw of the session that
 * they sat in the first stage that is sat, and their number there. Both are fixed before that session begins, by several
 * contributors together, and the seed is revealed once it is closed.
 */
export const tieLot = (seed: Uint8Array, sessionId: string, candidateNumber: string): string =>
  hmac(seed, `openmerit-tie${sessionId}${candidateNumber}`).toString('hex');
