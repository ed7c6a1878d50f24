import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { delegationTimes, LONGEST } from './delegation-rule.js';

const NOW = new Date('2026-03-10T12:00:00Z');
const DAY = 86_400_000;
const reason = 'She is on leave until then.';
const codeOf = (from: string, until: string, why = reason) => {
  const result = delegationTimes({ from, until, reason: why }, NOW);
  return result.ok ? 'ok' : result.refusal.code;
};

describe('for how long something is handed over', () => {
  it('begins now where its day has begun, and ends with its last day', () => {
    const today = delegationTimes({ from: '2026-03-10', until: '2026-03-10', reason }, NOW);
    expect(today).toEqual({
      ok: true,
      value: { startsAt: NOW, endsAt: new Date('2026-03-11T00:00:00Z') },
    });
    const later = delegationTimes({ from: '2026-03-12', until: '2026-03-13', reason }, NOW);
    expect(later).toEqual({
      ok: true,
      value: { startsAt: new Date('2026-03-12T00:00:00Z'), endsAt: new Date('2026-03-14T00:00:00Z') },
    });
  });

  it.each([
    ['2026-03-01', '2026-03-09'],
    ['2026-03-12', '2026-03-11'],
    ['2026-03-10', '2027-03-12'],
    ['2026-02-30', '2026-03-12'],
    ['2026-03-10', 'soon'],
    ['', ''],
  ])('is not from "%s" until "%s"', (from, until) => {
    expect(codeOf(from, until)).toBe('DELEGATION.DATES');
  });

  it('needs a reason', () => {
    expect(codeOf('2026-03-10', '2026-03-12', '  leave  ')).toBe('DELEGATION.REASON');
  });

  it('never begins before now, never ends in the past, and lasts no longer than it may', () => {
    const day = fc.integer({ min: -800, max: 800 }).map((away) => {
      return new Date(NOW.getTime() + away * DAY).toISOString().slice(0, 10);
    });
    fc.assert(
      fc.property(day, day, (from, until) => {
        const result = delegationTimes({ from, until, reason }, NOW);
        if (!result.ok) return;
        const { startsAt, endsAt } = result.value;
        expect(startsAt >= NOW && endsAt > startsAt).toBe(true);
        expect(endsAt.getTime() - startsAt.getTime()).toBeLessThanOrEqual(LONGEST * DAY);
        expect(from <= until).toBe(true);
      }),
    );
  });
});
