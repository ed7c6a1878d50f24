import { describe, expect, it } from '@jest/globals';
import { clockOf } from './deadline-clock.js';

describe('a clock', () => {
  const until = new Date('2027-03-10T09:00:00Z');

  it.each([
    ['2027-03-07T08:59:59Z', 'runs', 4],
    ['2027-03-08T08:59:59Z', 'runs', 3],
    ['2027-03-08T09:00:00Z', 'soon', 2],
    ['2027-03-10T08:59:59Z', 'soon', 1],
    ['2027-03-10T09:00:00Z', 'over', 0],
    ['2027-04-01T00:00:00Z', 'over', 0],
  ])('at %s is %s with %d days left', (now, state, daysLeft) => {
    expect(clockOf(until, new Date(now))).toEqual({ until, state, daysLeft });
  });
});
