/** Points are whole hundredths of a point: an item is worth {@link POINT}. Never floats. */
export type Points = number;

/** One point, in hundredths. */
export const POINT = 100;

/** Points of a common scale are whole ten-millionths of a point: so many are a hundredth. */
export const EXACT_IN_HUNDREDTH = 100_000;
