import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chooseSeat, type FreeSeat } from './choose-seat.js';
import { SEAT_FEATURES } from './seat-features.js';

const features = fc.subarray([...SEAT_FEATURES]);
const seats = fc.uniqueArray(fc.record({ id: fc.uuid(), features }), { selector: ({ id }) => id });

describe('the seat that somebody gets', () => {
  it('is a plain one for whoever needs nothing, while there is one', () => {
    const free: FreeSeat[] = [
      { id: 'ramp', features: ['step-free'] },
      { id: 'plain', features: [] },
    ];
    expect(chooseSeat(free, [], () => 0)?.id).toBe('plain');
    expect(chooseSeat(free, ['step-free'], () => 0)?.id).toBe('ramp');
    expect(chooseSeat(free, ['large-desk'], () => 0)).toBeUndefined();
    expect(chooseSeat<FreeSeat>([], [], () => 0)).toBeUndefined();
  });

  it('meets every need, and is there whenever one free seat does', () => {
    fc.assert(
      fc.property(seats, features, fc.nat(), (free, needs, chance) => {
        const chosen = chooseSeat(free, needs, (n) => chance % n);
        const fitting = free.filter((one) => needs.every((need) => one.features.includes(need)));
        expect(chosen !== undefined).toBe(fitting.length > 0);
        if (chosen) expect(fitting).toContain(chosen);
        for (const other of fitting) {
          expect(other.features.length).toBeGreaterThanOrEqual(chosen?.features.length ?? 0);
        }
      }),
    );
  });

  it('is any of those that fit equally well, each by one turn of chance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (count) => {
        const free = Array.from({ length: count }, (_, index) => ({ id: String(index), features: [] }));
        const chosen = free.map((_, turn) => chooseSeat(free, [], () => turn)?.id);
        expect(new Set(chosen).size).toBe(count);
      }),
    );
  });
});
