/** A mixed-integer linear program, minimised: columns are variables, rows bound sums of them (row by row, sparse). */
export interface LinearModel {
  readonly cost: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** 1 for a whole number, 0 for any. */
  readonly integer: readonly (0 | 1)[];
  readonly rowLower: readonly number[];
  readonly rowUpper: readonly number[];
  /** Where each row begins in `indices` and `values`; one more at the end. */
  readonly starts: readonly number[];
  readonly indices: readonly number[];
  readonly values: readonly number[];
}

export interface Solution {
  /** feasible: the time was up, and this is the best so far. none: the time was up, and nothing was found. */
  readonly status: 'optimal' | 'feasible' | 'infeasible' | 'none';
  /** A value for each column; empty where there is none. */
  readonly values: ArrayLike<number>;
}

export interface SolveOptions {
  /** Seconds. */
  readonly timeLimit: number;
  /** The solver may stop when the cost is this close to the least possible. */
  readonly gap?: number;
  readonly randomSeed?: number;
}

/** Whoever solves linear programs; domain knows none. */
export type Solve = (model: LinearModel, options: SolveOptions) => Promise<Solution>;

export type Entry = readonly [column: number, value: number];

/** Puts a linear program together. */
export class ModelBuilder {
  readonly #model = {
    cost: [] as number[],
    lower: [] as number[],
    upper: [] as number[],
    integer: [] as (0 | 1)[],
    rowLower: [] as number[],
    rowUpper: [] as number[],
    starts: [0],
    indices: [] as number[],
    values: [] as number[],
  };

  /** @returns its index. Bounds are 0 and none where left out. */
  column(
    wish: {
      readonly lower?: number;
      readonly upper?: number;
      readonly cost?: number;
      readonly integer?: boolean;
    } = {},
  ): number {
    const { cost, lower, upper, integer } = this.#model;
    lower.push(wish.lower ?? 0);
    upper.push(wish.upper ?? Infinity);
    cost.push(wish.cost ?? 0);
    integer.push(wish.integer ? 1 : 0);
    return cost.length - 1;
  }

  /** lower ≤ Σ value · column ≤ upper. A column may be named once; zeros are left out. */
  row(lower: number, upper: number, entries: Iterable<Entry>): void {
    const { indices, values, starts, rowLower, rowUpper } = this.#model;
    for (const [column, value] of entries) {
      if (value === 0) continue;
      indices.push(column);
      values.push(value);
    }
    starts.push(indices.length);
    rowLower.push(lower);
    rowUpper.push(upper);
  }

  build(): LinearModel {
    return this.#model;
  }
}
