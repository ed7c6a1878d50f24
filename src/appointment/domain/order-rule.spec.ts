import { describe, expect, it } from '@jest/globals';
import { mayAppoint } from './order-rule.js';

const ranked = [
  { sittingId: 'a', place: 1 },
  { sittingId: 'b', place: 2 },
  { sittingId: 'c', place: 2 },
  { sittingId: 'd', place: 4 },
  { sittingId: 'e', place: null },
];
const none = new Set<string>();
const codeOf = (result: ReturnType<typeof mayAppoint>) => (result.ok ? 'ok' : result.refusal.code);

describe('mayAppoint', () => {
  it('takes the first without a reason', () => {
    expect(mayAppoint(ranked, none, 'a', null)).toEqual({ ok: true, value: { place: 1, passedOver: 0 } });
  });

  it('treats equal places as equals: either may come first', () => {
    expect(codeOf(mayAppoint(ranked, new Set(['a']), 'c', null))).toBe('ok');
  });

  it('asks for a reason where a higher place is passed over, and counts whom', () => {
    expect(codeOf(mayAppoint(ranked, none, 'd', null))).toBe('APPOINTMENT.REASON_NEEDED');
    expect(codeOf(mayAppoint(ranked, none, 'd', '   .   '))).toBe('APPOINTMENT.REASON_NEEDED');
    expect(mayAppoint(ranked, new Set(['a']), 'd', 'Both others declined in writing.')).toEqual({
      ok: true,
      value: { place: 4, passedOver: 2 },
    });
  });

  it('never appoints who did not pass, who is unknown, or the same person twice', () => {
    expect(codeOf(mayAppoint(ranked, none, 'e', 'A reason long enough'))).toBe('APPOINTMENT.NOT_RANKED');
    expect(codeOf(mayAppoint(ranked, none, 'x', null))).toBe('APPOINTMENT.NOT_RANKED');
    expect(codeOf(mayAppoint(ranked, new Set(['a']), 'a', null))).toBe('APPOINTMENT.ALREADY');
  });
});
