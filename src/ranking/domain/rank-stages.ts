import { byCodePoints, hmac, roundHalfUp, weightedMean, type Points } from '../../kernel/index.js';

/** How a ranking over stages is ordered; a change of its meaning gets a new name. */
export const STAGES_RANKING_CODE = 'openmerit-rank-2';

export interface StagesRankingRule {
  readonly code: typeof STAGES_RANKING_CODE;
  /** The stages that give points, in their order; those of weight 0 only sieve. */
  readonly stages: readonly {
    readonly code: string;
    readonly weight: number;
    /** The most points that could be had, hundredths. */
    readonly maximum: Points;
  }[];
  /** Stages whose points decide where totals are equal, the most decisive first. */
  readonly ties: readonly string[];
  /** Who is equal in these too: shares a place, or is ordered by lot. */
  readonly last: 'equal' | 'lot';
}

export interface StagesContender {
  /** In the last stage. */
  readonly candidateNumber: string;
  /** By stage: hundredths. */
  readonly parts: Readonly<Record<string, Points>>;
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
  const totals = contenders.map((one) => ({ ...one, points: totalOf(one.parts, rule) }));
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

export function decide(
  a: Pick<StagesRanked<StagesContender>, 'points' | 'parts' | 'lot'>,
  b: Pick<StagesRanked<StagesContender>, 'points' | 'parts' | 'lot'>,
  rule: Pick<StagesRankingRule, 'ties' | 'last'>,
): Decided {
  if (a.points !== b.points) return { by: b.points - a.points, what: 'total' };
  for (const stage of rule.ties) {
    const by = (b.parts[stage] ?? 0) - (a.parts[stage] ?? 0);
    if (by !== 0) return { by, what: { stage } };
  }
  const by = rule.last === 'lot' ? byCodePoints(a.lot ?? '', b.lot ?? '') : 0;
  return { by, what: by === 0 ? null : 'lot' };
}

/** The weighted mean of the stages' shares, in hundredths of a hundred: 10000 is all that could be had. */
export const totalOf = (
  parts: Readonly<Record<string, Points>>,
  { stages }: Pick<StagesRankingRule, 'stages'>,
): Points =>
  roundHalfUp(
    weightedMean(stages.map(({ code, weight, maximum }) => ({ weight, maximum, points: parts[code] ?? 0 }))),
    10_000,
  );

/**
 * Somebody's lot: hex HMAC-SHA-256(seed, "openmerit-tie" ‖ session ‖ number) with the seed of the draw of the session that
 * they sat in the first stage that is sat, and their number there. Both are fixed before that session begins, by several
 * contributors together, and the seed is revealed once it is closed.
 */
export const tieLot = (seed: Uint8Array, sessionId: string, candidateNumber: string): string =>
  hmac(seed, `openmerit-tie${sessionId}${candidateNumber}`).toString('hex');
