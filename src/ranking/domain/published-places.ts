import type { Json, Points } from '../../kernel/index.js';
import { isOfStages, type AnyRankingRule } from './any-rule.js';

/** A place, as far as it is published. */
export interface PublishedPlace {
  readonly candidateNumber: string;
  readonly points: Points;
  readonly parts: Readonly<Record<string, Points>>;
  readonly place: number | null;
  readonly lot: string | null;
}

/** The places of a ranking as they are published: the lot where people are ordered by it. */
export const publishedPlaces = (rule: AnyRankingRule, lines: readonly PublishedPlace[]): Json =>
  lines.map(({ candidateNumber, points, parts, place, lot }) => ({
    candidateNumber,
    points,
    parts,
    place,
    ...(isOfStages(rule) && rule.last === 'lot' && { lot }),
  }));
