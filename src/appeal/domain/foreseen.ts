import type { RankingDifference } from '../../ranking/index.js';

/** A sitting's points before and after. */
export interface Regraded {
  readonly before: number;
  readonly after: number;
  readonly passedBefore: boolean;
  readonly passedAfter: boolean;
}

/** What a change does to one session. */
export interface SessionForeseen {
  readonly sessionId: string;
  readonly title: Readonly<Record<string, string>>;
  readonly isReleased: boolean;
  /** Who had the item. */
  readonly sittings: number;
  readonly up: number;
  readonly down: number;
  readonly nowPass: number;
  readonly nowFail: number;
  /** Difference in hundredths → how many sittings, smallest first; 0 for those whose points stay. */
  readonly shifts: readonly { readonly points: number; readonly sittings: number }[];
}

/** What a change of an answer key would do, by candidate numbers. It is computed, shown, confirmed and kept as one thing. */
export interface Foreseen {
  readonly sessions: readonly SessionForeseen[];
  /** Null while nothing is released, and where the order is made over stages. */
  readonly ranking: (RankingDifference & { readonly ranked: number; readonly places: number }) | null;
}

/** Sums up how the sittings of one session change. */
export function sessionForeseen(
  session: Pick<SessionForeseen, 'sessionId' | 'title' | 'isReleased'>,
  regraded: readonly Regraded[],
): SessionForeseen {
  const count = (is: (one: Regraded) => boolean): number => regraded.filter(is).length;
  const shifts = new Map<number, number>();
  for (const { before, after } of regraded) shifts.set(after - before, (shifts.get(after - before) ?? 0) + 1);
  return {
    ...session,
    sittings: regraded.length,
    up: count(({ before, after }) => after > before),
    down: count(({ before, after }) => after < before),
    nowPass: count(({ passedBefore, passedAfter }) => passedAfter && !passedBefore),
    nowFail: count(({ passedBefore, passedAfter }) => passedBefore && !passedAfter),
    shifts: [...shifts].sort(([a], [b]) => a - b).map(([points, sittings]) => ({ points, sittings })),
  };
}

/** By how much points change, over all sessions: for a plot. Nobody's points stay where they are by far the most. */
export function shiftBins(foreseen: Foreseen): { readonly points: number; readonly sittings: number }[] {
  const all = new Map<number, number>();
  for (const { shifts } of foreseen.sessions)
    for (const { points, sittings } of shifts) all.set(points, (all.get(points) ?? 0) + sittings);
  return [...all].sort(([a], [b]) => a - b).map(([points, sittings]) => ({ points, sittings }));
}
