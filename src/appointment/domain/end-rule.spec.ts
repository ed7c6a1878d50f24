import { describe, expect, it } from '@jest/globals';
import { mayEnd } from './end-rule.js';

describe('the end of an appointment', () => {
  const decided = new Date('2026-03-10T22:00:00Z');
  const now = new Date('2026-06-01T12:00:00Z');
  const codeOf = (endedOn: string, reason = 'resigned', at = now) => {
    const result = mayEnd({ reason, endedOn }, decided, at);
    return result.ok ? 'ok' : result.refusal.code;
  };

  it.each([
    ['2026-03-10', 'ok'],
    ['2026-03-09', 'APPOINTMENT.END_BEFORE_START'],
    ['2026-06-01', 'ok'],
    ['2026-06-02', 'ok'],
    ['2026-06-03', 'APPOINTMENT.END_NOT_YET'],
    ['2026-04-31', 'APPOINTMENT.END_DAY'],
    ['', 'APPOINTMENT.END_DAY'],
    ['1 May', 'APPOINTMENT.END_DAY'],
  ])('on %s: %s', (day, code) => {
    expect(codeOf(day)).toBe(code);
  });

  it('is tomorrow only where tomorrow has begun somewhere', () => {
    expect(codeOf('2026-06-02', 'resigned', new Date('2026-06-01T09:59:59Z'))).toBe(
      'APPOINTMENT.END_NOT_YET',
    );
    expect(codeOf('2026-06-02', 'resigned', new Date('2026-06-01T10:00:00Z'))).toBe('ok');
  });

  it('has a known reason', () => {
    expect(codeOf('2026-05-01', 'bored')).toBe('APPOINTMENT.END_REASON');
    expect(codeOf('2026-05-01', 'term-over')).toBe('ok');
  });
});
