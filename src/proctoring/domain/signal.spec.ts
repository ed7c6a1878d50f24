import { describe, expect, it } from '@jest/globals';
import { detailOf, inOrder, type DeviceSignal } from './signal.js';

const signal = (seq: number, more: Partial<DeviceSignal> = {}): DeviceSignal => ({
  seq,
  kind: 'left-page',
  ago: 0,
  lasted: null,
  ...more,
});

describe('signals of a report', () => {
  it('follow each other by number', () => {
    expect(inOrder([]).ok).toBe(true);
    expect(inOrder([signal(4), signal(5)]).ok).toBe(true);
    for (const wrong of [
      [1, 3],
      [2, 1],
      [1, 1],
    ]) {
      expect(inOrder(wrong.map((seq) => signal(seq)))).toMatchObject({
        ok: false,
        refusal: { code: 'WATCH.OUT_OF_ORDER' },
      });
    }
  });

  it('keep how much was pasted and where, and nothing else', () => {
    expect(detailOf(signal(1))).toBeNull();
    const pasted = { kind: 'pasted', characters: 120, position: 3, text: 'a secret' } as const;
    expect(detailOf(signal(1, pasted))).toEqual({ characters: 120, position: 3 });
  });
});
