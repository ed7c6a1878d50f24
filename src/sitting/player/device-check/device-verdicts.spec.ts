import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  clockAhead,
  judge,
  median,
  NEEDED,
  summary,
  type Finding,
  type Measurements,
} from './device-verdicts.js';

const good: Measurements = {
  secure: true,
  encryption: true,
  storage: { written: 'kept', free: 2_000_000_000 },
  serviceWorker: true,
  decompression: true,
  cookies: true,
  clock: { ahead: 300, unsure: 40 },
  line: { tried: 5, times: [80, 90, 70, 400, 85] },
  width: 1366,
  missing: [],
};
const found = (change: Partial<Measurements>, id: Finding['id']): string | undefined => {
  const one = judge({ ...good, ...change }).find((finding) => finding.id === id);
  return one && `${one.level} ${one.state}`;
};

describe('the device check', () => {
  it('passes a device with nothing wrong', () => {
    expect(summary(judge(good))).toBe('pass');
    expect(judge(good).filter(({ level }) => level !== 'pass')).toEqual([]);
  });

  it.each<[Partial<Measurements>, Finding['id'], string]>([
    [{ secure: false }, 'secure', 'fail fail'],
    [{ encryption: false }, 'encryption', 'fail fail'],
    [{ storage: { written: 'forbidden', free: null } }, 'storage', 'fail forbidden'],
    [{ storage: { written: 'full', free: 0 } }, 'storage', 'fail full'],
    [{ storage: { written: 'kept', free: NEEDED - 1 } }, 'storage', 'fail full'],
    [{ storage: { written: 'kept', free: NEEDED } }, 'storage', 'warn warn'],
    [{ storage: { written: 'kept', free: 49_999_999 } }, 'storage', 'warn warn'],
    [{ storage: { written: 'kept', free: 50_000_000 } }, 'storage', 'pass pass'],
    [{ storage: { written: 'kept', free: null } }, 'storage', 'pass pass'],
    [{ serviceWorker: false }, 'serviceWorker', 'warn warn'],
    [{ decompression: false }, 'decompression', 'fail fail'],
    [{ cookies: false }, 'cookies', 'fail fail'],
    [{ missing: ['dialog'] }, 'browser', 'fail fail'],
    [{ line: { tried: 5, times: [] } }, 'line', 'fail fail'],
    [{ line: { tried: 5, times: [90, 90, 90] } }, 'line', 'warn breaks'],
    [{ line: { tried: 3, times: [1600, 1700, 90] } }, 'line', 'warn slow'],
    [{ line: { tried: 3, times: [90, 90, 9000] } }, 'line', 'pass pass'],
    [{ clock: null }, 'clock', 'warn unknown'],
    [{ clock: { ahead: 61_000, unsure: 50 } }, 'clock', 'warn fast'],
    [{ clock: { ahead: -300_000, unsure: 50 } }, 'clock', 'warn slow'],
    // On a slow line one cannot know so exactly.
    [{ clock: { ahead: 61_000, unsure: 2000 } }, 'clock', 'pass pass'],
    [{ width: 319 }, 'screen', 'warn warn'],
    [{ width: 320 }, 'screen', 'pass pass'],
  ])('of %j says of %s: %s', (change, id, level) => {
    expect(found(change, id)).toBe(level);
  });

  it('is as bad as its worst finding, and one thing never hides another', () => {
    const levels = fc.record({
      secure: fc.boolean(),
      encryption: fc.boolean(),
      serviceWorker: fc.boolean(),
      cookies: fc.boolean(),
      decompression: fc.boolean(),
      width: fc.constantFrom(300, 800),
    });
    fc.assert(
      fc.property(levels, (change) => {
        const findings = judge({ ...good, ...change });
        const worst = findings.some(({ level }) => level === 'fail')
          ? 'fail'
          : findings.some(({ level }) => level === 'warn')
            ? 'warn'
            : 'pass';
        expect(summary(findings)).toBe(worst);
        for (const id of ['secure', 'encryption', 'serviceWorker', 'cookies', 'decompression'] as const)
          expect(findings.find((one) => one.id === id)?.level === 'pass').toBe(change[id]);
      }),
    );
  });

  it('finds the difference of two clocks within half of the way there and back', () => {
    const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
    const way = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(
        time,
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        way,
        way,
        (asked, ahead, there, back) => {
          const serverTime = asked + there - ahead;
          const read = clockAhead(asked, asked + there + back, serverTime);
          expect(Math.abs(read.ahead - ahead)).toBeLessThanOrEqual(read.unsure);
        },
      ),
    );
  });

  it('takes the middle of the times', () => {
    expect(median([])).toBe(0);
    expect(median([7])).toBe(7);
    expect(median([9, 1, 5])).toBe(5);
    expect(median([1, 9])).toBe(9);
  });
});
