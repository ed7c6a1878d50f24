import type { TransitionTable } from '../../kernel/index.js';

export const OFFER_STATES = [
  'offered',
  'accepted',
  'refused',
  'expired',
  'withdrawn',
  'returned',
  'signed',
] as const;
export type OfferState = (typeof OFFER_STATES)[number];
export type OfferEvent = 'accept' | 'refuse' | 'lapse' | 'withdraw' | 'return' | 'sign';

/**
 * The life of an offer: an HR officer makes it, the candidate answers until its time runs out, the responsible official
 * signs, and then there is an appointment. Whoever accepted may still step back before that. Every other end frees the
 * place for the next in rank.
 */
export const OFFER_LIFE: TransitionTable<OfferState, OfferEvent> = {
  offered: { accept: 'accepted', refuse: 'refused', lapse: 'expired', withdraw: 'withdrawn' },
  accepted: { refuse: 'refused', withdraw: 'withdrawn', return: 'returned', sign: 'signed' },
  refused: {},
  expired: {},
  withdrawn: {},
  returned: {},
  signed: {},
};

/** Whether it keeps its place. */
export const isLive = (state: OfferState): boolean => state === 'offered' || state === 'accepted';

/** Whether the candidate did not take it: nobody passes over them who offers the post to the next. */
export const isDeclined = (state: OfferState): boolean => state === 'refused' || state === 'expired';
