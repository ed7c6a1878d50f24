/** Milliseconds before the n-th try in a row to bring something back: growing, and never so long that an exam waits. */
export const restartPause = (tries: number): number => Math.min(10_000, 250 * 2 ** tries);
