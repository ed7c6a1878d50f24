/** What an officer decides on an application. */
export const SCREENING_OUTCOMES = ['eligible', 'not-eligible', 'more'] as const;
export type ScreeningOutcome = (typeof SCREENING_OUTCOMES)[number];

/**
 * Where an application stands: nobody has decided; more is asked for and the candidate may add; they have added, or their
 * time is over, and somebody must look again; eligible; not eligible.
 */
export const SCREENING_STATES = ['waiting', 'added', 'more', 'eligible', 'not-eligible'] as const;
export type ScreeningState = (typeof SCREENING_STATES)[number];
