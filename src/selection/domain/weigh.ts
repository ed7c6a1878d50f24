import type { StageRule, StageScore } from '../../competition/index.js';
import type { Points } from '../../kernel/index.js';
import { applyRule, type Outcome } from './apply-rule.js';

/** Somebody in a stage, with what the rule makes of them. */
export interface Weighed {
  readonly applicationId: string;
  /** Null: one is drawn when the stage is concluded. */
  readonly number: string | null;
  /** In the stage before; null at the first one. */
  readonly before: string | null;
  readonly points: Points | null;
  /** Ten-millionths; null without points, or where the stage has no scale. */
  readonly scaled: number | null;
  readonly passed: boolean | null;
  readonly outcome: Outcome;
}

/** A stage before, as it was concluded or would be. */
export interface StageBefore {
  readonly code: string;
  /** The most that counts in it, on its scale where it has one; null where it gives no points. */
  readonly most: number | null;
  readonly results: readonly Pick<Weighed, 'applicationId' | 'points' | 'scaled'>[];
}

/** All that decides how a stage comes out. */
export interface ToWeigh {
  readonly stage: { readonly code: string; readonly rule: StageRule };
  /** As of {@link StageBefore}. */
  readonly most: number | null;
  readonly members: readonly Pick<Weighed, 'applicationId' | 'before'>[];
  readonly scores: readonly StageScore[];
  /** By application: numbers of who has none of a sitting. */
  readonly drawn: ReadonlyMap<string, string>;
  readonly before: readonly StageBefore[];
}

/** Puts scores to the members of a stage and applies its rule: for a conclusion and for what is only foreseen. */
export function weigh({ stage, most, members, scores, drawn, before }: ToWeigh): Weighed[] {
  const scored = new Map(scores.map((one) => [one.applicationId, one]));
  const earlier = new Map<string, Record<string, number | null>>();
  for (const { code, results } of before)
    for (const { applicationId, points, scaled } of results)
      earlier.set(applicationId, { ...earlier.get(applicationId), [code]: scaled ?? points });
  const entrants = members.map(({ applicationId, before: number }) => {
    const score = scored.get(applicationId);
    const [points, scaled] = [score?.points ?? null, score?.scaled ?? null];
    return {
      applicationId,
      before: number,
      number: score?.number ?? drawn.get(applicationId) ?? null,
      points,
      scaled,
      passed: score?.passed ?? null,
      byStage: { ...earlier.get(applicationId), [stage.code]: scaled ?? points },
    };
  });
  // A stage that gives points has a maximum as soon as anybody has some.
  const maxima = Object.fromEntries(
    [...before, { code: stage.code, most }].flatMap((one) =>
      one.most === null ? [] : [[one.code, one.most] as const],
    ),
  );
  const outcomes = applyRule(stage.rule, entrants, maxima);
  return entrants.map(({ byStage: _earlier, ...one }, index) => ({
    ...one,
    outcome: outcomes[index] ?? 'absent',
  }));
}

type Line = Pick<Weighed, 'applicationId' | 'outcome'>;

/** Who went on by the version before, and would not by the rule now. */
export function fallenOut(was: readonly Line[], now: readonly Line[]): string[] {
  const goesOn = new Set(
    now.filter(({ outcome }) => outcome === 'advanced').map(({ applicationId }) => applicationId),
  );
  return was
    .filter(({ outcome, applicationId }) => outcome === 'advanced' && !goesOn.has(applicationId))
    .map(({ applicationId }) => applicationId);
}

/** The lines of another version: these people stay although the rule has them out. */
export const withKept = <L extends Line>(
  lines: readonly L[],
  stay: ReadonlySet<string>,
): (L & { readonly kept: boolean })[] =>
  lines.map((one) =>
    one.outcome === 'out' && stay.has(one.applicationId)
      ? { ...one, outcome: 'advanced', kept: true }
      : { ...one, kept: false },
  );

/**
 * Who would come new into a stage without having taken part in it, or who goes on under a number that is yet to be drawn: how
 * the stage comes out cannot be known before that. @param was its newest conclusion.
 */
export function newcomers(was: readonly Line[], now: readonly Weighed[]): Weighed[] {
  const known = new Set(was.map(({ applicationId }) => applicationId));
  return now.filter(
    ({ applicationId, before, number, outcome }) =>
      !known.has(applicationId) &&
      ((before !== null && outcome === 'absent') || (number === null && outcome === 'advanced')),
  );
}
