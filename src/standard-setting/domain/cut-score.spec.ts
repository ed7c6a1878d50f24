import { describe, expect, it } from '@jest/globals';
import { cutFaults } from './cut-score.js';

const parts = [
  { code: 'a', items: 10 },
  { code: 'b', items: 4 },
];

describe('a cut score', () => {
  it('can be reached by somebody', () => {
    expect(cutFaults({ overall: 14, eachPart: 4, byPart: {} }, parts)).toEqual({});
    expect(cutFaults({ overall: 15, eachPart: 5, byPart: {} }, parts)).toEqual({
      overall: 'STANDARD-SETTING.TOO_HIGH',
      eachPart: 'STANDARD-SETTING.TOO_HIGH',
    });
  });

  it('may ask more of one part than of the others', () => {
    expect(cutFaults({ overall: 9, eachPart: 4, byPart: { a: 10 } }, parts)).toEqual({});
    expect(cutFaults({ overall: 9, eachPart: 9, byPart: { b: 1 } }, parts)).toEqual({});
    expect(cutFaults({ overall: 9, eachPart: 1, byPart: { b: 5, c: 1 } }, parts)).toEqual({
      'byPart.b': 'STANDARD-SETTING.TOO_HIGH',
      'byPart.c': 'STANDARD-SETTING.NO_PART',
    });
  });
});
