import { ITEM_STATE_TABLE, type ItemEvent, type ItemState } from './item-state.js';

/** A step that somebody takes by name. That a newer version takes a version's place happens by itself. */
export type ItemStep = Exclude<ItemEvent, 'supersede'>;

export const ITEM_STEPS = ['submit', 'approve', 'return', 'publish', 'suspend', 'resume', 'retire'] as const;

/** Steps that say something about somebody's work, or take an item from candidates, need a reason. */
export const NEEDS_REASON: readonly ItemStep[] = ['return', 'suspend', 'retire'];

/** Whose step it is: an author hands in, and may give up a draft; all else is a reviewer's. */
export const roleOfStep = (step: ItemStep, state: ItemState): 'item-author' | 'item-reviewer' =>
  step === 'submit' || (step === 'retire' && state === 'draft') ? 'item-author' : 'item-reviewer';

/**
 * What somebody can do to a version now. Whether they wrote it, which bars them from approving it, is not known here.
 * @param newest older versions stay as they are, but for one that candidates still get.
 */
export function stepsFrom(
  version: { readonly state: ItemState; readonly newest: boolean },
  may: (role: 'item-author' | 'item-reviewer') => boolean,
): ItemStep[] {
  const { state, newest } = version;
  if (!newest && state !== 'live' && state !== 'suspended') return [];
  return ITEM_STEPS.filter(
    (step) => ITEM_STATE_TABLE[state][step] !== undefined && may(roleOfStep(step, state)),
  );
}
