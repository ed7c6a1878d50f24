import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { faultsOf, timesOf } from './report.js';

const GOOD = {
  way: 'http',
  candidates: 10,
  started: 10,
  handedIn: 9,
  closedByClock: 1,
  start: { count: 10, p50: 20, p99: 40, most: 40 },
  save: { count: 99, p50: 10, p99: 2000, most: 9000 },
  errors: {},
  receipts: { checked: 10, wrong: 0 },
  seconds: 125,
} as const;

describe('the report of a rehearsal', () => {
  it('takes times by the nearest rank', () => {
    expect(timesOf([])).toEqual({ count: 0, p50: 0, p99: 0, most: 0 });
    expect(timesOf(Array.from({ length: 200 }, (_, index) => 200 - index))).toEqual({
      count: 200,
      p50: 100,
      p99: 198,
      most: 200,
    });
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { minLength: 1 }), (all) => {
        const { p50, p99, most } = timesOf(all);
        expect(all).toContain(p50);
        expect(all.filter((one) => one <= p99).length).toBeGreaterThanOrEqual(0.99 * all.length);
        expect(p50 <= p99 && p99 <= most).toBe(true);
      }),
    );
  });

  it.each([
    [{}, []],
    [{ started: 9, handedIn: 8, receipts: { checked: 9, wrong: 0 } }, ['NOT_ALL_STARTED']],
    [{ closedByClock: 0 }, ['NOT_ALL_CLOSED']],
    [{ receipts: { checked: 9, wrong: 0 } }, ['NOT_ALL_CLOSED']],
    [{ errors: { 'SITTING.BUSY': 1 } }, ['ERRORS']],
    [{ receipts: { checked: 10, wrong: 1 } }, ['RECEIPTS']],
    [{ start: { count: 10, p50: 1, p99: 2001, most: 2001 } }, ['SLOW_START']],
    [{ save: { count: 10, p50: 1, p99: 2001, most: 2001 } }, ['SLOW_SAVE']],
  ])('finds with %j the faults %j', (change, faults) => {
    expect(faultsOf({ ...GOOD, ...change })).toEqual(faults);
  });

  it('finds no fault in a drill because a proctor has ended a sitting, or because it is slow', () => {
    const slow = { count: 10, p50: 1, p99: 2001, most: 2001 };
    expect(faultsOf({ ...GOOD, drill: [], handedIn: 3, start: slow, save: slow })).toEqual([]);
    expect(faultsOf({ ...GOOD, drill: [], errors: { NETWORK: 1 } })).toEqual(['ERRORS']);
  });
});
