/** Characters that a gap holds. */
export const GAP_LENGTH = 80;
