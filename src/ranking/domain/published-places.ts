import type { Json, Points } from '../../kernel/index.js';
import { isOfStages, type AnyRankingRule } from './any-rule.js';

/** A place, as far as it is published. */
export interface PublishedPlace {
  readonly candidateNumber: string;
  readonly points: Points;
  readonly parts: Readonly<Record<string, Points>>;
  /** Ten-millionths: what they were ranked by, where there is a scale. */
  readonly scaled?: number | null;
  readonly scaledParts?: Readonly<Record<string, number>> | null;
  readonly place: number | null;
  readonly lot: string | null;
}

/** The places of a ranking as they are published: with points on a scale, and the lot, where people are ordered by them. */
export const publishedPlaces = (rule: AnyRankingRule, lines: readonly PublishedPlace[]): Json =>
  lines.map(({ candidateNumber, points, parts, scaled, scaledParts, place, lot }) => ({
    candidateNumber,
    points,
    parts,
    ...(typeof scaled === 'number' && { scaled }),
    ...(scaledParts && { scaledParts: { ...scaledParts } }),
    place,
    ...(isOfStages(rule) && rule.last === 'lot' && { lot }),
  }));
