import { describe, expect, it } from '@jest/globals';
import { edgeOf } from './edge.js';

describe('the edge of a stage', () => {
  it('says who is next to it on both sides, and how many are equal there', () => {
    const line = (points: number | null, outcome: 'advanced' | 'out' | 'absent') => ({ points, outcome });
    const edge = edgeOf(
      [
        line(3, 'out'),
        line(7, 'advanced'),
        line(null, 'absent'),
        line(9, 'advanced'),
        line(7, 'advanced'),
        line(5, 'out'),
      ],
      2,
    );
    expect(edge).toEqual({
      advanced: 3,
      out: 2,
      absent: 1,
      line: 7,
      scaledLine: null,
      atLine: 2,
      nearest: [line(7, 'advanced'), line(7, 'advanced'), line(5, 'out'), line(3, 'out')],
    });
  });

  it('is none where nobody goes on, or nobody has points', () => {
    expect(edgeOf([{ points: 1, outcome: 'out' }], 3)).toMatchObject({ line: null, atLine: 0, advanced: 0 });
    expect(edgeOf([{ points: null, outcome: 'advanced' }], 3)).toMatchObject({ line: null, atLine: 0 });
  });
});
