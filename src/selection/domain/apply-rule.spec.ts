import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StageRule } from '../../competition/index.js';
import { EXACT_IN_HUNDREDTH } from '../../kernel/index.js';
import { applyRule, type Entrant } from './apply-rule.js';

const of = (...points: (number | null)[]): Entrant[] => points.map((one) => ({ points: one, passed: null }));
const who = (rule: StageRule, entrants: readonly Entrant[]): string =>
  applyRule(rule, entrants)
    .map((outcome) => ({ advanced: '+', out: '-', absent: '0' })[outcome])
    .join('');

const anyPoints = fc.option(fc.integer({ min: -3, max: 12 }), { nil: null });
const anyEntrants = fc.array(anyPoints, { maxLength: 30 }).map((points) => of(...points));
const anyRule = fc.oneof(
  fc.record({ kind: fc.constant('best' as const), count: fc.integer({ min: 1, max: 40 }) }),
  fc.constant({ kind: 'best-half' as const }),
  fc.record({ kind: fc.constant('cut-score' as const), points: fc.integer({ min: 0, max: 12 }) }),
);

describe('who goes on from a stage', () => {
  it.each<[string, StageRule, Entrant[], string]>([
    ['a cut score', { kind: 'cut-score', points: 500 }, of(499, 500, 501, null), '-++0'],
    ['the best two', { kind: 'best', count: 2 }, of(1, 3, 2, 0), '-++-'],
    ['the best two and who equals the second', { kind: 'best', count: 2 }, of(3, 2, 2, 2, 1), '++++-'],
    ['the best five of three', { kind: 'best', count: 5 }, of(3, 1, 0), '+++'],
    ['the better half', { kind: 'best-half' }, of(4, 3, 2, 1), '++--'],
    ['half of five is three', { kind: 'best-half' }, of(5, 4, 3, 2, 1), '+++--'],
    ['half of those who came', { kind: 'best-half' }, of(4, 3, null, null, 2, 1), '++00--'],
    ['half, and who equals the last', { kind: 'best-half' }, of(4, 3, 3, 1), '+++-'],
    ['nobody came', { kind: 'best-half' }, of(null, null), '00'],
    ['nobody is there', { kind: 'best', count: 1 }, [], ''],
  ])('%s', (_, rule, entrants, outcome) => {
    expect(who(rule, entrants)).toBe(outcome);
  });

  it('goes by the verdict where whoever passes goes on, with points or without', () => {
    const entrants: Entrant[] = [
      { points: null, passed: true },
      { points: 10, passed: false },
      { points: 90, passed: true },
      { points: null, passed: null },
    ];
    expect(who({ kind: 'passed' }, entrants)).toBe('+-+0');
  });

  it('lets strength in one stage make up for another, exactly at the line', () => {
    const rule = {
      kind: 'weighted',
      least: 60,
      stages: [
        { code: 'exam', weight: 2 },
        { code: 'essay', weight: 1 },
      ],
    } as const;
    const at = (exam: number, essay: number): Entrant => ({
      points: essay,
      passed: null,
      byStage: { exam, essay },
    });
    // 2/3 × 72/90 + 1/3 × 2/10 = 0.6
    expect(
      applyRule(rule, [at(7200, 200), at(7199, 200), at(9000, 0), at(0, 1000)], { exam: 9000, essay: 1000 }),
    ).toEqual(['advanced', 'out', 'advanced', 'out']);
  });

  it('does not depend on the order, treats equals alike, and never lets a weaker one go on before a stronger one', () => {
    fc.assert(
      fc.property(anyRule, anyEntrants, (rule, entrants) => {
        const outcomes = applyRule(rule, entrants);
        expect(applyRule(rule, [...entrants].reverse()).reverse()).toEqual(outcomes);
        const weakest = Math.min(
          ...entrants.filter((_, index) => outcomes[index] === 'advanced').map((one) => one.points ?? NaN),
        );
        for (const [index, { points }] of entrants.entries()) {
          const outcome = points === null ? 'absent' : points >= weakest ? 'advanced' : 'out';
          expect(outcomes[index]).toBe(outcome);
        }
      }),
    );
  });

  it('lets at least so many go on where there are as many, and one more only for a tie', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), anyEntrants, (count, entrants) => {
        const came = entrants.flatMap((one) => one.points ?? []).sort((a, b) => b - a);
        const advanced = applyRule({ kind: 'best', count }, entrants).filter((one) => one === 'advanced');
        expect(advanced.length).toBeGreaterThanOrEqual(Math.min(count, came.length));
        const last = came[Math.min(count, came.length) - 1];
        expect(advanced).toHaveLength(came.filter((points) => last !== undefined && points >= last).length);
        const half = applyRule({ kind: 'best-half' }, entrants);
        expect(half).toEqual(applyRule({ kind: 'best', count: Math.ceil(came.length / 2) }, entrants));
      }),
    );
  });

  it('never takes from anybody who gets more points', () => {
    fc.assert(
      fc.property(
        anyRule,
        fc.array(fc.integer({ min: -3, max: 12 }), { minLength: 1, maxLength: 30 }),
        fc.nat(),
        fc.integer({ min: 1, max: 5 }),
        (rule, points, at, more) => {
          const place = at % points.length;
          const before = applyRule(rule, of(...points))[place];
          const better = points.map((one, index) => (index === place ? one + more : one));
          if (before === 'advanced') expect(applyRule(rule, of(...better))[place]).toBe('advanced');
        },
      ),
    );
  });

  it('goes by points on a scale where there is one, to the last decimal', () => {
    const on = (points: number, scaled: number): Entrant => ({ points, scaled, passed: null });
    const entrants = [on(900, 500_000_000), on(300, 500_000_001), on(100, 1_000_000_000)];
    expect(who({ kind: 'best', count: 2 }, entrants)).toBe('-++');
    expect(who({ kind: 'cut-score', points: 5000 }, entrants)).toBe('+++');
    expect(who({ kind: 'cut-score', points: 5001 }, entrants)).toBe('--+');
  });

  it('comes out the same by points and by the same points as a scale', () => {
    fc.assert(
      fc.property(anyEntrants, anyRule, (entrants, rule) => {
        const scaled = entrants.map((one) => ({
          ...one,
          scaled: one.points === null ? null : one.points * EXACT_IN_HUNDREDTH,
        }));
        expect(applyRule(rule, scaled)).toEqual(applyRule(rule, entrants));
      }),
    );
  });
});
