/** Points are whole hundredths of a point: an item is worth {@link POINT}. Never floats. */
export type Points = number;

/** One point, in hundredths. */
export const POINT = 100;
