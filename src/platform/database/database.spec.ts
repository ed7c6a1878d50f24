import { describe, expect, it } from '@jest/globals';
import { DatabaseUnavailable, isDatabaseAway, isUniqueViolation } from '../index.js';

describe('whether the database is away', () => {
  const away: [string, unknown][] = [
    ['it shuts down', { code: '57P01' }],
    ['it ended by a crash of a backend', { driverError: { code: '57P02' } }],
    ['it is starting', { driverError: { code: '57P03' } }],
    ['its disk is full', { driverError: { code: '53100' } }],
    ['it has no connection left', { code: '53300' }],
    ['it cannot write', { code: '58030' }],
    ['nobody listens', { code: 'ECONNREFUSED' }],
    ['the line broke', { driverError: new Error('Connection terminated unexpectedly') }],
    ['a connection of our own gave up', new DatabaseUnavailable('57P01')],
  ];
  it.each(away)('is said where %s', (_what, error) => {
    expect(isDatabaseAway(error)).toBe(true);
  });

  const ours: [string, unknown][] = [
    ['a row is there already', { driverError: { code: '23505' } }],
    ['a statement is wrong', { code: '42601' }],
    ['a statement took too long', { code: '57014' }],
    ['a file is missing', { code: 'ENOENT' }],
    ['a program is wrong', new TypeError('x is not a function')],
    ['nothing is known', undefined],
    ['nothing is said', null],
  ];
  it.each(ours)('is not said where %s', (_what, error) => {
    expect(isDatabaseAway(error)).toBe(false);
  });

  it('is another thing than a row that is there already', () => {
    expect(isUniqueViolation({ driverError: { code: '23505' } })).toBe(true);
  });
});
