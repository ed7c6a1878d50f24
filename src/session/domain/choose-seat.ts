import type { SeatFeature } from './seat-features.js';

export interface FreeSeat {
  readonly id: string;
  /** Its own features and its room's. */
  readonly features: readonly SeatFeature[];
}

/**
 * The seat for somebody with these needs: by chance, so that nobody chooses their neighbours, among the free seats that
 * meet all needs and have the fewest features besides: a step-free seat stays for whoever needs one.
 *
 * @param pick a whole number from 0 to n − 1, by chance. @returns undefined where no seat meets the needs.
 */
export function chooseSeat<Seat extends FreeSeat>(
  free: readonly Seat[],
  needs: readonly SeatFeature[],
  pick: (n: number) => number,
): Seat | undefined {
  const fitting = free.filter(({ features }) => needs.every((need) => features.includes(need)));
  const fewest = Math.min(...fitting.map(({ features }) => features.length));
  const best = fitting.filter(({ features }) => features.length === fewest);
  return best.length > 0 ? best[pick(best.length)] : undefined;
}
