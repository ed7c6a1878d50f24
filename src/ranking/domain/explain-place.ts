import { roundHalfUp, weightedMean, type Points } from '../../kernel/index.js';
import { isOfStages, type AnyRankingRule } from './any-rule.js';
import { countedIn } from './rank.js';
import { decide, shareOf } from './rank-stages.js';

/** A line of a ranking, as far as its place is explained. */
export interface ExplainedPlace {
  readonly candidateNumber: string;
  readonly points: Points;
  readonly parts: Readonly<Record<string, Points>>;
  /** Ten-millionths, where there is a scale. */
  readonly scaled?: number | null;
  readonly scaledParts?: Readonly<Record<string, number>> | null;
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
  /** Whether `own` and `theirs` are ten-millionths on a scale; hundredths otherwise. */
  readonly onScale: boolean;
  /** What counted there; null where the lot decided. */
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
  /** The total on the scale by which one exam is ranked, ten-millionths; null where there is none. */
  readonly scaled: number | null;
  readonly parts: readonly {
    readonly code: string;
    /** As they were had. */
    readonly points: Points;
    /** On the scale, ten-millionths: what counts, where there is one. */
    readonly scaled: number | null;
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

/** Somebody with a place. */
export type Placed = ExplainedPlace & { readonly place: number };

/** Where somebody stands in a ranking: with whoever has the next better and the next worse place. */
export interface Standing {
  readonly own: Placed;
  readonly above: Placed | null;
  readonly below: Placed | null;
  readonly ranked: number;
  readonly sharedWith: number;
}

export const explainPlace = (
  rule: AnyRankingRule,
  { own, above, below, ranked, sharedWith }: Standing,
): PlaceExplanation => ({
  candidateNumber: own.candidateNumber,
  place: own.place,
  ranked,
  sharedWith,
  points: own.points,
  scaled: own.scaled ?? null,
  parts: partsOf(rule, own),
  above: above && neighbour(rule, own, above),
  below: below && neighbour(rule, own, below),
});

function partsOf(rule: AnyRankingRule, own: ExplainedPlace): PlaceExplanation['parts'] {
  if (!isOfStages(rule))
    return rule.subjectOrder.map((code) => {
      const points = own.parts[code] ?? 0;
      return { code, points, scaled: onScaleIn(own, code), maximum: null, weight: null, adds: points };
    });
  const weights = rule.stages.reduce((sum, { weight }) => sum + weight, 0);
  return rule.stages.map((stage) => {
    const { code, weight, maximum } = stage;
    const points = own.parts[code] ?? 0;
    const { numerator, denominator } = weightedMean([{ weight: 1, ...shareOf(comparable(own), stage) }]);
    const share = { numerator: numerator * BigInt(weight), denominator: denominator * BigInt(weights) };
    return { code, points, scaled: onScaleIn(own, code), maximum, weight, adds: roundHalfUp(share, 10_000) };
  });
}

const onScaleIn = ({ scaledParts }: ExplainedPlace, code: string): number | null =>
  scaledParts?.[code] ?? null;

/** As it is compared: what the database has as null is not there. */
const comparable = ({ scaled, scaledParts, ...one }: ExplainedPlace) => ({
  ...one,
  ...(typeof scaled === 'number' && { scaled }),
  ...(scaledParts && { scaledParts }),
});

function neighbour(rule: AnyRankingRule, own: Placed, other: Placed): Neighbour {
  const order = isOfStages(rule) ? rule : { ties: rule.subjectOrder, last: 'equal' as const };
  const [mine, others] = [comparable(own), comparable(other)];
  const { what } = decide(mine, others, order);
  const { candidateNumber, place, points } = other;
  const of = { candidateNumber, place, points };
  if (what === 'lot' || what === null)
    return { ...of, decidedBy: 'lot', part: null, onScale: false, own: null, theirs: null };
  if (what === 'total')
    return {
      ...of,
      decidedBy: 'total',
      part: null,
      onScale: mine.scaled !== undefined,
      own: mine.scaled ?? own.points,
      theirs: others.scaled ?? other.points,
    };
  return {
    ...of,
    decidedBy: 'part',
    part: what.stage,
    onScale: onScaleIn(own, what.stage) !== null,
    own: countedIn(mine, what.stage),
    theirs: countedIn(others, what.stage),
  };
}
