import { hashJson, type Json } from '../../kernel/index.js';
import type { AnyRankingRule } from '../domain/any-rule.js';
import { publishedPlaces } from '../domain/published-places.js';

/** A line of a ranking, before it is kept. */
export interface MadeLine {
  readonly applicationId: string;
  /** Of the last stage that was sat; null where none was. */
  readonly sittingId: string | null;
  readonly personId: string;
  readonly candidateNumber: string;
  readonly points: number;
  readonly parts: Readonly<Record<string, number>>;
  /** Ten-millionths, where there is a scale. */
  readonly scaled?: number;
  readonly scaledParts?: Readonly<Record<string, number>>;
  readonly passed: boolean;
  readonly place: number | null;
  readonly lot: string | null;
}

/** A ranking as it follows from what is released; nothing is written yet. */
export interface MadeRanking {
  readonly rule: AnyRankingRule;
  /** In its order. */
  readonly lines: readonly MadeLine[];
  readonly scoringVersionIds: readonly string[];
}

/** SHA-256 of rule and places. */
export const contentHashOf = ({ rule, lines }: MadeRanking): Buffer =>
  hashJson({ rule: rule as unknown as Json, places: publishedPlaces(rule, lines) });
