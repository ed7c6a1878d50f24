import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isAnonymous, LEAST_ALIKE, smallestGroup } from './anonymity.js';

describe('of how few people an appointee is one', () => {
  it('is the smallest group that was published at once', () => {
    const groups = [
      { sessionId: 'a', count: 7 },
      { sessionId: 'a', count: 5 },
      { sessionId: 'b', count: 1 },
    ];
    expect(smallestGroup(groups, 'a')).toBe(5);
    expect(isAnonymous(groups, 'a')).toBe(true);
    expect(isAnonymous(groups, 'b')).toBe(false);
  });

  it('is nobody where nobody was appointed', () => {
    expect(smallestGroup([], 'a')).toBeNull();
    expect(isAnonymous([{ sessionId: 'b', count: 1 }], 'a')).toBe(true);
  });

  it('is never enough with one group too small, whatever the others are', () => {
    const group = fc.record({ sessionId: fc.constantFrom('a', 'b'), count: fc.integer({ min: 1, max: 50 }) });
    fc.assert(
      fc.property(fc.array(group), fc.integer({ min: 1, max: LEAST_ALIKE - 1 }), (others, count) => {
        expect(isAnonymous([...others, { sessionId: 'a', count }], 'a')).toBe(false);
      }),
    );
  });
});
