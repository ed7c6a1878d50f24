import type { StageRule } from '../../competition/index.js';
import { byCodePoints, type Points } from '../../kernel/index.js';
import type { Scale } from '../../measurement/index.js';
import type { Outcome } from './apply-rule.js';

/** One line of a published list of a stage: numbers, no name. */
export interface StageLine {
  /** The candidate's number in this stage. */
  readonly number: string;
  /** In the stage before, whose list says that they went on from it; null at the first one. */
  readonly before: string | null;
  /** Hundredths. */
  readonly points: Points | null;
  /** Ten-millionths on the list's scale; null for who has no points. Left out where it has none. */
  readonly scaled?: number | null;
  readonly passed: boolean | null;
  readonly outcome: Outcome;
  /** By the rule they would be out since a version before let them go on; they stay, for they have taken part in a later stage. */
  readonly kept: boolean;
}

/** What is published when a stage is concluded. */
export interface StageList {
  readonly competition: string;
  readonly stage: string;
  readonly version: number;
  readonly rule: StageRule;
  /** Hundredths; null where the stage gives no points. */
  readonly maximum: Points | null;
  /** How points of several sessions are compared; left out where they count as they are. */
  readonly scale?: Scale;
  /** Whose result lists the points are from, by code points; none where nothing was sat. */
  readonly sessions: readonly string[];
  /** By number (code points). */
  readonly results: readonly StageLine[];
  /** Who goes on now and did not by the version before, and the reverse; null for the first version. */
  readonly difference: { readonly cameIn: readonly string[]; readonly fellOut: readonly string[] } | null;
}

/** A stage's list as it is published. @param before the lines of the version before, or null. */
export function stageList(
  head: Omit<StageList, 'results' | 'difference'>,
  lines: readonly StageLine[],
  before: readonly Pick<StageLine, 'number' | 'outcome'>[] | null,
): StageList {
  const sorted = [...lines].sort((a, b) => byCodePoints(a.number, b.number));
  return {
    ...head,
    sessions: [...head.sessions].sort(byCodePoints),
    results: sorted,
    difference: before && stageDifference(before, sorted),
  };
}

/** Who goes on now and did not before, and the reverse; by number, in code points. */
export function stageDifference(
  before: readonly Pick<StageLine, 'number' | 'outcome'>[],
  after: readonly Pick<StageLine, 'number' | 'outcome'>[],
): NonNullable<StageList['difference']> {
  const [was, is] = [advancedOf(before), advancedOf(after)];
  return {
    cameIn: [...is].filter((number) => !was.has(number)).sort(byCodePoints),
    fellOut: [...was].filter((number) => !is.has(number)).sort(byCodePoints),
  };
}

const advancedOf = (lines: readonly Pick<StageLine, 'number' | 'outcome'>[]): Set<string> =>
  new Set(lines.filter(({ outcome }) => outcome === 'advanced').map(({ number }) => number));
