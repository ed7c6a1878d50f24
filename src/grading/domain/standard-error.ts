import { POINT, type Points } from '../../kernel/points.js';

/**
 * The standard error of a score, in hundredths of a point, from that score alone: the binomial error model, one part
 * after another (x points of n items: the variance is x (n − x) / (n − 1)), added up over the parts as strata.
 *
 * Lord, F. M. (1957). Do tests of the same length have the same standard error of measurement? Educational and
 * Psychological Measurement 17 (4), 510–521. For strata: Feldt, L. S. (1984). Some relationships between the binomial
 * error model and classical test theory. Educational and Psychological Measurement 44 (4), 883–891.
 *
 * Items that give parts of a point vary less than the model says, so that the error is then stated too large, not too
 * small. Where nothing or everything is right the model knows no error: 0, of which nothing should be said.
 */
export function standardError(
  parts: readonly { readonly points: Points; readonly maximum: Points }[],
): Points {
  const variance = parts.reduce((sum, { points, maximum }) => {
    const items = maximum / POINT;
    const right = Math.min(items, Math.max(0, points / POINT));
    return items > 1 ? sum + (right * (items - right)) / (items - 1) : sum;
  }, 0);
  return Math.round(Math.sqrt(variance) * POINT);
}

/** The scores that differ from one by no more than its standard error: about two in three of repeated sittings. */
export const withinError = (
  points: Points,
  error: Points,
  maximum: Points,
): { readonly from: Points; readonly to: Points } => ({
  from: Math.max(Math.min(0, points), points - error),
  to: Math.min(maximum, points + error),
});
