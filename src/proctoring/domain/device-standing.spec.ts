import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attentionOf, NOTHING_YET, unseenOf, withSignals, type BoardSignal } from './device-standing.js';
import { END_KINDS, SIGNAL_KINDS, type SignalKind } from './signal.js';

const run = (...kinds: SignalKind[]): BoardSignal[] =>
  kinds.map((kind, index) => ({ number: index + 1, kind, at: 1000 * (index + 1) }));
const open = { silent: false, isOpen: true };

describe('what a device’s signals come to', () => {
  it('is what has begun and not ended', () => {
    const away = withSignals(NOTHING_YET, run('left-page', 'pasted'));
    expect([...away.lasting]).toEqual([['left-page', 1000]]);
    expect(attentionOf(away, 2, open)).toBe('now');
    const back = withSignals(away, run('left-page', 'pasted', 'back-on-page'));
    expect(back).toMatchObject({ upTo: 3, lasting: new Map() });
    expect(attentionOf(back, 0, open)).toBe('unseen');
    expect(attentionOf(back, 2, open)).toBe('calm');
  });

  it('begins anew on another device', () => {
    const other = withSignals(NOTHING_YET, run('left-page', 'camera-off', 'device-changed'));
    expect(other.lasting.size).toBe(0);
    expect(unseenOf(other, 0).map(({ kind }) => kind)).toEqual(['device-changed', 'camera-off', 'left-page']);
  });

  it('calls for nobody once a sitting is over, but for what nobody has looked at', () => {
    const away = withSignals(NOTHING_YET, run('left-page'));
    const over = { silent: true, isOpen: false };
    expect(attentionOf(away, 1, over)).toBe('calm');
    expect(attentionOf(away, 0, over)).toBe('unseen');
    expect(attentionOf(NOTHING_YET, 0, { silent: true, isOpen: true })).toBe('now');
  });

  it('counts by kind what came after somebody looked', () => {
    const some = withSignals(NOTHING_YET, run('pasted', 'left-page', 'back-on-page', 'pasted', 'pasted'));
    expect(unseenOf(some, 1)).toEqual([
      { kind: 'pasted', count: 2, at: 5000 },
      { kind: 'left-page', count: 1, at: 2000 },
    ]);
    expect(unseenOf(some, 5)).toEqual([]);
  });

  it('is the same however the signals come: in pieces, twice, in any order within a piece', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...SIGNAL_KINDS), { maxLength: 40 }),
        fc.array(fc.nat(40), { maxLength: 6 }),
        (kinds, cuts) => {
          const all = run(...kinds);
          const whole = withSignals(NOTHING_YET, all);
          let pieces = NOTHING_YET;
          for (const cut of [...cuts.sort((a, b) => a - b), all.length]) {
            pieces = withSignals(pieces, all.slice(0, cut).reverse());
          }
          expect(pieces).toEqual(whole);
          // Nothing but the end of something is left out of what somebody may look at.
          expect(whole.calls).toHaveLength(kinds.filter((kind) => !END_KINDS.includes(kind)).length);
        },
      ),
    );
  });
});
