import { roundHalfUp, weightedMean, type Points } from '../../kernel/index.js';
import { isOfStages, type AnyRankingRule } from './any-rule.js';
import { decide } from './rank-stages.js';

/** A line of a ranking, as far as its place is explained. */
export interface ExplainedPlace {
  readonly candidateNumber: string;
  readonly points: Points;
  readonly parts: Readonly<Record<string, Points>>;
  readonly place: number | null;
  readonly lot: string | null;
}

/** Whoever is next, above or below, and what decided between the two. */
export interface Neighbour {
  readonly candidateNumber: string;
  readonly place: number;
  readonly points: Points;
  readonly decidedBy: 'total' | 'part' | 'lot';
  /** The stage, or part of the exam, that decided. */
  readonly part: string | null;
  /** Points there; null where the lot decided. */
  readonly own: Points | null;
  readonly theirs: Points | null;
}

/** Why somebody has the place that they have. */
export interface PlaceExplanation {
  readonly candidateNumber: string;
  readonly place: number;
  /** How many have a place. */
  readonly ranked: number;
  /** How many others have the same place. */
  readonly sharedWith: number;
  readonly points: Points;
  readonly parts: readonly {
    readonly code: string;
    readonly points: Points;
    /** Null where one exam decides: there points are added as they are. */
    readonly maximum: Points | null;
    readonly weight: number | null;
    /** What it adds to the total, rounded by itself. */
    readonly adds: Points;
  }[];
  /** Null: nobody is above, or below. */
  readonly above: Neighbour | null;
  readonly below: Neighbour | null;
}

/** @param places all of the ranking, in any order. @returns undefined where the number has no place in it. */
export function explainPlace(
  rule: AnyRankingRule,
  places: readonly ExplainedPlace[],
  candidateNumber: string,
): PlaceExplanation | undefined {
  const ranked = places.filter((one): one is ExplainedPlace & { place: number } => one.place !== null);
  const own = ranked.find((one) => one.candidateNumber === candidateNumber);
  if (!own) return undefined;
  const better = ranked.filter(({ place }) => place < own.place);
  const worse = ranked.filter(({ place }) => place > own.place);
  const nextAbove = better.reduce<(typeof ranked)[number] | null>(
    (best, one) => (best === null || one.place > best.place ? one : best),
    null,
  );
  const nextBelow = worse.reduce<(typeof ranked)[number] | null>(
    (best, one) => (best === null || one.place < best.place ? one : best),
    null,
  );
  return {
    candidateNumber,
    place: own.place,
    ranked: ranked.length,
    sharedWith: ranked.filter(({ place }) => place === own.place).length - 1,
    points: own.points,
    parts: partsOf(rule, own),
    above: nextAbove && neighbour(rule, own, nextAbove),
    below: nextBelow && neighbour(rule, own, nextBelow),
  };
}

function partsOf(rule: AnyRankingRule, own: ExplainedPlace): PlaceExplanation['parts'] {
  if (!isOfStages(rule))
    return rule.subjectOrder.map((code) => {
      const points = own.parts[code] ?? 0;
      return { code, points, maximum: null, weight: null, adds: points };
    });
  const weights = rule.stages.reduce((sum, { weight }) => sum + weight, 0);
  return rule.stages.map(({ code, weight, maximum }) => {
    const points = own.parts[code] ?? 0;
    const { numerator, denominator } = weightedMean([{ weight: 1, points, maximum }]);
    const share = { numerator: numerator * BigInt(weight), denominator: denominator * BigInt(weights) };
    return { code, points, maximum, weight, adds: roundHalfUp(share, 10_000) };
  });
}

function neighbour(
  rule: AnyRankingRule,
  own: ExplainedPlace,
  other: ExplainedPlace & { readonly place: number },
): Neighbour {
  const order = isOfStages(rule) ? rule : { ties: rule.subjectOrder, last: 'equal' as const };
  const { what } = decide(own, other, order);
  const { candidateNumber, place, points } = other;
  const of = { candidateNumber, place, points };
  if (what === 'lot' || what === null)
    return { ...of, decidedBy: 'lot', part: null, own: null, theirs: null };
  if (what === 'total')
    return { ...of, decidedBy: 'total', part: null, own: own.points, theirs: other.points };
  return {
    ...of,
    decidedBy: 'part',
    part: what.stage,
    own: own.parts[what.stage] ?? 0,
    theirs: other.parts[what.stage] ?? 0,
  };
}
