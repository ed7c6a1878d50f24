import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keepScores, keptScores, type KeptScores } from './kept-scores.js';

const OUTCOMES = ['right', 'partly', 'wrong', 'none', 'annulled', 'pending', 'marked', 'corrected'] as const;

describe('kept scores', () => {
  it('are points and letters, place by place', () => {
    const sheet = [
      { position: 1, points: 100, why: 'right' as const },
      { position: 2, points: -50, why: 'wrong' as const },
    ];
    expect(keepScores(sheet)).toBe('[[100,-50],"rw"]');
  });

  it('come back as they were', () => {
    const score = fc.record({
      points: fc.integer({ min: -10_000, max: 10_000 }),
      why: fc.constantFrom(...OUTCOMES),
    });
    fc.assert(
      fc.property(fc.array(score), (given) => {
        const scores = given.map((one, index) => ({ position: index + 1, ...one }));
        expect(keptScores(JSON.parse(keepScores(scores)) as KeptScores)).toEqual(scores);
      }),
    );
  });

  it('are refused where a place is missing', () => {
    expect(() => keepScores([{ position: 2, points: 0, why: 'none' }])).toThrow(RangeError);
  });
});
