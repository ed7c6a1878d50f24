import { byCodePoints, type Json } from '../../../kernel/index.js';
import type { CompiledDraw } from './compile-draw.js';
import type { Contributor, HandedOver } from './contributor.js';
import type { DrawBlueprint, PreassembledForm } from './draw-blueprint.js';
import { drawForm } from './draw-form.js';
import type { PoolLeaf } from './draw-pool.js';
import { formHash } from './form-hash.js';
import { candidateSeed } from './seed.js';

export const BUNDLE_FORMAT = 'openmerit-draw-bundle-2';

/** Who got what: the form of one candidate number. */
export interface Assignment {
  readonly number: string;
  /** Of a form assembled beforehand: its name. */
  readonly form: string | null;
  /** Hex SHA-256 of the form's canonical JSON. */
  readonly hash: string;
  /** Position by position: the item's code, and its options in the order shown. */
  readonly items: readonly (readonly [itemCode: string, optionOrder: readonly string[]])[];
}

/** A fact of the draw as the registry has it. */
export interface BundledFact {
  readonly fact: {
    readonly v: number;
    readonly type: string;
    readonly subject: string;
    readonly cause: string;
    readonly time: string;
    readonly official: string | null;
    readonly contentHash: string;
    readonly commitments: Readonly<Record<string, string>>;
  };
  readonly shown: { readonly [key: string]: Json };
  /** Hex, as the registry shows it. */
  readonly leafHash: string;
}

/** All that is needed to draw again: no text, no answer key, no salt, no name of a candidate. */
export interface DrawBundle {
  readonly format: string;
  readonly session: string;
  readonly draw: string;
  readonly blueprint: DrawBlueprint & { readonly [key: string]: unknown };
  readonly pool: readonly PoolLeaf[];
  readonly roster: readonly string[];
  /** The spare lists, each in its order; the first was committed with the draw. */
  readonly spares: readonly (readonly string[])[];
  readonly contributors: readonly Contributor[];
  readonly shares: readonly HandedOver[];
  readonly preassembled: readonly PreassembledForm[] | null;
  /** By candidate number (code points). */
  readonly assignments: readonly Assignment[];
  readonly facts: readonly BundledFact[];
}

/**
 * The form of one number. @throws Error where the draw gives none: the same draw gave it before.
 */
export function assignment(
  draw: CompiledDraw,
  seed: Uint8Array,
  sessionId: string,
  number: string,
): Assignment {
  const drawn = drawForm(draw, candidateSeed(seed, sessionId, number));
  if (!drawn.ok) throw new Error(`No form can be drawn for ${number}: ${drawn.refusal.code}.`);
  const { name, items, itemCodes } = drawn.value;
  return {
    number,
    form: name,
    hash: formHash(items),
    items: items.map(({ optionOrder }, index) => [itemCodes[index] ?? '', optionOrder] as const),
  };
}

/** All numbers of a draw by code points: the order of its assignments. */
export const allNumbers = (bundle: Pick<DrawBundle, 'roster' | 'spares'>): string[] =>
  [...bundle.roster, ...bundle.spares.flat()].sort(byCodePoints);

/** The list of numbers that stands beside the log once a draw is revealed. */
export const numberLists = (bundle: Pick<DrawBundle, 'roster' | 'spares'>): Json => ({
  roster: [...bundle.roster],
  spares: bundle.spares.map((list) => [...list]),
});
