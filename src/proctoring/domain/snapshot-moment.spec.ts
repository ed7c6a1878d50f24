import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { dueSlot, wantedSlot } from './snapshot-moment.js';

const HOUR = 3_600_000;
const secretOf = (key: string) => (text: string) => createHmac('sha256', key).update(text).digest();
const secret = secretOf('one');

describe('the moment of a snapshot', () => {
  it('lies in its slot, is the same for every process, and each moment of time has one slot', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 4e12 }),
        (who, often, now) => {
          const length = HOUR / often;
          const { slot, dueAt } = dueSlot(secret, who, often, now);
          expect(slot).toBe(Math.floor(now / length));
          expect(dueAt).toBeGreaterThanOrEqual(Math.floor(slot * length));
          expect(dueAt).toBeLessThan((slot + 1) * length);
          expect(dueSlot(secret, who, often, now)).toEqual({ slot, dueAt });
        },
      ),
    );
  });

  it('is spread evenly over the slot, and another with another key', () => {
    const parts = Array.from({ length: 2000 }, (_, slot) => {
      const { dueAt } = dueSlot(secret, 'a candidate', 6, slot * (HOUR / 6) + 1);
      return (dueAt % (HOUR / 6)) / (HOUR / 6);
    });
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const count = parts.filter((part) => Math.floor(part * 10) === tenth).length;
      // Binomial with mean 200 and standard deviation 13.4: five of them.
      expect(Math.abs(count - 200)).toBeLessThan(67);
    }
    expect(dueSlot(secretOf('other'), 'a candidate', 6, 1)).not.toEqual(dueSlot(secret, 'a candidate', 6, 1));
  });

  it('is wanted from its moment on, once', () => {
    const slot = { slot: 7, dueAt: 1000 };
    expect(wantedSlot(slot, 6, 999)).toBeNull();
    expect(wantedSlot(slot, 6, 1000)).toBe(7);
    expect(wantedSlot(slot, 0, 5000)).toBe(7);
    expect(wantedSlot(slot, 7, 5000)).toBeNull();
  });
});
