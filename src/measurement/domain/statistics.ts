import { POINT, type Points } from '../../kernel/points.js';

/** What a candidate did with one item of the form. */
export interface ScoredResponse {
  readonly item: string;
  readonly part: string;
  readonly points: Points;
  /** Authored options that were chosen; null: the item has none to choose, or nothing was answered. */
  readonly options: readonly string[] | null;
  readonly outcome: 'right' | 'partly' | 'wrong' | 'none' | 'annulled' | 'pending' | 'marked' | 'corrected';
  /** How long it was on the screen; undefined where the log does not say. */
  readonly milliseconds: number | undefined;
}

export interface ScoredSitting {
  readonly responses: readonly ScoredResponse[];
}

/** Rounded to four decimals, times to whole milliseconds. */
export interface ItemStatistics {
  readonly item: string;
  /** Forms that it was on. */
  readonly taken: number;
  /** Of all forms of the session. */
  readonly exposure: number;
  readonly annulled: boolean;
  /** The mean of its points as a share of what it is worth: the proportion correct where it is right or wrong. */
  readonly difficulty: number;
  readonly omitted: number;
  /** With the share of the points of the rest of each candidate's form; null where either does not vary. */
  readonly pointBiserial: number | null;
  /** In the same groups as the options: the mean share of points. */
  readonly groups: readonly { readonly taken: number; readonly difficulty: number }[];
  /** Of items with options to choose. */
  readonly options: readonly OptionStatistics[];
  readonly medianMilliseconds: number | null;
  readonly timed: number;
}

export interface OptionStatistics {
  readonly option: string;
  readonly chosen: number;
  /** Share of each group, from the weakest, that chose it. */
  readonly byGroup: readonly number[];
  /** Between choosing it and the share of points on the rest of the form. */
  readonly pointBiserial: number | null;
}

export type Reliability =
  | {
      readonly method: 'alpha' | 'stratified-components';
      readonly value: number;
      readonly standardError: number;
    }
  | { readonly method: 'none' };

export interface SessionStatistics {
  readonly sittings: number;
  /** Points. */
  readonly mean: number;
  readonly deviation: number;
  readonly maximum: number;
  readonly reliability: Reliability;
  readonly groups: number;
  readonly items: readonly ItemStatistics[];
}

/** From so many candidates on fifths are told apart; thirds below. */
const ENOUGH_FOR_FIFTHS = 200;

/**
 * Works out the statistics of a session in two passes over its sittings, of which none is kept: first {@link first} with each,
 * then {@link second} with each, in whatever order, then {@link result}. Docs: docs/spec/statistics.md.
 */
export class SessionTally {
  readonly #shares: number[] = [];
  readonly #points: number[] = [];
  readonly #forms = new Map<string, number>();
  readonly #items = new Map<string, ItemTally>();
  #error = 0;
  #maximum = 0;
  #rank: ((share: number) => number) | undefined;
  #groups = 3;

  first({ responses }: ScoredSitting): void {
    const { points, maximum } = totalOf(responses);
    this.#shares.push(maximum === 0 ? 0 : points / maximum);
    this.#points.push(points);
    this.#maximum = Math.max(this.#maximum, responses.length * POINT);
    const form = responses
      .map(({ item }) => item)
      .sort()
      .join(' ');
    this.#forms.set(form, (this.#forms.get(form) ?? 0) + 1);
    this.#error += errorVariance(responses);
  }

  second({ responses }: ScoredSitting): void {
    if (!this.#rank) {
      this.#groups = this.#shares.length >= ENOUGH_FOR_FIFTHS ? 5 : 3;
      this.#rank = groupOf(this.#shares, this.#groups);
    }
    const { points, maximum } = totalOf(responses);
    const group = this.#rank(maximum === 0 ? 0 : points / maximum);
    for (const response of responses) {
      let tally = this.#items.get(response.item);
      if (!tally) this.#items.set(response.item, (tally = new ItemTally(this.#groups)));
      const isCounted = response.outcome !== 'annulled';
      const rest = maximum - (isCounted ? POINT : 0);
      tally.add(response, group, rest === 0 ? 0 : (points - (isCounted ? response.points : 0)) / rest);
    }
  }

  result(): SessionStatistics {
    const sittings = this.#points.length;
    const mean = this.#points.reduce((sum, one) => sum + one, 0) / Math.max(1, sittings);
    const variance =
      this.#points.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, sittings - 1);
    const items = [...this.#items].map(([item, tally]) => tally.result(item, sittings));
    return {
      sittings,
      mean: rounded(mean / POINT),
      deviation: rounded(Math.sqrt(variance) / POINT),
      maximum: this.#maximum / POINT,
      reliability: this.#reliability(variance),
      groups: this.#groups,
      items: items.sort((a, b) => (a.item < b.item ? -1 : 1)),
    };
  }

  /**
   * One form for all: coefficient alpha (Cronbach 1951), which is KR-20 where items are right or wrong. Otherwise each candidate
   * has items of their own, and what differs between items is error as well: the error variance of a candidate's points is
   * that of a sample of items from each part (Rajaratnam, Cronbach & Gleser 1965, the stratified form of Lord's binomial
   * error), and reliability is 1 − its mean ÷ the variance of points.
   */
  #reliability(variance: number): Reliability {
    const sittings = this.#points.length;
    if (sittings < 2 || variance === 0) return { method: 'none' };
    const counted = [...this.#items.values()].filter((tally) => tally.counted);
    if (this.#forms.size === 1) {
      const count = counted.length;
      if (count < 2) return { method: 'none' };
      const within = counted.reduce((sum, tally) => sum + tally.variance(), 0);
      const value = (count / (count - 1)) * (1 - within / variance);
      return reliability('alpha', value, variance);
    }
    if (Number.isNaN(this.#error)) return { method: 'none' };
    return reliability('stratified-components', 1 - this.#error / sittings / variance, variance);
  }
}

function reliability(
  method: 'alpha' | 'stratified-components',
  value: number,
  variance: number,
): Reliability {
  const standardError = Math.sqrt(variance * (1 - Math.min(1, value))) / POINT;
  return { method, value: rounded(value), standardError: rounded(standardError) };
}

/** Annulled items are worth the same to everybody: they say nothing, and stand in no total here. */
function totalOf(responses: readonly ScoredResponse[]): { points: number; maximum: number } {
  let [points, maximum] = [0, 0];
  for (const response of responses) {
    if (response.outcome === 'annulled') continue;
    points += response.points;
    maximum += POINT;
  }
  return { points, maximum };
}

/** Of one candidate's points, as of a random sample of items from each part; a part of one item is joined to the others such. */
function errorVariance(responses: readonly ScoredResponse[]): number {
  const byPart = new Map<string, number[]>();
  for (const { part, points, outcome } of responses) {
    if (outcome === 'annulled') continue;
    const own = byPart.get(part);
    if (own) own.push(points);
    else byPart.set(part, [points]);
  }
  const single = [...byPart.values()].filter((own) => own.length === 1).flat();
  const strata = [...byPart.values()].filter((own) => own.length > 1);
  if (single.length > 1) strata.push(single);
  else if (single.length === 1) {
    if (strata.length === 0) return NaN;
    strata[0] = [...(strata[0] ?? []), ...single];
  }
  return strata.reduce((sum, own) => {
    const mean = own.reduce((all, one) => all + one, 0) / own.length;
    const squares = own.reduce((all, one) => all + (one - mean) ** 2, 0);
    return sum + (own.length * squares) / (own.length - 1);
  }, 0);
}

/** Into which of so many groups a share falls, by its mid-rank: equals are never parted, groups may differ in size. */
export function groupOf(shares: readonly number[], groups: number): (share: number) => number {
  const counts = new Map<number, number>();
  for (const share of shares) counts.set(share, (counts.get(share) ?? 0) + 1);
  const byShare = new Map<number, number>();
  let below = 0;
  for (const share of [...counts.keys()].sort((a, b) => a - b)) {
    const at = counts.get(share) ?? 0;
    byShare.set(share, Math.min(groups - 1, Math.floor((groups * (2 * below + at)) / (2 * shares.length))));
    below += at;
  }
  return (share) => byShare.get(share) ?? 0;
}

/** Sums that a correlation follows from. */
class Pairs {
  n = 0;
  #x = 0;
  #y = 0;
  #xx = 0;
  #yy = 0;
  #xy = 0;

  add(x: number, y: number): void {
    this.n += 1;
    this.#x += x;
    this.#y += y;
    this.#xx += x * x;
    this.#yy += y * y;
    this.#xy += x * y;
  }

  get mean(): number {
    return this.n === 0 ? 0 : this.#x / this.n;
  }

  /** With n − 1. */
  get variance(): number {
    return this.n < 2 ? 0 : Math.max(0, (this.#xx - (this.#x * this.#x) / this.n) / (this.n - 1));
  }

  /** Pearson's; null where one of both does not vary. */
  get correlation(): number | null {
    return this.#correlation(this.#x, this.#xx, this.#xy);
  }

  /** As if x were 1 for so many, whose y add up to `sum`, and 0 for the others. */
  correlationOfChoice(chosen: number, sum: number): number | null {
    return this.#correlation(chosen, chosen, sum);
  }

  #correlation(x: number, xx: number, xy: number): number | null {
    const sx = this.n * xx - x * x;
    const sy = this.n * this.#yy - this.#y * this.#y;
    // What is left of rounding is no variance.
    if (sx <= 1e-9 * this.n * xx || sy <= 1e-9 * this.n * this.#yy) return null;
    return rounded((this.n * xy - x * this.#y) / Math.sqrt(sx * sy));
  }
}

class ItemTally {
  readonly #all = new Pairs();
  readonly #groups: Pairs[];
  readonly #options = new Map<string, { readonly byGroup: number[]; rests: number }>();
  readonly #times: number[] = [];
  #omitted = 0;
  #annulled = false;
  #hasOptions = false;

  constructor(groups: number) {
    this.#groups = Array.from({ length: groups }, () => new Pairs());
  }

  /** Whether its points count in totals. */
  get counted(): boolean {
    return !this.#annulled;
  }

  add(response: ScoredResponse, group: number, rest: number): void {
    const { points, options, outcome, milliseconds } = response;
    const share = points / POINT;
    this.#all.add(share, rest);
    this.#groups[group]?.add(share, rest);
    if (outcome === 'annulled') this.#annulled = true;
    if (outcome === 'none' || (outcome === 'annulled' && options === null)) this.#omitted += 1;
    if (milliseconds !== undefined) this.#times.push(milliseconds);
    if (options === null) return;
    this.#hasOptions = true;
    for (const option of options) {
      let tally = this.#options.get(option);
      if (!tally) this.#options.set(option, (tally = { byGroup: this.#groups.map(() => 0), rests: 0 }));
      tally.byGroup[group] = (tally.byGroup[group] ?? 0) + 1;
      tally.rests += rest;
    }
  }

  /** Of its points, in hundredths. */
  variance(): number {
    return this.#all.variance * POINT * POINT;
  }

  result(item: string, forms: number): ItemStatistics {
    return {
      item,
      taken: this.#all.n,
      exposure: rounded(this.#all.n / forms),
      annulled: this.#annulled,
      difficulty: rounded(this.#all.mean),
      omitted: this.#omitted,
      pointBiserial: this.#annulled ? null : this.#all.correlation,
      groups: this.#groups.map((group) => ({ taken: group.n, difficulty: rounded(group.mean) })),
      options: this.#hasOptions ? this.#optionStatistics() : [],
      medianMilliseconds: medianOf(this.#times),
      timed: this.#times.length,
    };
  }

  #optionStatistics(): OptionStatistics[] {
    const all = [...this.#options].sort(([a], [b]) => (a < b ? -1 : 1));
    return all.map(([option, { byGroup, rests }]) => {
      const chosen = byGroup.reduce((sum, count) => sum + count, 0);
      return {
        option,
        chosen,
        byGroup: byGroup.map((count, group) => rounded(count / Math.max(1, this.#groups[group]?.n ?? 0))),
        pointBiserial: this.#all.correlationOfChoice(chosen, rests),
      };
    });
  }
}

function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return Math.round(sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2);
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
