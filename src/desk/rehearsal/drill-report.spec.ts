import { describe, expect, it } from '@jest/globals';
import { joined } from './drill-report.js';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const shown = (candidateNumber: string, kind: string, second: number) => ({
  candidateNumber,
  kind,
  at: at(second),
  lookedAfter: null,
  actedAfter: null,
  act: null,
});

describe('what a board showed in a drill', () => {
  it('says of each signal which deed it came of, and has the deeds that it never showed', () => {
    const signals = joined(
      [shown('1', 'left-page', 5), shown('2', 'silence', 6), shown('1', 'left-page', 9)],
      [
        { candidateNumber: '1', kind: 'away-and-back', at: at(5) },
        { candidateNumber: '3', kind: 'silent-for-good', at: at(7) },
      ],
    );
    expect(signals.map(({ candidateNumber, kind, deed }) => [candidateNumber, kind, deed])).toEqual([
      ['1', 'left-page', 'away-and-back'],
      ['2', 'silence', null],
      ['3', null, 'silent-for-good'],
      ['1', 'left-page', null],
    ]);
  });
});
