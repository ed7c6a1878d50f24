import { describe, expect, it } from '@jest/globals';
import { furtherSpareNumbers } from './candidate-numbers.js';
import { beaconValue, openedShare, type Contributor } from './contributor.js';
import { beaconShare, shareCommitment } from './seed.js';

describe('what a contributor hands over', () => {
  const share = 'ab'.repeat(32);
  const observer: Contributor = { role: 'observer', name: 'N', commitment: shareCommitment(share) };
  const beacon: Contributor = { role: 'beacon', name: 'drand', round: '7', due: '2026-03-27T09:00:00.000Z' };

  it('must open the commitment, digit by digit', () => {
    expect(openedShare(observer, share)).toBe(share);
    for (const wrong of [share.toUpperCase(), `${share} `, share.slice(2), 'cd'.repeat(32), ''])
      expect(openedShare(observer, wrong)).toBeUndefined();
  });

  it('is of a beacon bound to its name and round', () => {
    const made = openedShare(beacon, '3 17 22');
    expect(made).toBe(beaconShare('drand', '7', '3 17 22'));
    expect(made).not.toBe(openedShare({ ...beacon, round: '8' }, '3 17 22'));
    for (const wrong of ['', ' 3', '3 ', 'ё', 'x'.repeat(513)])
      expect(openedShare(beacon, wrong)).toBeUndefined();
  });

  it.each([
    ['a value', ' abc \n', 'abc'],
    ['drand’s file', '{"round": 7, "randomness": "abc", "signature": "def"}', 'abc'],
    ['NIST’s file', '{"pulse": {"pulseIndex": 7, "outputValue": "ABC"}}', 'ABC'],
    ['a file of another round', '{"round": 8, "randomness": "abc"}', undefined],
    ['a file without a value', '{"round": 7}', undefined],
    ['half a file', '{"round": 7', undefined],
    ['nothing', ' ', undefined],
  ])('is read from %s', (_, text, value) => {
    expect(beaconValue(text, '7')).toBe(value);
  });
});

it('further spare numbers come from the seed alone and pass over those that are there', () => {
  const seed = new Uint8Array(32);
  const all = furtherSpareNumbers(seed, 's', 2, 5, new Set());
  expect(new Set(all).size).toBe(5);
  for (const number of all) expect(number).toMatch(/^[2-9BCDFGHJKMNPQRSTVWXYZ]{10}$/);
  expect(furtherSpareNumbers(seed, 's', 2, 4, new Set([all[1] ?? '']))).toEqual(
    [0, 2, 3, 4].map((i) => all[i]),
  );
  expect(furtherSpareNumbers(seed, 's', 3, 5, new Set())).not.toEqual(all);
});
