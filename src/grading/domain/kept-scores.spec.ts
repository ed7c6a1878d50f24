import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { keepScores, keptScores, type KeptScore } from './kept-scores.js';

describe('kept scores', () => {
  it('are lists of position, points and why', () => {
    expect(keepScores([{ position: 3, points: -50, why: 'wrong' }])).toBe('[[3,-50,"wrong"]]');
  });

  it('come back as they were', () => {
    const score = fc.record({
      position: fc.integer({ min: 1, max: 500 }),
      points: fc.integer({ min: -10_000, max: 10_000 }),
      why: fc.constantFrom(
        'right' as const,
        'partly' as const,
        'wrong' as const,
        'none' as const,
        'annulled' as const,
        'pending' as const,
        'marked' as const,
        'corrected' as const,
      ),
    });
    fc.assert(
      fc.property(fc.array(score), (scores) => {
        expect(keptScores(JSON.parse(keepScores(scores)) as KeptScore[])).toEqual(scores);
      }),
    );
  });
});
