import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { transition } from '../../kernel/index.js';
import { POST_REQUEST_STATES, type PostRequestEvent, type PostRequestState } from './post-request-state.js';

const step = (state: PostRequestState, event: PostRequestEvent) =>
  transition(POST_REQUEST_STATES, state, event, 'COMPETITION.REQUEST_STATE');
const EVENTS: PostRequestEvent[] = ['approve', 'return', 'revise', 'withdraw', 'take'];

describe('the life of a request for a post', () => {
  it('goes into a competition only by way of an approval that still stands', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 12 }), (events) => {
        let state: PostRequestState = 'requested';
        let last: PostRequestEvent | undefined;
        for (const event of events) {
          const next = step(state, event);
          if (!next.ok) continue;
          if (event === 'take') expect(last).toBe('approve');
          state = next.value;
          last = event;
        }
      }),
    );
  });

  it('ends where it is taken or withdrawn', () => {
    for (const event of EVENTS) {
      expect(step('taken', event)).toMatchObject({ refusal: { code: 'COMPETITION.REQUEST_STATE' } });
      expect(step('withdrawn', event).ok).toBe(false);
    }
  });
});
