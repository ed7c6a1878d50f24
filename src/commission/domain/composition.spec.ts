import { describe, expect, it } from '@jest/globals';
import { checkComposition, isFromOutside, type Seat } from './composition.js';
import { mayDeclare } from './declare.js';
import { carriedBy } from './vote.js';

const seat = (accountId: string, more: Partial<Seat> = {}): Seat => ({
  accountId,
  function: 'member',
  outside: false,
  organisation: null,
  ...more,
});
const chair = seat('a', { function: 'chair' });
const outside = seat('c', { outside: true, organisation: 'University of Public Service' });
const codeOf = (seats: readonly Seat[]) => {
  const result = checkComposition(seats);
  return result.ok ? 'ok' : result.refusal.code;
};

describe('who sits', () => {
  it('is an odd number from three, one chair and somebody from outside', () => {
    expect(codeOf([chair, seat('b'), outside])).toBe('ok');
    expect(codeOf([chair, outside])).toBe('COMMISSION.TOO_FEW');
    expect(codeOf([chair, seat('b'), seat('d'), outside])).toBe('COMMISSION.EVEN');
    expect(codeOf([seat('a'), seat('b'), outside])).toBe('COMMISSION.ONE_CHAIR');
    expect(codeOf([chair, seat('b', { function: 'chair' }), outside])).toBe('COMMISSION.ONE_CHAIR');
    expect(codeOf([chair, seat('b'), seat('d')])).toBe('COMMISSION.NONE_OUTSIDE');
    expect(codeOf([chair, seat('a'), outside])).toBe('COMMISSION.TWICE');
    expect(codeOf([chair, seat('b'), { ...outside, organisation: ' ' }])).toBe('REQUEST.INVALID');
  });

  it('is from outside only without another role in the agency and without its name', () => {
    const one = {
      position: 'Lecturer',
      organisation: 'University of Public Service',
      agencyNames: ['MDS', 'Ministry of Digital Services', 'Министерство цифровых услуг'],
      rolesInAgency: ['commission-member'],
    };
    expect(isFromOutside(one)).toBe(true);
    expect(isFromOutside({ ...one, rolesInAgency: ['commission-member', 'hr-officer'] })).toBe(false);
    expect(isFromOutside({ ...one, position: 'Adviser, Ministry of Digital Services' })).toBe(false);
    expect(isFromOutside({ ...one, organisation: 'Министерство цифровых услуг' })).toBe(false);
  });
});

describe('a declaration', () => {
  it('can turn into a conflict until the own scores are sealed, and never back', () => {
    expect(mayDeclare(null, 'none', false).ok).toBe(true);
    expect(mayDeclare('none', 'family', false).ok).toBe(true);
    expect(mayDeclare('family', 'none', false).ok).toBe(false);
    expect(mayDeclare('family', 'work', false).ok).toBe(false);
    expect(mayDeclare('none', 'none', false).ok).toBe(false);
    expect(mayDeclare('none', 'family', true).ok).toBe(false);
  });
});

describe('a vote', () => {
  const aye = { approve: true, chair: false };
  const nay = { approve: false, chair: false };
  const of = (...votes: (typeof aye)[]) => carriedBy(votes, 3, { numerator: 2, denominator: 3 });
  it('needs a quorum and a majority; between equals the chair decides', () => {
    expect(of(aye)).toBe('no-quorum');
    expect(of(aye, aye, nay)).toBe('carried');
    expect(of(aye, nay, nay)).toBe('not-carried');
    expect(of({ approve: true, chair: true }, nay)).toBe('carried');
    expect(of({ approve: false, chair: true }, aye)).toBe('not-carried');
  });
});
