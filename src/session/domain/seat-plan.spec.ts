import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planSeats, readLabels } from './seat-plan.js';

const codeOf = (wish: Parameters<typeof planSeats>[0]) => {
  const plan = planSeats(wish);
  return plan.ok ? 'ok' : [plan.refusal.code, Object.keys(plan.refusal.fields ?? {})[0]];
};

describe('the seats of a room', () => {
  it('are numbered, or called as somebody says', () => {
    expect(planSeats({ count: 3 })).toMatchObject({
      value: [{ label: '1' }, { label: '2' }, { label: '3' }],
    });
    const labels = readLabels('A1, A2;B1\n B2 ,');
    expect(labels).toEqual(['A1', 'A2', 'B1', 'B2']);
    const plan = planSeats({ labels, features: { 'large-desk': ['B1'], 'near-power': ['A1', ' B1 '] } });
    expect(plan).toEqual({
      ok: true,
      value: [
        { label: 'A1', features: ['near-power'] },
        { label: 'A2', features: [] },
        { label: 'B1', features: ['near-power', 'large-desk'] },
        { label: 'B2', features: [] },
      ],
    });
  });

  it('are refused by the field that is wrong', () => {
    expect(codeOf({})).toEqual(['CENTRE.SEATS', 'count']);
    expect(codeOf({ count: 2001 })).toEqual(['CENTRE.SEATS', 'count']);
    expect(codeOf({ count: 2.5 })).toEqual(['CENTRE.SEATS', 'count']);
    expect(codeOf({ labels: ['A', 'A '] })).toEqual(['CENTRE.SEAT_TWICE', 'labels']);
    expect(codeOf({ labels: ['the one by the window'] })).toEqual(['CENTRE.SEAT_LABEL', 'labels']);
    expect(codeOf({ count: 4, features: { 'step-free': ['5'] } })).toEqual([
      'CENTRE.NO_SUCH_SEAT',
      'step-free',
    ]);
  });

  it('are as many as asked for, each with a label of its own', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), (count) => {
        const plan = planSeats({ count });
        expect(plan.ok && new Set(plan.value.map(({ label }) => label)).size).toBe(count);
      }),
    );
  });
});
