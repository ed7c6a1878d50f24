import { byCodePoints } from '../../kernel/index.js';
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

/** Candidate numbers: how many, and the first of them (code points). */
export interface NumbersForeseen {
  readonly count: number;
  readonly numbers: readonly string[];
}

/** How a concluded stage would come out if it were concluded again. */
export interface StageForeseen {
  readonly code: string;
  readonly title: Readonly<Record<string, string>>;
  /** Go on and did not. */
  readonly cameIn: NumbersForeseen;
  /** Went on and do not. */
  readonly fellOut: NumbersForeseen;
  /** Would be out by the rule and stay, for they have taken part in a later stage; unless an officer decides otherwise by name. */
  readonly kept: NumbersForeseen;
}

/** What a change does over the stages of a competition. */
export interface StagesForeseen {
  /** In their order, up to the first of which nothing can be foreseen. */
  readonly concluded: readonly StageForeseen[];
  /** That one and why; `count` is of people who would come in. Null where there is none. */
  readonly open: {
    readonly code: string;
    readonly title: Readonly<Record<string, string>>;
    readonly why: 'not-concluded' | 'owed' | 'newcomers';
    readonly count: number;
  } | null;
  /**
   * Why no places are foreseen; null where they are. A stage cannot be foreseen, no ranking is approved, equals are ordered by a
   * draw that is not revealed, or nobody is left.
   */
  readonly noPlaces: 'stage' | 'no-ranking' | 'lot' | 'nobody' | null;
}

/** What a change of an answer key would do, by candidate numbers. It is computed, shown, confirmed and kept as one thing. */
export interface Foreseen {
  readonly sessions: readonly SessionForeseen[];
  /** Null while nothing is released; over stages, where places cannot be foreseen. */
  readonly ranking: (RankingDifference & { readonly ranked: number; readonly places: number }) | null;
  /** Left out where the competition has no stages. */
  readonly stages?: StagesForeseen;
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

/** A stage's differences with at most so many numbers of each kind. @param difference as the stage's list would say. */
export function stageForeseen(
  { code, title }: Pick<StageForeseen, 'code' | 'title'>,
  difference: { readonly cameIn: readonly string[]; readonly fellOut: readonly string[] },
  kept: readonly string[],
  most: number,
): StageForeseen {
  const cut = (numbers: readonly string[]): NumbersForeseen => ({
    count: numbers.length,
    numbers: [...numbers].sort(byCodePoints).slice(0, most),
  });
  return { code, title, cameIn: cut(difference.cameIn), fellOut: cut(difference.fellOut), kept: cut(kept) };
}

/** By how much points change, over all sessions: for a plot. Nobody's points stay where they are by far the most. */
export function shiftBins(foreseen: Foreseen): { readonly points: number; readonly sittings: number }[] {
  const all = new Map<number, number>();
  for (const { shifts } of foreseen.sessions)
    for (const { points, sittings } of shifts) all.set(points, (all.get(points) ?? 0) + sittings);
  return [...all].sort(([a], [b]) => a - b).map(([points, sittings]) => ({ points, sittings }));
}
