import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { transition, type Result } from '../../kernel/index.js';
import { ITEM_STATE_TABLE, ITEM_STATES, type ItemEvent, type ItemState } from './item-state.js';

const EVENTS: readonly ItemEvent[] = [
  'submit',
  'return',
  'approve',
  'publish',
  'suspend',
  'resume',
  'retire',
  'supersede',
];

describe('the life of an item version', () => {
  it('goes live only by way of a review and an approval', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 30 }), (events) => {
        let state: ItemState = 'draft';
        let approved = false;
        for (const event of events) {
          const next: Result<ItemState> = transition(ITEM_STATE_TABLE, state, event, 'ITEM.STATE');
          if (!next.ok) continue;
          if (event === 'approve') approved = state === 'in-review';
          if (event === 'return') approved = false;
          state = next.value;
          if (state === 'live') expect(approved).toBe(true);
        }
      }),
    );
  });

  it('ends retired: nothing comes back from there', () => {
    for (const event of EVENTS) {
      expect(transition(ITEM_STATE_TABLE, 'retired', event, 'ITEM.STATE')).toMatchObject({
        ok: false,
        refusal: { code: 'ITEM.STATE' },
      });
    }
  });

  it('can be retired from every state but a review that is under way', () => {
    const able = ITEM_STATES.filter((state) => ITEM_STATE_TABLE[state].retire);
    expect(able).toEqual(['draft', 'approved', 'live', 'suspended']);
  });
});
