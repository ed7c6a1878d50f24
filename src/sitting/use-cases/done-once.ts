import { refuse, type Result } from '../../kernel/index.js';
import type { Principal } from '../../platform/index.js';

/** What was asked for under an id. */
export interface DoneOnce {
  /** It was done when it was asked for the first time, and is not done again. */
  readonly doneBefore: boolean;
}

/** Whether what was done under an id is what the same official wishes now: then it is done, and not done again. */
export const isSameAct = <T extends object>(
  { accountId }: Principal,
  done: T & { readonly accountId: string },
  wish: Partial<T>,
): boolean =>
  done.accountId === accountId &&
  Object.entries(wish).every(([name, value]) => done[name as keyof T] === value);

export const actTaken = (): Result<never> =>
  refuse('conflict', 'SITTING.ACT_TAKEN', 'Something else was done under this id.');
