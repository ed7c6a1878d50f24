import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../platform/index.js';
import { Tenures } from './tenures.js';

type Entry = readonly [seq: number, type: string, subject: string];

const checked = (...entries: readonly Entry[]) => {
  const tenures = new Tenures();
  for (const [seq, type, subject] of entries) tenures.note(seq, { type, subject } as Fact);
  return tenures.check();
};

describe('tenures', () => {
  it('end once, after they began, in whatever order the entries come', () => {
    expect(checked([7, 'tenure-ended', 'a'], [3, 'appointment', 'a'], [4, 'appointment', 'b'])).toBe(1);
    expect(checked([1, 'receipt', 'a'])).toBe(0);
    // Those without a competition, and those from before there was the log, end likewise.
    expect(
      checked(
        [1, 'appointment-without-competition', 'a'],
        [2, 'appointment-imported', 'b'],
        [3, 'tenure-ended', 'a'],
        [4, 'tenure-ended', 'b'],
      ),
    ).toBe(2);
  });

  it.each<[what: string, entries: readonly Entry[], said: string]>([
    ['of nobody', [[7, 'tenure-ended', 'a']], 'not made before'],
    [
      'before the beginning',
      [
        [7, 'appointment', 'a'],
        [3, 'tenure-ended', 'a'],
      ],
      'not made before',
    ],
    [
      'twice',
      [
        [1, 'appointment', 'a'],
        [3, 'tenure-ended', 'a'],
        [9, 'tenure-ended', 'a'],
      ],
      '3, 9',
    ],
  ])('do not end %s', (_, entries, said) => {
    expect(() => checked(...entries)).toThrow(said);
  });
});
