import { describe, expect, it } from '@jest/globals';
import { isOtherThan, publishable } from './offer-terms.js';

describe('a reason that is published', () => {
  const codeOf = (reason: string | null, telling: string[] | null = null) => {
    const result = publishable(reason, ['Leyla Mammadova', 'Timur'], telling);
    return result.ok ? 'ok' : result.refusal.code;
  };

  it('has no candidate’s name, and no post where sheets are to be public', () => {
    expect(codeOf(null)).toBe('ok');
    expect(codeOf('The first has withdrawn in writing.')).toBe('ok');
    expect(codeOf('MAMMADOVA Leyla has withdrawn.')).toBe('APPOINTMENT.REASON_NAMES');
    expect(codeOf('They do not want to work in Baku.')).toBe('ok');
    expect(codeOf('They do not want to work in Baku.', ['Baku'])).toBe('APPOINTMENT.REASON_TELLS');
  });
});

describe('whoever signs', () => {
  it('has not proposed, and acts for nobody who has', () => {
    expect(isOtherThan({ accountId: 'b' }, ['a', null])).toBe(true);
    expect(isOtherThan({ accountId: 'a' }, ['a', null])).toBe(false);
    expect(isOtherThan({ accountId: 'b', actingFor: { accountId: 'a' } }, ['a', null])).toBe(false);
    expect(isOtherThan({ accountId: 'c' }, ['a', 'c'])).toBe(false);
  });
});
