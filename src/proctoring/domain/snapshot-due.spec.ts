import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDue, momentOf } from './snapshot-due.js';
import { dueSlot } from './snapshot-moment.js';

const secret = (text: string) => createHmac('sha256', 'key').update(text).digest();
const often = fc.integer({ min: 1, max: 60 });
const slots = fc.integer({ min: 0, max: 30_000_000 });

describe('a snapshot that comes', () => {
  it('is of the slot that its moment lies in', () => {
    fc.assert(
      fc.property(often, slots, (anHour, slot) => {
        expect(dueSlot(secret, 'sitting', anHour, momentOf(slot, anHour)).slot).toBe(slot);
      }),
    );
  });

  it('is taken from its moment to a minute after its slot, and at no other time', () => {
    fc.assert(
      fc.property(often, slots, (anHour, slot) => {
        const asked = dueSlot(secret, 'sitting', anHour, momentOf(slot, anHour));
        const end = ((slot + 1) * 3_600_000) / anHour;
        const taken = [-5001, -5000, 0].map((ms) => isDue(asked, anHour, asked.dueAt + ms));
        expect(taken).toEqual([false, true, true]);
        expect(isDue(asked, anHour, end + 59_000)).toBe(true);
        expect(isDue(asked, anHour, end + 60_001)).toBe(false);
      }),
    );
  });
});
