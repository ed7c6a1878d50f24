import type { Points } from '../../kernel/index.js';

/** Hundredths by which two marks of one text may differ before a third marker decides: 20 of 100. */
export const DEFAULT_TOLERANCE = 20;

export type Settled =
  | { readonly kind: 'marked'; readonly points: Points }
  | { readonly kind: 'adjudicated'; readonly points: Points };

/**
 * What the marks of one text amount to; undefined while one is missing. Two that differ by no more than `tolerance` give
 * their mean, half a hundredth rounded up; otherwise the third decides, whatever it is.
 *
 * @param marks the first two in either order, then the third where there is one. Whole and not below 0.
 */
export function settleMark(marks: readonly Points[], tolerance: Points): Settled | undefined {
  const [one, other, third] = marks;
  if (one === undefined || other === undefined) return undefined;
  if (!needsThird(one, other, tolerance))
    return { kind: 'marked', points: Math.floor((one + other + 1) / 2) };
  return third === undefined ? undefined : { kind: 'adjudicated', points: third };
}

/** Whether two marks differ by more than is allowed. */
export const needsThird = (one: Points, other: Points, tolerance: Points): boolean =>
  Math.abs(one - other) > tolerance;
