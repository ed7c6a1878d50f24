import { describe, expect, it } from '@jest/globals';
import { partsOf, type Participation } from './took-part.js';

describe('who took part', () => {
  const record: Participation[] = [
    { accountId: 'a', official: 'A', part: 'clock' },
    { accountId: 'a', official: 'A', part: 'released' },
    { accountId: 'a', official: 'A', part: 'clock' },
    { accountId: 'b', official: 'B', part: 'admitted' },
  ];

  it('is told in what ways, each once', () => {
    expect(partsOf(record, ['a'])).toEqual(['released', 'clock']);
    expect(partsOf(record, ['b'])).toEqual(['admitted']);
  });

  it('is whoever somebody acts for as well', () => {
    expect(partsOf(record, ['c', 'b'])).toEqual(['admitted']);
    expect(partsOf(record, ['a', 'b'])).toEqual(['released', 'admitted', 'clock']);
  });

  it('is nobody whom the record does not name', () => {
    expect(partsOf(record, ['c'])).toEqual([]);
  });
});
