import { describe, expect, it } from '@jest/globals';
import { seededGenerator, sha256 } from '../../../kernel/index.js';
import { optionOrder, permutation } from './option-order.js';

describe('the order of options', () => {
  it('numbers all permutations in the order of the dictionary', () => {
    const all = Array.from({ length: 24 }, (_, number) => permutation(['a', 'b', 'c', 'd'], number).join(''));
    expect(new Set(all).size).toBe(24);
    expect(all).toEqual([...all].sort());
    expect([all[0], all[23]]).toEqual(['abcd', 'dcba']);
    expect(permutation([], 0)).toEqual([]);
  });

  it('asks nothing for one option, once for up to twelve, and shuffles more', () => {
    const asked = (count: number) => {
      const generator = seededGenerator(sha256('x'));
      let questions = 0;
      const order = optionOrder(
        Array.from({ length: count }, (_, index) => index),
        {
          below: (bound) => {
            questions += 1;
            return generator.below(bound);
          },
        },
      );
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
      return questions;
    };
    expect([0, 1, 2, 5, 12, 13, 20].map(asked)).toEqual([0, 0, 1, 1, 1, 12, 19]);
  });
});
