import type { ItemFilter } from '../blueprint/item-filter.js';

/** What a draw uses of a blueprint. */
export interface DrawBlueprint {
  readonly languages: readonly string[];
  readonly parts: readonly {
    readonly code: string;
    readonly bank: string;
    readonly draw: readonly (ItemFilter & { readonly count: number })[];
  }[];
  /** Item codes that stand in every form. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** An item that was shown in this many sittings, or in more, is left out. */
  readonly maximumExposure?: number;
  readonly assembly?: 'per-candidate' | 'one-form' | 'parallel';
}

/** A form assembled beforehand: its items by part. The draw only says who gets it, and in which order. */
export interface PreassembledForm {
  readonly name: string;
  readonly parts: readonly { readonly code: string; readonly items: readonly string[] }[];
}
