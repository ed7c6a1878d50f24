import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { oneForm, poolItem, poolItems } from '../../../../test/support/assembly-pool.js';
import { seededGenerator, sha256 } from '../../../kernel/index.js';
import { Solver } from '../../worker/solver.js';
import { assembleForms, formName, largestDeviation, TOLERANCE } from './assemble-forms.js';
import type { AssemblyItem } from './assembly-item.js';
import type { Blueprint } from '../blueprint/blueprint.js';
import { checkBlueprint } from './feasibility.js';
import type { PreassembledForm } from '../draw/draw-blueprint.js';
import { recheckForms } from './recheck-form.js';

const solver = new Solver();
afterAll(() => solver.stop());

const assemble = (blueprint: Blueprint, pool: readonly AssemblyItem[], seed = 'seed') =>
  assembleForms({
    blueprint,
    pool,
    solve: solver.solve,
    generator: seededGenerator(sha256(seed)),
    secondsLeft: () => 10,
  });
const assembled = async (blueprint: Blueprint, pool: readonly AssemblyItem[]) => {
  const result = await assemble(blueprint, pool);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};
const codesOf = (forms: Awaited<ReturnType<typeof assembled>>['forms']): PreassembledForm[] =>
  forms.map(({ name, parts }) => ({
    name,
    parts: parts.map(({ code, items }) => ({ code, items: items.map(({ itemCode }) => itemCode) })),
  }));

describe('assembling forms', () => {
  it('makes parallel forms without an overlap, equally hard at three points', async () => {
    const blueprint = oneForm(
      {
        p: [
          { contentArea: 'a', count: 10 },
          { contentArea: 'b', count: 5 },
        ],
      },
      { assembly: 'parallel', parallel: { forms: 4, maximumOverlap: 0 } },
    );
    const pool = [...poolItems('A', 60), ...poolItems('B', 30, { contentArea: 'b' })];
    const { forms, measures, target } = await assembled(blueprint, pool);
    expect(measures).toEqual(['expectedScore']);
    expect(forms.map(({ name }) => name)).toEqual(['A', 'B', 'C', 'D']);
    for (const { profile } of forms) expect(largestDeviation(profile, target)).toBeLessThan(TOLERANCE + 0.01);
    expect(recheckForms(blueprint, pool, codesOf(forms))).toEqual([]);
  });

  it('matches information as well once every item is calibrated', async () => {
    const calibrated = poolItems('A', 80).map((item, index) => ({
      ...item,
      calibration: {
        a: 700 + ((index * 53) % 800),
        b: -1500 + ((index * 211) % 3000),
        c: (index * 17) % 250,
      },
    }));
    const blueprint = oneForm(
      { p: [{ count: 15 }] },
      { assembly: 'parallel', parallel: { forms: 3, maximumOverlap: 0 } },
    );
    const { forms, measures, target } = await assembled(blueprint, calibrated);
    expect(measures).toEqual(['information', 'expectedScore']);
    for (const { profile } of forms) expect(largestDeviation(profile, target)).toBeLessThan(0.1);
  });

  it('leaves to the later forms what they need: none of the scarce is spent too early', async () => {
    const scarce = poolItems('S', 6, { cognitiveLevel: 'analyse', difficulty: 600 });
    const blueprint = oneForm(
      { p: [{ count: 5 }] },
      {
        assembly: 'parallel',
        parallel: { forms: 3, maximumOverlap: 0 },
        constraints: [{ cognitiveLevel: 'analyse', minimum: 2 }],
      },
    );
    const pool = [...scarce, ...poolItems('A', 40)];
    const { forms } = await assembled(blueprint, pool);
    expect(recheckForms(blueprint, pool, codesOf(forms))).toEqual([]);
  });

  it('keeps forms within the overlap that they may have, and what is included in all of them', async () => {
    const blueprint = oneForm(
      { p: [{ count: 10 }] },
      {
        assembly: 'parallel',
        parallel: { forms: 3, maximumOverlap: 4 },
        include: ['A-001', 'A-002'],
      },
    );
    const pool = poolItems('A', 24);
    const { forms } = await assembled(blueprint, pool);
    expect(recheckForms(blueprint, pool, codesOf(forms))).toEqual([]);
  });

  it('refuses what cannot be', async () => {
    expect(await assemble(oneForm({ p: [{ count: 9 }] }), poolItems('A', 8))).toMatchObject({
      refusal: { code: 'FORM.BANK_TOO_SMALL' },
    });
  });

  it('gives the same forms for the same seed', async () => {
    const blueprint = oneForm({ p: [{ count: 10 }] });
    const pool = poolItems('A', 40);
    expect(await assemble(blueprint, pool)).toEqual(await assemble(blueprint, pool));
  });

  it('succeeds exactly where the check says that the bank suffices, and then breaks no rule', async () => {
    const anyItem = fc.record({
      contentArea: fc.constantFrom('a', 'b'),
      cognitiveLevel: fc.constantFrom('remember', 'apply'),
      difficulty: fc.integer({ min: 100, max: 900 }),
      caseCode: fc.constantFrom(null, null, null, null, null, null, 'K1', 'K2'),
      exposure: fc.constantFrom(0, 0, 0, 1, 2, 3),
      enemy: fc.option(fc.integer({ min: 0, max: 21 }), { freq: 3 }),
    });
    const code = (index: number): string => `I-${String(index).padStart(2, '0')}`;
    const anyPool = fc.array(anyItem, { minLength: 8, maxLength: 22 }).map((items) =>
      items.map(({ enemy, ...item }, index) =>
        poolItem(code(index), {
          ...item,
          enemies: enemy === null || enemy === index ? [] : [code(enemy)],
        }),
      ),
    );
    const anyBlueprint = fc
      .record({
        first: fc.integer({ min: 1, max: 4 }),
        second: fc.integer({ min: 1, max: 3 }),
        minimum: fc.integer({ min: 0, max: 3 }),
        maximum: fc.integer({ min: 1, max: 5 }),
        include: fc.option(fc.integer({ min: 0, max: 5 }), { freq: 3 }),
        exclude: fc.option(fc.integer({ min: 6, max: 13 })),
      })
      .map((one) =>
        oneForm(
          { p: [{ contentArea: 'a', count: one.first }], q: [{ count: one.second }] },
          {
            constraints: [
              { cognitiveLevel: 'apply', minimum: one.minimum },
              { part: 'q', contentArea: 'b', maximum: one.maximum },
            ],
            include: one.include === null ? [] : [code(one.include)],
            exclude: one.exclude === null ? [] : [code(one.exclude)],
            maximumExposure: 3,
          },
        ),
      );
    let feasible = 0;
    await fc.assert(
      fc.asyncProperty(anyBlueprint, anyPool, async (blueprint, pool) => {
        const { ok, lacks } = await checkBlueprint(blueprint, pool, solver.solve);
        const result = await assemble(blueprint, pool);
        expect(result.ok).toBe(ok);
        expect(lacks.length > 0).toBe(!ok);
        if (!result.ok) return;
        feasible += 1;
        expect(recheckForms(blueprint, pool, codesOf(result.value.forms))).toEqual([]);
      }),
      { numRuns: 150, seed: 20261124 },
    );
    expect(feasible).toBeGreaterThan(15);
  });

  it('names forms by letters', () => {
    expect([0, 25, 26, 27, 52].map(formName)).toEqual(['A', 'Z', 'AA', 'AB', 'BA']);
  });
});
