import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { take, type Allowance } from './allowance.js';

const RATE = { most: 5, perSecond: 2 };

describe('an allowance', () => {
  it('gives as many at once as it holds, and no more', () => {
    let left: Allowance | undefined;
    for (let i = 0; i < 5; i += 1) left = take(RATE, left, 100) ?? undefined;
    expect(left).toEqual({ left: 0, at: 100 });
    expect(take(RATE, left, 100)).toBeNull();
    expect(take(RATE, left, 599)).toBeNull();
    expect(take(RATE, left, 600)).toEqual({ left: 0, at: 600 });
  });

  it('never gives more over any time than it holds and refills', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 60 }), (gaps) => {
        let now = 0;
        let given = 0;
        let kept: Allowance | undefined;
        for (const gap of gaps) {
          now += gap;
          const taken = take(RATE, kept, now);
          if (!taken) continue;
          kept = taken;
          given += 1;
        }
        expect(given).toBeLessThanOrEqual(RATE.most + (now / 1000) * RATE.perSecond + 1e-6);
      }),
    );
  });

  it('is not given more by a clock that goes back', () => {
    expect(take(RATE, { left: 0.5, at: 1000 }, 0)).toBeNull();
  });
});
