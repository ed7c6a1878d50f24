/**
 * As many people must share what is public of an appointment as stand here, or none of their answer sheets is published:
 * the threshold rule of statistical disclosure control with k = 5 (docs/adr/0027 has sources and what it does not cover).
 */
export const LEAST_ALIKE = 5;

/** People whose appointments nobody outside can tell apart: published together, and seated in one session. */
export interface AppointedTogether {
  readonly sessionId: string;
  readonly count: number;
}

/**
 * Of how few people an appointee of this session is one, at worst.
 *
 * @returns the size of the smallest group with somebody of the session in it; null where nobody of it was appointed.
 */
export function smallestGroup(groups: readonly AppointedTogether[], sessionId: string): number | null {
  const sizes = groups
    .filter((group) => group.sessionId === sessionId && group.count > 0)
    .map(({ count }) => count);
  return sizes.length === 0 ? null : Math.min(...sizes);
}

/** Whether the sheets of a session can be public without telling whose one of them is. */
export const isAnonymous = (groups: readonly AppointedTogether[], sessionId: string): boolean =>
  (smallestGroup(groups, sessionId) ?? LEAST_ALIKE) >= LEAST_ALIKE;
