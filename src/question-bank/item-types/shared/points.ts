import { POINT, type Points } from '../../../kernel/points.js';

/** A share of an item's point in whole hundredths, cut towards zero. Exact: no quotient is ever a float. */
export function share(numerator: number, denominator: number): Points {
  const whole = POINT * numerator;
  // The sum turns −0 into 0.
  return (whole - (whole % denominator)) / denominator + 0;
}

/** All or nothing. */
export const allOrNothing = (right: boolean): Points => (right ? POINT : 0);
