import { describe, expect, it } from '@jest/globals';
import type { DrillSignal } from '../../session/index.js';
import { trainingView } from './drill-view.js';

const signal = (more: Partial<DrillSignal>): DrillSignal => ({
  candidateNumber: '7',
  deed: null,
  kind: 'pasted',
  at: '2026-01-01T00:00:00.000Z',
  lookedAfter: null,
  actedAfter: null,
  act: null,
  ...more,
});

describe('what a page shows of a training', () => {
  it('counts what was looked at, what was done, and what was left', () => {
    const left = signal({ candidateNumber: '9' });
    const view = trainingView([
      signal({ lookedAfter: 40_000, actedAfter: 41_000, act: 'message' }),
      signal({ lookedAfter: 5_000 }),
      left,
      // Nobody could look at what the board never showed.
      signal({ kind: null, deed: 'stays-away' }),
    ]);
    expect(view).toMatchObject({ shown: 3, looked: 2, acted: 1, left: [left] });
    expect(view.plot).toEqual({
      until: 60,
      ticks: [0, 20, 40, 60],
      shown: 3,
      looked: [
        [0, 0],
        [5, 0],
        [5, 1],
        [40, 1],
        [40, 2],
        [60, 2],
      ],
      acted: [
        [0, 0],
        [41, 0],
        [41, 1],
        [60, 1],
      ],
    });
  });

  it('draws nothing where nobody looked, and ends where the slowest look does', () => {
    expect(trainingView([signal({})]).plot).toBeNull();
    expect(trainingView([signal({ lookedAfter: 4_000_000 })]).plot?.until).toBe(4000);
  });
});
