/**
 * How long until the waiting room asks again, in milliseconds: seldom while the start is far, more often near it, and
 * spread, so that a full room does not ask at once. The start itself needs no question: its moment is known.
 *
 * @param untilStart milliseconds; 0 or less once it may begin. @param isHeld something that staff decide stands in the way.
 * @param chance from 0 to 1.
 */
export function waitingPoll(untilStart: number, isHeld: boolean, chance: number): number {
  const rest = isHeld ? 8000 : Math.min(60_000, Math.max(15_000, untilStart / 4));
  return Math.round(rest * (0.75 + chance / 2));
}
