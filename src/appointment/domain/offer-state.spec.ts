import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { transition } from '../../kernel/index.js';
import { isLive, OFFER_LIFE, OFFER_STATES, type OfferEvent, type OfferState } from './offer-state.js';

const EVENTS: readonly OfferEvent[] = ['accept', 'refuse', 'lapse', 'withdraw', 'return', 'sign'];
const step = (state: OfferState, event: OfferEvent) =>
  transition(OFFER_LIFE, state, event, 'APPOINTMENT.OFFER_STATE');

describe('the life of an offer', () => {
  it('is signed only after the candidate has accepted', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 12 }), (events) => {
        let state: OfferState = 'offered';
        let accepted = false;
        for (const event of events) {
          const next = step(state, event);
          if (!next.ok) continue;
          if (event === 'accept') accepted = true;
          if (event === 'sign') expect(accepted).toBe(true);
          state = next.value;
        }
        if (state === 'signed') expect(accepted).toBe(true);
      }),
    );
  });

  it('goes on from nothing that has ended', () => {
    for (const state of OFFER_STATES.filter((one) => !isLive(one)))
      for (const event of EVENTS)
        expect(step(state, event)).toMatchObject({ refusal: { code: 'APPOINTMENT.OFFER_STATE' } });
  });

  it('lapses only while nobody has answered, and lets whoever accepted step back', () => {
    expect(step('offered', 'lapse')).toEqual({ ok: true, value: 'expired' });
    expect(step('accepted', 'lapse').ok).toBe(false);
    expect(step('accepted', 'refuse')).toEqual({ ok: true, value: 'refused' });
    expect(step('offered', 'sign').ok).toBe(false);
  });
});
