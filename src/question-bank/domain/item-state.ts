import type { TransitionTable } from '../../kernel/index.js';

export const ITEM_STATES = ['draft', 'in-review', 'approved', 'live', 'suspended', 'retired'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** What can be done to an item version. `supersede`: a newer version goes live in its place. */
export type ItemEvent =
  'submit' | 'return' | 'approve' | 'publish' | 'suspend' | 'resume' | 'retire' | 'supersede';

/**
 * The life of one item version. An item has at most one live version; a change to anything that is past its draft is
 * a new version, which begins as a draft, while the old one stays what it is.
 */
export const ITEM_STATE_TABLE: TransitionTable<ItemState, ItemEvent> = {
  draft: { submit: 'in-review', retire: 'retired', supersede: 'retired' },
  'in-review': { approve: 'approved', return: 'draft', supersede: 'retired' },
  approved: { publish: 'live', return: 'draft', retire: 'retired', supersede: 'retired' },
  live: { suspend: 'suspended', retire: 'retired', supersede: 'retired' },
  suspended: { resume: 'live', retire: 'retired', supersede: 'retired' },
  retired: {},
};
