import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededGenerator, sha256 } from '../../kernel/index.js';
import { SIGNAL_KINDS } from '../../proctoring/index.js';
import { DEEDS, deedsIn, planDrill, type Deed, type DrillPart } from './drill-plan.js';

const wishes = fc.record({
  candidates: fc.integer({ min: 1, max: 120 }),
  durationMs: fc.integer({ min: 5_000, max: 1_800_000 }),
  camera: fc.boolean(),
  fullScreen: fc.boolean(),
});
/** Plans of hundreds: each run looks at all of one. */
const RUNS = { numRuns: 30 };
const seeds = fc.string().map((text) => sha256(text));
const deedsOf = (plan: readonly DrillPart[]): Deed[] =>
  plan.flatMap(({ deed }) => (deed ? [deed] : [])).sort((a, b) => a.at - b.at);

describe('the plan of a drill', () => {
  it('is the same for the same seed, and another one for another', () => {
    const wish = { candidates: 40, durationMs: 600_000, camera: true, fullScreen: true };
    const plan = (seed: string) => planDrill(wish, seededGenerator(sha256(seed)));
    expect(plan('one')).toEqual(plan('one'));
    expect(plan('one')).not.toEqual(plan('two'));
  });

  it('has a signal of the platform for each deed, and every kind that a session can have', () => {
    expect(SIGNAL_KINDS).toEqual(expect.arrayContaining(Object.values(DEEDS)));
    expect(deedsIn({ camera: false, fullScreen: false })).toHaveLength(Object.keys(DEEDS).length - 2);
  });

  it('lets each kind happen where there are enough candidates, and most do nothing', () => {
    fc.assert(
      fc.property(wishes, seeds, (wish, seed) => {
        const plan = planDrill(wish, seededGenerator(seed));
        const kinds = deedsIn(wish);
        const happened = deedsOf(plan).map(({ kind }) => kind);
        expect(plan).toHaveLength(wish.candidates);
        expect(new Set(happened).size).toBe(Math.min(wish.candidates, kinds.length));
        expect(kinds).toEqual(expect.arrayContaining(happened));
        if (wish.candidates >= 2 * kinds.length)
          expect(happened.length).toBeLessThanOrEqual(wish.candidates / 2);
      }),
      RUNS,
    );
  });

  it('never lets everything happen at once, and ends all within the drill', () => {
    fc.assert(
      fc.property(wishes, seeds, (wish, seed) => {
        const plan = planDrill(wish, seededGenerator(seed));
        const deeds = deedsOf(plan);
        const window = (wish.durationMs * 0.5) / deeds.length;
        deeds.forEach(({ at, until }, index) => {
          const before = deeds[index - 1];
          if (before) expect(at - before.at).toBeGreaterThanOrEqual(Math.floor(window * 0.2) - 1);
          expect(at).toBeGreaterThanOrEqual(Math.floor(wish.durationMs * 0.1));
          expect(until ?? at).toBeGreaterThanOrEqual(at);
          expect(until ?? at).toBeLessThanOrEqual(wish.durationMs * 0.96);
        });
        for (const { beginsAt, answersAt, handsInAt, deed } of plan) {
          expect(beginsAt).toBeLessThanOrEqual(wish.durationMs * 0.05);
          if (deed) expect(deed.at).toBeGreaterThan(beginsAt);
          expect(answersAt).toEqual(answersAt.toSorted((a, b) => a - b));
          // Whoever comes back hands in after that.
          if (handsInAt !== null) {
            expect(handsInAt).toBeGreaterThanOrEqual(deed?.until ?? 0);
            expect(handsInAt).toBeLessThan(wish.durationMs);
          }
          expect(handsInAt === null).toBe(deed?.kind === 'stays-away' || deed?.kind === 'silent-for-good');
        }
      }),
      RUNS,
    );
  });
});
