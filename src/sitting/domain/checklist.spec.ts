import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { computedPoints, needsReason, type ChecklistFacts } from './checklist.js';

const READY: ChecklistFacts = {
  programmePublished: true,
  draw: 'drawn',
  sealed: { done: 1200, of: 1200 },
  candidates: 1000,
  booked: 1000,
  proctors: 20,
  proctorsNeeded: true,
  spareNumbers: { free: 200, all: 200 },
  clockAhead: -3,
  queueAnswers: true,
  workerSilence: 2,
  freeBytes: 50_000_000_000,
  rehearsal: { passed: true, candidates: 500 },
  receiptKey: true,
  accommodated: 4,
  unmet: 0,
};

const stateOf = (change: Partial<ChecklistFacts>, code: string) =>
  computedPoints({ ...READY, ...change }).find((point) => point.code === code)?.state;

describe('the checklist', () => {
  it('is good all through where everything is ready', () => {
    expect(new Set(computedPoints(READY).map(({ state }) => state))).toEqual(new Set(['good']));
  });

  it.each<[Partial<ChecklistFacts>, string, string | undefined]>([
    [{ draw: 'none', sealed: null }, 'draw', 'look'],
    [{ draw: 'none', sealed: null }, 'sealed', undefined],
    [{ draw: 'none', sealed: null }, 'spares', undefined],
    [{ draw: 'committed', sealed: null }, 'draw', 'bad'],
    [{ sealed: { done: 1199, of: 1200 } }, 'sealed', 'bad'],
    [{ candidates: 0 }, 'candidates', 'bad'],
    [{ booked: 990 }, 'booked', 'look'],
    [{ booked: null }, 'booked', undefined],
    [{ proctors: 19 }, 'proctors', 'look'],
    [{ proctors: 0 }, 'proctors', 'bad'],
    [{ proctors: 0, proctorsNeeded: false }, 'proctors', 'look'],
    [{ spareNumbers: { free: 19, all: 200 } }, 'spares', 'look'],
    [{ spareNumbers: { free: 0, all: 200 } }, 'spares', 'bad'],
    [{ clockAhead: 600 }, 'clock', 'look'],
    [{ clockAhead: -6000 }, 'clock', 'bad'],
    [{ queueAnswers: false }, 'queue', 'bad'],
    [{ workerSilence: 61 }, 'worker', 'bad'],
    [{ workerSilence: null }, 'worker', 'bad'],
    [{ freeBytes: null }, 'disk', 'unknown'],
    [{ freeBytes: 1_900_000_000 }, 'disk', 'bad'],
    [{ rehearsal: null }, 'rehearsal', 'look'],
    [{ rehearsal: { passed: null, candidates: 5 } }, 'rehearsal', 'look'],
    [{ rehearsal: { passed: false, candidates: 5 } }, 'rehearsal', 'bad'],
    [{ unmet: 1 }, 'accommodations', 'bad'],
    [{ receiptKey: false }, 'receipts', 'bad'],
    [{ programmePublished: false }, 'programme', 'bad'],
  ])('says of %j that "%s" is %s', (change, code, state) => {
    expect(stateOf(change, code)).toBe(state);
  });

  it('wants a reason for a go exactly where something is bad or not seen to', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('good', 'look', 'bad', 'unknown' as const)),
        fc.array(fc.boolean()),
        (states, done) => {
          const points = states.map((state) => ({ state: state as 'good' }));
          const manual = done.map((one) => ({ done: one }));
          expect(needsReason(points, manual)).toBe(states.includes('bad') || done.includes(false));
        },
      ),
    );
  });
});
