import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { areAllIn, expectedOf, neededOf, quorumOf, TWO_THIRDS, type Standing } from './quorum.js';

const sealed: Standing = { declared: 'none', excused: false, sealed: true };
const waits: Standing = { ...sealed, sealed: false };
const undeclared: Standing = { declared: null, excused: false, sealed: false };
const recused: Standing = { declared: 'family', excused: false, sealed: false };
const excused: Standing = { declared: 'none', excused: true, sealed: false };

const anyStanding = fc.constantFrom(sealed, waits, undeclared, recused, excused);

describe('a quorum', () => {
  it.each([
    [3, 0, 2],
    [3, 1, 2],
    [3, 2, 2],
    [5, 0, 4],
    [5, 1, 3],
    [7, 2, 4],
  ])('of %s members, %s of whom step aside, is %s', (members, aside, needed) => {
    expect(quorumOf(members, aside, TWO_THIRDS)).toBe(needed);
  });

  it('waits for everybody who can score, whether they have declared or not', () => {
    expect(areAllIn([sealed, sealed, sealed], TWO_THIRDS)).toBe(true);
    expect(areAllIn([sealed, sealed, waits], TWO_THIRDS)).toBe(false);
    expect(areAllIn([sealed, sealed, undeclared], TWO_THIRDS)).toBe(false);
    expect(areAllIn([sealed, sealed, recused], TWO_THIRDS)).toBe(true);
    expect(areAllIn([sealed, sealed, excused], TWO_THIRDS)).toBe(true);
  });

  it('is never one person: too few means that nothing opens', () => {
    expect(areAllIn([sealed, recused, recused], TWO_THIRDS)).toBe(false);
    expect(areAllIn([sealed, excused, excused], TWO_THIRDS)).toBe(false);
  });

  it('opens exactly where as many as needed, and all that are expected, have sealed', () => {
    fc.assert(
      fc.property(fc.array(anyStanding, { minLength: 3, maxLength: 9 }), (standings) => {
        const expected = expectedOf(standings);
        const done = standings.filter((one) => one === sealed).length;
        const whole = expected.every((one) => one === sealed) && done >= neededOf(standings, TWO_THIRDS);
        expect(areAllIn(standings, TWO_THIRDS)).toBe(whole);
        // Somebody more who has not sealed keeps it shut.
        expect(areAllIn([...standings, waits], TWO_THIRDS)).toBe(false);
        // Stepping aside never asks for more scores.
        const without = standings.map((one) => (one === waits ? recused : one));
        expect(neededOf(without, TWO_THIRDS)).toBeLessThanOrEqual(neededOf(standings, TWO_THIRDS));
      }),
    );
  });
});
