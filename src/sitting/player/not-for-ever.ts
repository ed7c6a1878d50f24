/** Milliseconds: a browser's storage has been seen not to answer at all. */
const PATIENCE = 3000;

/**
 * Waits for clearing up, but holds nobody up: what this browser does not get done in time goes on without being waited
 * for, and the next exam page looks again.
 */
export const notForEver = (work: Promise<void>): Promise<void> =>
  Promise.race([work, new Promise<void>((resolve) => setTimeout(resolve, PATIENCE))]);
