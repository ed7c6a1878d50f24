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
