/** A figure: attribute → place of its value in the attribute's values, from 0. */
export type Figure = Readonly<Record<string, number>>;

/**
 * `amount`: a number of things, `from` is its first. `turn`: eighths of a turn, clockwise. `place`: places along the edge of
 * a square, clockwise from the corner at the top left. `kind`: one of several things without an order. `line`: there or not.
 */
export interface Attribute {
  readonly kind: 'amount' | 'turn' | 'place' | 'kind' | 'line';
  readonly values: readonly string[];
  readonly from?: number;
}

/** A way to draw figures: what can vary in them, and how they look. Words for them stand in words/. */
export interface Scene {
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** SVG elements in a field of 100 by 100. */
  draw(figure: Figure): string;
  /** Whether the figure can be seen for what it is. */
  isClear?(figure: Figure): boolean;
}

/** What a value stands for in arithmetic: two dots are 2, whatever their place among the values. */
export const amountOf = ({ from = 0 }: Attribute, value: number): number => from + value;

/** `values` numbers from `from`, as codes. */
export const amounts = (from: number, to: number): Attribute => ({
  kind: 'amount',
  from,
  values: Array.from({ length: to - from + 1 }, (_, index) => String(from + index)),
});

export const EIGHT = ['0', '1', '2', '3', '4', '5', '6', '7'] as const;
