/**
 * For so long after a sitting was closed its last device may tell what it had not told by then, in milliseconds: somebody who was
 * without a line when they left the page hands in as soon as it is back.
 */
export const LAST_WORDS = 300_000;
