/** An item as a panel rates it. */
export interface RatedItem {
  readonly position: number;
  readonly part: string;
  /** The line of the blueprint that it stands for. */
  readonly stratum: number;
  /** How many items of a form that line has: each rated item stands for its share of them. */
  readonly stratumItems: number;
}

/** Of a hundred candidates who can just do the work, how many answer right, as one judge sees it. */
export interface Rating {
  readonly judge: number;
  readonly position: number;
  readonly percent: number;
}

export interface JudgeCut {
  readonly judge: number;
  /** Points, to four decimals. */
  readonly cut: number;
}

/** What a round came to. All numbers are rounded to four decimals. */
export interface Advice {
  /** Points: the mean of the judges' cuts. */
  readonly cut: number;
  /** Of the judges' cuts, with n − 1. */
  readonly deviation: number;
  /** Of the mean over judges: deviation ÷ √judges. */
  readonly standardError: number;
  readonly byPart: readonly { readonly part: string; readonly cut: number; readonly items: number }[];
  /** Those who rated every item, by number; the ratings of others do not count. */
  readonly judges: readonly JudgeCut[];
  readonly byItem: readonly {
    readonly position: number;
    readonly mean: number;
    readonly lowest: number;
    readonly highest: number;
  }[];
}

export const FEWEST_JUDGES = 2;

/**
 * The cut that judges advise by the modified Angoff method (Angoff 1971, in Thorndike (ed.), Educational Measurement, p. 515;
 * the standard error as in Cizek & Bunch 2007, Standard Setting, ch. 6): each judge's cut is the points that somebody gets
 * who can just do the work, the advice is their mean.
 *
 * Undefined with fewer than two judges who rated every item: of one there is no standard error.
 */
export function advice(items: readonly RatedItem[], ratings: readonly Rating[]): Advice | undefined {
  const known = new Set(items.map(({ position }) => position));
  const byJudge = new Map<number, Map<number, number>>();
  for (const { judge, position, percent } of ratings) {
    if (!known.has(position)) continue;
    const own = byJudge.get(judge) ?? new Map<number, number>();
    own.set(position, percent);
    byJudge.set(judge, own);
  }
  const whole = [...byJudge].filter(([, own]) => own.size === known.size).sort(([a], [b]) => a - b);
  if (whole.length < FEWEST_JUDGES || items.length === 0) return undefined;
  const sizes = new Map<number, number>();
  for (const { stratum } of items) sizes.set(stratum, (sizes.get(stratum) ?? 0) + 1);
  const share = ({ stratum, stratumItems }: RatedItem): number => stratumItems / (sizes.get(stratum) ?? 1);
  const pointsOf = (own: ReadonlyMap<number, number>, part?: string): number =>
    items
      .filter((item) => part === undefined || item.part === part)
      .reduce((sum, item) => sum + (share(item) * (own.get(item.position) ?? 0)) / 100, 0);
  const cuts = whole.map(([, own]) => pointsOf(own));
  const mean = average(cuts);
  const deviation = Math.sqrt(
    cuts.reduce((sum, cut) => sum + (cut - mean) ** 2, 0) / Math.max(1, cuts.length - 1),
  );
  const parts = [...new Set(items.map(({ part }) => part))];
  return {
    cut: rounded(mean),
    deviation: rounded(deviation),
    standardError: rounded(deviation / Math.sqrt(cuts.length)),
    byPart: parts.map((part) => ({
      part,
      cut: rounded(average(whole.map(([, own]) => pointsOf(own, part)))),
      items: rounded(items.filter((item) => item.part === part).reduce((sum, item) => sum + share(item), 0)),
    })),
    judges: whole.map(([judge, own]) => ({ judge, cut: rounded(pointsOf(own)) })),
    byItem: items.map(({ position }) => {
      const said = whole.map(([, own]) => own.get(position) ?? 0);
      return {
        position,
        mean: rounded(average(said)),
        lowest: Math.min(...said),
        highest: Math.max(...said),
      };
    }),
  };
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
