import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { overlaps } from './overlaps.js';
import { fromWallTime, wallTimeOf } from './wall-time.js';

describe('a time of a place', () => {
  it('is the moment at which its clocks show it', () => {
    expect(fromWallTime('2026-05-04T09:30', 'Asia/Baku')?.toISOString()).toBe('2026-05-04T05:30:00.000Z');
    expect(fromWallTime('2026-01-15T00:00', 'UTC')?.toISOString()).toBe('2026-01-15T00:00:00.000Z');
    expect(fromWallTime('2026-07-04T09:30', 'Europe/Berlin')?.toISOString()).toBe('2026-07-04T07:30:00.000Z');
  });

  it('is none where clocks skip it, and none of another form', () => {
    expect(fromWallTime('2026-03-29T02:30', 'Europe/Berlin')).toBeUndefined();
    expect(fromWallTime('2026-13-01T02:30', 'UTC')).toBeUndefined();
    expect(fromWallTime('tomorrow', 'UTC')).toBeUndefined();
  });

  it('comes back as it was', () => {
    const zones = fc.constantFrom('Asia/Baku', 'Asia/Kathmandu', 'Europe/Berlin', 'Pacific/Auckland', 'UTC');
    fc.assert(
      fc.property(fc.integer({ min: 29_000_000, max: 31_000_000 }), zones, (minute, zone) => {
        const text = wallTimeOf(new Date(minute * 60_000), zone);
        const back = fromWallTime(text, zone);
        expect(back && wallTimeOf(back, zone)).toBe(text);
      }),
    );
  });
});

describe('two spans', () => {
  const at = (minute: number, minutes: number) => ({ startsAt: new Date(minute * 60_000), minutes });
  it('overlap where they have a moment in common', () => {
    expect(overlaps(at(0, 30), at(29, 10))).toBe(true);
    expect(overlaps(at(0, 30), at(30, 10))).toBe(false);
    expect(overlaps(at(10, 5), at(0, 60))).toBe(true);
  });
});
