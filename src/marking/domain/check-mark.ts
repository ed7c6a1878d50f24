import { ok, refuse, type Points, type Result } from '../../kernel/index.js';

/** One criterion of a rubric, as the answer key of its item has it. */
export interface RubricLine {
  readonly criterion: string;
  /** Hundredths: its maximum. */
  readonly points: Points;
  readonly levels?: readonly Points[];
}

/** The rubric in an answer key of an extended text. */
export const rubricOf = (answerKey: unknown): readonly RubricLine[] =>
  (answerKey as { readonly rubric: readonly RubricLine[] }).rubric;

/** A mark by criterion, and their sum. */
export interface CheckedMark {
  readonly criteria: Readonly<Record<string, Points>>;
  readonly points: Points;
}

/**
 * Holds a mark against its rubric: every criterion once, whole hundredths from 0 to the criterion's maximum.
 * Refusal: MARKING.CRITERIA, with each criterion that is wrong.
 */
export function checkMark(
  rubric: readonly RubricLine[],
  given: Readonly<Record<string, unknown>>,
): Result<CheckedMark> {
  const value = (criterion: string): unknown =>
    Object.hasOwn(given, criterion) ? given[criterion] : undefined;
  const wrong = rubric.filter(({ criterion, points }) => {
    const one = value(criterion);
    return !(typeof one === 'number' && Number.isInteger(one) && one >= 0 && one <= points);
  });
  const known = new Set(rubric.map(({ criterion }) => criterion));
  const isForeign = Object.keys(given).some((criterion) => !known.has(criterion));
  if (wrong.length > 0 || isForeign) {
    return refuse('invalid', 'MARKING.CRITERIA', 'Each criterion needs whole points up to its maximum.', {
      fields: Object.fromEntries(wrong.map(({ criterion }) => [criterion, 'MARKING.CRITERION'])),
    });
  }
  const criteria = Object.fromEntries(rubric.map(({ criterion }) => [criterion, value(criterion) as Points]));
  return ok({ criteria, points: Object.values(criteria).reduce((sum, one) => sum + one, 0) });
}
