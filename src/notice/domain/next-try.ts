const FIRST_SECONDS = 30;
const LONGEST_SECONDS = 6 * 3600;
/** About three days of tries; then the server's "later" is taken for a refusal. */
export const MOST_TRIES = 20;

/** Seconds until a letter that could not be handed over is tried again: twice as long each time, six hours at most. */
export const nextTry = (attempts: number): number =>
  Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** Math.max(0, Math.min(attempts, 30) - 1));
