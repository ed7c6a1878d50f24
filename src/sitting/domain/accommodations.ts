/** What a named officer has granted one candidate for an exam. Nothing granted is `{}`. */
export interface Accommodations {
  /** Added to the time of the exam, in per cent of it. */
  readonly extraTimePercent?: number;
  /** Minutes in all for which the candidate may stop the clock. */
  readonly breakMinutes?: number;
  /** Questions begin in larger type. */
  readonly largerType?: boolean;
  /** A person reads the questions aloud in the room. */
  readonly reader?: boolean;
}

export const MOST_EXTRA_PERCENT = 200;
export const MOST_BREAK_MINUTES = 240;

/** What kind of paper a grant rests on. Which paper it is is kept encrypted; what is in it is kept nowhere. */
export const ACCOMMODATION_BASES = ['disability', 'medical', 'other'] as const;
export type AccommodationBasis = (typeof ACCOMMODATION_BASES)[number];

/** What was decided, in the shape of what was granted: nothing stands in it that was not. */
export function accommodationsFrom(decided: Required<Accommodations>): Accommodations {
  const { extraTimePercent, breakMinutes, largerType, reader } = decided;
  return {
    ...(extraTimePercent > 0 && { extraTimePercent }),
    ...(breakMinutes > 0 && { breakMinutes }),
    ...(largerType && { largerType }),
    ...(reader && { reader }),
  };
}
