import { describe, expect, it } from '@jest/globals';
import { sessionForeseen, shiftBins, stageForeseen } from './foreseen.js';

describe('what a change does to a stage', () => {
  it('is counted in full and named up to a limit', () => {
    const of = { code: 'exam', title: { en: 'Exam' } };
    expect(stageForeseen(of, { cameIn: ['c', 'a', 'b'], fellOut: [] }, ['k'], 2)).toEqual({
      ...of,
      cameIn: { count: 3, numbers: ['a', 'b'] },
      fellOut: { count: 0, numbers: [] },
      kept: { count: 1, numbers: ['k'] },
    });
  });
});

describe('what a change does', () => {
  const of = { sessionId: 's', title: { en: 'S' }, isReleased: true };
  const one = (before: number, after: number, passedBefore: boolean, passedAfter: boolean) => ({
    before,
    after,
    passedBefore,
    passedAfter,
  });

  it('is counted by direction, by passing, and by how far', () => {
    const summed = sessionForeseen(of, [
      one(100, 200, false, true),
      one(300, 200, true, false),
      one(100, 100, false, false),
      one(400, 500, true, true),
    ]);
    expect(summed).toEqual({
      ...of,
      sittings: 4,
      up: 2,
      down: 1,
      nowPass: 1,
      nowFail: 1,
      shifts: [
        { points: -100, sittings: 1 },
        { points: 0, sittings: 1 },
        { points: 100, sittings: 2 },
      ],
    });
    expect(shiftBins({ sessions: [summed, summed], ranking: null })).toEqual([
      { points: -100, sittings: 2 },
      { points: 0, sittings: 2 },
      { points: 100, sittings: 4 },
    ]);
  });
});
