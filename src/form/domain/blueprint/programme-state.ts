import type { TransitionTable } from '../../../kernel/index.js';

export type ProgrammeState = 'draft' | 'published';

/** What the editor saves is a draft; competitions can be held for published versions alone. */
export const PROGRAMME_STATES: TransitionTable<ProgrammeState, 'publish'> = {
  draft: { publish: 'published' },
  published: {},
};
