import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mayOffer } from './order-rule.js';

const ranked = [
  { applicationId: 'a', place: 1 },
  { applicationId: 'b', place: 2 },
  { applicationId: 'c', place: 2 },
  { applicationId: 'd', place: 4 },
  { applicationId: 'e', place: null },
];
const served = (taken: string[] = [], declined: string[] = []) => ({
  taken: new Set(taken),
  declined: new Set(declined),
});
const codeOf = (result: ReturnType<typeof mayOffer>) => (result.ok ? 'ok' : result.refusal.code);

describe('mayOffer', () => {
  it('takes the first without a reason', () => {
    expect(mayOffer(ranked, served(), 'a', null)).toEqual({
      ok: true,
      value: { place: 1, passedOver: 0, declined: 0 },
    });
  });

  it('treats equal places as equals: either may come first', () => {
    expect(codeOf(mayOffer(ranked, served(['a']), 'c', null))).toBe('ok');
  });

  it('asks for a reason where a higher place is passed over, and counts whom', () => {
    expect(codeOf(mayOffer(ranked, served(), 'd', null))).toBe('APPOINTMENT.REASON_NEEDED');
    expect(codeOf(mayOffer(ranked, served(), 'd', '   .   '))).toBe('APPOINTMENT.REASON_NEEDED');
    expect(mayOffer(ranked, served(['a']), 'd', 'Both others are on a list of their own.')).toEqual({
      ok: true,
      value: { place: 4, passedOver: 2, declined: 0 },
    });
  });

  it('goes on to the next without a reason where those before did not take the post', () => {
    expect(mayOffer(ranked, served(['a'], ['b', 'c']), 'd', null)).toEqual({
      ok: true,
      value: { place: 4, passedOver: 0, declined: 2 },
    });
    expect(codeOf(mayOffer(ranked, served(['a'], ['b']), 'd', null))).toBe('APPOINTMENT.REASON_NEEDED');
  });

  it('never takes who did not pass, who is unknown, or the same person twice', () => {
    expect(codeOf(mayOffer(ranked, served(), 'e', 'A reason long enough'))).toBe('APPOINTMENT.NOT_RANKED');
    expect(codeOf(mayOffer(ranked, served(), 'x', null))).toBe('APPOINTMENT.NOT_RANKED');
    expect(codeOf(mayOffer(ranked, served(['a']), 'a', null))).toBe('APPOINTMENT.ALREADY');
  });

  it('without a reason, never leaves anybody better behind who was not asked', () => {
    const places = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(places, fc.infiniteStream(fc.integer({ min: 0, max: 3 })), (some, dice) => {
        const all = some.map((place) => ({ applicationId: String(place), place }));
        const taken = new Set<string>();
        const declined = new Set<string>();
        for (const { applicationId } of all) {
          const thrown = dice.next().value;
          if (thrown === 0) taken.add(applicationId);
          if (thrown === 1) declined.add(applicationId);
        }
        for (const { applicationId, place } of all) {
          if (!mayOffer(all, { taken, declined }, applicationId, null).ok) continue;
          const better = all.filter((one) => one.place < place);
          expect(better.every((one) => taken.has(one.applicationId) || declined.has(one.applicationId))).toBe(
            true,
          );
        }
      }),
    );
  });
});
