import type { Attribute, Figure } from './figure.js';
import type { RuleName } from './figure-model-file.js';

/** A rule as one item has it. */
export interface UsedRule {
  readonly attribute: string;
  readonly rule: RuleName;
  readonly by?: number;
  /** The values that come in turn, or that a row has. */
  readonly values?: readonly number[];
}

/** Values in the order in which they are seen; the last one is the one that is asked for. */
export type Run = readonly number[];

/** How an attribute's value goes through the places of a layout. */
export interface Filled {
  readonly run: Run;
  readonly used: Omit<UsedRule, 'attribute'>;
}

/** What a layout shows and asks. */
export interface Puzzle {
  readonly shown: readonly Figure[];
  readonly key: Figure;
  readonly rules: readonly UsedRule[];
}

/** What a value plus some steps is; undefined where the attribute ends before. */
export function stepped({ kind, values }: Attribute, value: number, by: number): number | undefined {
  const next = value + by;
  if (kind === 'turn' || kind === 'place') return ((next % values.length) + values.length) % values.length;
  return next >= 0 && next < values.length ? next : undefined;
}
