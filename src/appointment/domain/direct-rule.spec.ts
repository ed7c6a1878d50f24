import { describe, expect, it } from '@jest/globals';
import { mayPropose, type DirectWish } from './direct-rule.js';

const WISH: DirectWish = {
  kind: 'acting',
  personName: ' Aliya  Nurlan ',
  postTitle: 'Head of archive',
  grade: 'B-3',
  location: 'Baku',
  legalBasis: 'Civil Service Act, article 30.2',
  beginsOn: '2026-03-10',
};
const fieldsOf = (more: Partial<DirectWish>) => {
  const result = mayPropose({ ...WISH, ...more });
  return result.ok ? {} : result.refusal.fields;
};

describe('an appointment without a competition', () => {
  it('is proposed with all that the registry will say', () => {
    expect(mayPropose(WISH)).toMatchObject({
      ok: true,
      value: { kind: 'acting', personName: 'Aliya Nurlan' },
    });
  });

  it('names its legal basis', () => {
    expect(fieldsOf({ legalBasis: '  ' })).toEqual({ legalBasis: 'APPOINTMENT.MISSING' });
    expect(fieldsOf({ legalBasis: 'Law' })).toEqual({ legalBasis: 'APPOINTMENT.BASIS' });
  });

  it('says each fault at its field', () => {
    expect(fieldsOf({ kind: 'friend', beginsOn: '2026-02-30', personName: 'x'.repeat(201) })).toEqual({
      kind: 'APPOINTMENT.DIRECT_KIND',
      beginsOn: 'APPOINTMENT.END_DAY',
      personName: 'APPOINTMENT.LONG',
    });
  });
});
