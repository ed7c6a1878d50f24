import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { spokenTime } from './spoken-time.js';

describe('a time for ears', () => {
  it.each([
    [3_840_000, 'en', '1 hour 4 minutes'],
    [3_600_000, 'en', '1 hour'],
    [7_200_000, 'ru', '2 часа'],
    [3_259_001, 'en', '54 minutes'],
    [300_000, 'ru', '5 минут'],
    [120_000, 'ru', '2 минуты'],
    [60_000, 'en', '1 minute'],
    [59_001, 'en', '1 minute'],
    [59_000, 'en', '59 seconds'],
    [1, 'en', '1 second'],
    [0, 'en', '0 seconds'],
    [-5, 'en', '0 seconds'],
  ])('%d ms in "%s" are "%s"', (left, language, spoken) => {
    expect(spokenTime(left, language)).toBe(spoken);
  });

  it('never says more than there is, once there is a minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: 40_000_000 }), (left) => {
        const [hours = 0, minutes = 0] = /hour/.test(spokenTime(left, 'en'))
          ? [...spokenTime(left, 'en').matchAll(/\d+/g)].map(Number)
          : [0, Number(/\d+/.exec(spokenTime(left, 'en'))?.[0])];
        const said = (hours * 60 + minutes) * 60_000;
        expect(said).toBeLessThanOrEqual(Math.ceil(left / 1000) * 1000);
        expect(left - said).toBeLessThan(60_000);
      }),
    );
  });
});
