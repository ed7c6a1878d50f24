import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  MAX_SPREAD_SECONDS,
  planChanges,
  planFault,
  suggestedSpread,
  type SessionPlan,
} from './session-plan.js';

const plan: SessionPlan = {
  title: { en: 'Morning' },
  opensAt: new Date('2027-03-01T09:00:00Z'),
  entryClosesAt: new Date('2027-03-01T09:30:00Z'),
  releasePolicy: 'officer',
  entry: 'applied',
  admission: 'none',
  spreadSeconds: 60,
  review: 'own-answers',
};

describe('a session’s plan', () => {
  it('spreads starts only where they are many, and never for longer than anybody should wait', () => {
    expect([1, 200, 201, 2_000, 10_000, 30_000, 1_000_000].map(suggestedSpread)).toEqual([
      0, 0, 10, 10, 50, 150, 600,
    ]);
    fc.assert(
      fc.property(fc.nat(2_000_000), fc.nat(2_000_000), (a, b) => {
        const [few, many] = [Math.min(a, b), Math.max(a, b)];
        expect(suggestedSpread(few)).toBeLessThanOrEqual(suggestedSpread(many));
        expect(suggestedSpread(many)).toBeLessThanOrEqual(MAX_SPREAD_SECONDS);
      }),
    );
  });

  it('has its entry close after it opens, and after the last moment of the spread', () => {
    expect(planFault(plan)).toBeNull();
    expect(planFault({ ...plan, entryClosesAt: plan.opensAt })?.code).toBe('SITTING.TIMES');
    expect(planFault({ ...plan, spreadSeconds: 601 })?.code).toBe('SESSION.SPREAD');
    expect(planFault({ ...plan, spreadSeconds: 1.5 })?.code).toBe('SESSION.SPREAD');
    expect(
      planFault({ ...plan, entryClosesAt: new Date('2027-03-01T09:01:00Z'), spreadSeconds: 60 })?.code,
    ).toBe('SESSION.SPREAD');
  });

  it('tells what was changed, and nothing where nothing was', () => {
    expect(planChanges(plan, { ...plan, title: { en: 'Morning' } })).toEqual([]);
    expect(
      planChanges(plan, {
        ...plan,
        title: { en: 'Noon' },
        admission: 'either',
        opensAt: new Date('2027-03-01T09:10:00Z'),
      }),
    ).toEqual([
      'title',
      'opensAt: 2027-03-01T09:00:00.000Z → 2027-03-01T09:10:00.000Z',
      'admission: none → either',
    ]);
  });
});
