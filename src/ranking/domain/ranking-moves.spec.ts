import { describe, expect, it } from '@jest/globals';
import { rankingMoves } from './ranking-moves.js';

describe('the difference of two versions of a ranking', () => {
  it('names who moved, came in and fell out, and nobody else', () => {
    const before = [
      { candidateNumber: 'A', place: 1 },
      { candidateNumber: 'B', place: 2 },
      { candidateNumber: 'C', place: 3 },
      { candidateNumber: 'D', place: null },
      { candidateNumber: 'G', place: null },
    ];
    const after = [
      { candidateNumber: 'B', place: 1 },
      { candidateNumber: 'A', place: 2 },
      { candidateNumber: 'C', place: 3 },
      { candidateNumber: 'E', place: 4 },
      { candidateNumber: 'D', place: 5 },
    ];
    expect(rankingMoves(before, after)).toEqual([
      { candidateNumber: 'A', from: 1, to: 2 },
      { candidateNumber: 'B', from: 2, to: 1 },
      { candidateNumber: 'D', from: null, to: 5 },
      { candidateNumber: 'E', from: null, to: 4 },
    ]);
    expect(rankingMoves(after, after)).toEqual([]);
  });
});
