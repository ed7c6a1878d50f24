import { EXACT_IN_HUNDREDTH, POINT, type Points } from '../../kernel/points.js';

export const SCALING_METHODS = ['none', 'percentile', 'equipercentile'] as const;
export type ScalingMethod = (typeof SCALING_METHODS)[number];

/** A candidate's points on the common scale. */
export interface Scaled {
  /** Hundredths, for lists. */
  readonly points: Points;
  /** Ten-millionths, for comparing: what differs here is not equal. */
  readonly exact: number;
}

const EXACT = POINT * EXACT_IN_HUNDREDTH;

/**
 * Percentile in a session: 100 × those at or below ÷ those who sat, to seven decimals, rounded half up. Whole numbers alone.
 *
 * @param own hundredths. @param all hundredths of all who sat, this one among them.
 */
export function percentileOf(own: Points, all: readonly Points[]): Scaled {
  return percentileAmong(all)(own);
}

/** The same for many of one session. */
export function percentileAmong(all: readonly Points[]): (own: Points) => Scaled {
  const tally = tallyOf(all, 1);
  return (own) => scaledFrom({ top: 100n * BigInt(tally.atOrBelow(own)), bottom: BigInt(all.length) });
}

/** Exact: top ÷ bottom points. */
interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
}

function scaledFrom(value: Fraction): Scaled {
  const exact = Number(roundedHalfUp({ top: value.top * BigInt(EXACT), bottom: value.bottom }));
  return { exact, points: Number(roundedHalfUp({ top: value.top * 100n, bottom: value.bottom })) };
}

/** Half goes towards more, below 0 as well. */
function roundedHalfUp({ top, bottom }: Fraction): bigint {
  const doubled = 2n * top + bottom;
  const by = 2n * bottom;
  const quotient = doubled / by;
  return doubled % by !== 0n && doubled < 0n ? quotient - 1n : quotient;
}

/**
 * Points of one session as the points of another one that stand at the same percentile rank there: equipercentile equating
 * with a uniform kernel, unsmoothed (Kolen & Brennan 2014, Test Equating, Scaling, and Linking, 2.4: equations 2.14 to 2.19).
 * It takes candidates of both sessions for equally able. Where the rank falls between two scores of which nobody has any,
 * the middle of both. Exact; what comes out is rounded half up.
 *
 * @param from hundredths of all who sat the session. @param base those of the session on whose scale they are put.
 */
export function equipercentile(from: readonly Points[], base: readonly Points[]): (own: Points) => Scaled {
  const unit = unitOf([...from, ...base]);
  const x = tallyOf(from, unit);
  const y = tallyOf(base, unit);
  const scores = y.scores;
  return (own) => {
    // P(x) as a fraction of `2 × from.length`: those below, and half of those at it.
    const score = own / unit;
    const rank = BigInt(2 * x.below(score) + x.at(score));
    const whole = BigInt(2 * from.length);
    // In doubled units, so that the half below a score is whole. G(y) × base.length counts at or below y.
    const isAbove = (count: number): boolean => BigInt(count) * whole > rank * BigInt(base.length);
    const isBelow = (count: number): boolean => BigInt(count) * whole < rank * BigInt(base.length);
    const upper = firstWhere(scores, (one) => isAbove(y.atOrBelow(one))) ?? scores.at(-1) ?? 0;
    const lower = lastWhere(scores, (one) => isBelow(y.below(one))) ?? scores[0] ?? 0;
    const at = (one: number): Fraction => {
      const [count, below] = [BigInt(y.at(one)), BigInt(y.below(one))];
      // (rank ÷ whole − below ÷ n) ÷ (count ÷ n) + one − 1/2, over 2 × whole × count.
      const bottom = 2n * whole * count;
      const top = 2n * (rank * BigInt(base.length) - below * whole) + (2n * BigInt(one) - 1n) * whole * count;
      return { top, bottom };
    };
    const [a, b] = [at(upper), at(lower)];
    const middle = { top: a.top * b.bottom + b.top * a.bottom, bottom: 2n * a.bottom * b.bottom };
    return scaledFrom({ top: middle.top * BigInt(unit), bottom: middle.bottom * 100n });
  };
}

interface Tally {
  /** Each score that somebody has, growing. */
  readonly scores: readonly number[];
  at(score: number): number;
  below(score: number): number;
  atOrBelow(score: number): number;
}

function tallyOf(points: readonly Points[], unit: number): Tally {
  const counts = new Map<number, number>();
  for (const one of points) counts.set(one / unit, (counts.get(one / unit) ?? 0) + 1);
  const scores = [...counts.keys()].sort((a, b) => a - b);
  const sums: number[] = [];
  let sum = 0;
  for (const score of scores) sums.push((sum += counts.get(score) ?? 0));
  const atOrBelow = (score: number): number => {
    let [low, high] = [0, scores.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((scores[middle] ?? 0) <= score) low = middle + 1;
      else high = middle;
    }
    return sums[low - 1] ?? 0;
  };
  const at = (score: number): number => counts.get(score) ?? 0;
  return { scores, at, atOrBelow, below: (score) => atOrBelow(score) - at(score) };
}

const firstWhere = (scores: readonly number[], holds: (score: number) => boolean): number | undefined => {
  let [low, high] = [0, scores.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(scores[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return scores[low];
};

const lastWhere = (scores: readonly number[], holds: (score: number) => boolean): number | undefined => {
  let [low, high] = [0, scores.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(scores[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return scores[low - 1];
};

/** The greatest step, in hundredths, of which all points are a multiple: 100 where everybody has whole points. */
function unitOf(points: readonly Points[]): number {
  return points.reduce((unit, one) => gcd(unit, Math.abs(one)), 100);
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** How sessions are compared, as a named officer chose it: what is published of it with what goes by it. */
export interface Scale {
  /** Of the choice, as `scaling-chosen` has it. */
  readonly version: number;
  readonly method: Exclude<ScalingMethod, 'none'>;
  /** Of `equipercentile`: the session on whose scale. */
  readonly base: string | null;
}

/** Somebody's points as a result list has them, in hundredths. */
export interface SatPoints {
  readonly session: string;
  readonly points: Points;
  readonly parts: Readonly<Record<string, Points>>;
}

/** The same on the scale: ten-millionths. */
export interface OnScale {
  readonly scaled: number;
  /** Each part put on the scale by itself, as the total is: parts of forms that differ cannot be compared as they are. */
  readonly scaledParts: Readonly<Record<string, number>>;
}

/**
 * All who sat some sessions on one scale, in the order given: the one place where scaled points come from, for those who rank,
 * those who conclude a stage and those who check them.
 *
 * @param sat everybody of each of the sessions: the points follow from all of them. @returns null where nobody of the base
 * session is among them.
 */
export function putOnScale(scale: Scale, sat: readonly SatPoints[]): readonly OnScale[] | null {
  const sessions = new Map<string, SatPoints[]>();
  for (const one of sat) {
    const own = sessions.get(one.session);
    if (own) own.push(one);
    else sessions.set(one.session, [one]);
  }
  const base = sessions.get(scale.base ?? '') ?? [];
  if (scale.method === 'equipercentile' && base.length === 0) return null;
  const curves = new Map<string, (own: Points) => Scaled>();
  const exact = (one: SatPoints, what: string, pointsOf: (one: SatPoints) => Points): number => {
    const key = JSON.stringify([one.session, what]);
    let curve = curves.get(key);
    if (!curve) {
      const all = (sessions.get(one.session) ?? []).map(pointsOf);
      curve = scale.method === 'percentile' ? percentileAmong(all) : equipercentile(all, base.map(pointsOf));
      curves.set(key, curve);
    }
    return curve(pointsOf(one)).exact;
  };
  return sat.map((one) => ({
    scaled: exact(one, '', ({ points }) => points),
    scaledParts: Object.fromEntries(
      Object.keys(one.parts).map((part) => [
        part,
        exact(one, `part ${part}`, ({ parts }) => parts[part] ?? 0),
      ]),
    ),
  }));
}

/** The most points on the scale, hundredths: 100 by `percentile`, as many as in the base session by `equipercentile`. */
export const maximumOnScale = ({ method }: Pick<Scale, 'method'>, maximum: Points): Points =>
  method === 'percentile' ? 100 * POINT : maximum;

/** The most that can be had of what counts, in the unit of that: hundredths, or ten-millionths on a scale. */
export const countedMaximum = (scale: Scale | null, maximum: Points | null): number | null =>
  maximum === null || !scale ? maximum : maximumOnScale(scale, maximum) * EXACT_IN_HUNDREDTH;

/** With fewer in a group than this an equipercentile curve mostly shows chance (Kolen & Brennan 2014, 8.3). */
export const ENOUGH_TO_EQUATE = 1500;
/** With fewer it says nothing at all. */
export const FEWEST_TO_EQUATE = 100;
