import { afterAll, describe, expect, it } from '@jest/globals';
import { oneForm, poolItem, poolItems } from '../../../../test/support/assembly-pool.js';
import { Solver } from '../../worker/solver.js';
import type { AssemblyItem } from './assembly-item.js';
import type { Blueprint } from '../blueprint/blueprint.js';
import { checkBlueprint } from './feasibility.js';

const solver = new Solver();
afterAll(() => solver.stop());

const check = (blueprint: Blueprint, pool: readonly AssemblyItem[]) =>
  checkBlueprint(blueprint, pool, solver.solve);
const lacksOf = async (blueprint: Blueprint, pool: readonly AssemblyItem[]) =>
  (await check(blueprint, pool)).lacks;

const areas = [...poolItems('A', 10), ...poolItems('B', 6, { contentArea: 'b', cognitiveLevel: 'apply' })];

describe('whether a bank can meet a blueprint', () => {
  it('says yes where it can, with what there is for each stratum', async () => {
    const found = await check(
      oneForm({
        p: [
          { contentArea: 'a', count: 5 },
          { contentArea: 'b', count: 6 },
        ],
      }),
      areas,
    );
    expect(found).toEqual({
      ok: true,
      proven: true,
      forms: 1,
      strata: [
        { part: 'p', index: 0, wanted: 5, available: 10 },
        { part: 'p', index: 1, wanted: 6, available: 6 },
      ],
      lacks: [],
    });
  });

  it('says which stratum lacks how many', async () => {
    const blueprint = oneForm({ p: [{ contentArea: 'a', count: 12 }], q: [{ contentArea: 'b', count: 6 }] });
    expect(await lacksOf(blueprint, areas)).toEqual([
      { where: { kind: 'stratum', part: 'p', index: 0 }, wanted: 12, available: 10, lacks: 2 },
    ]);
  });

  it('counts an item once over parts, though each part alone could be filled', async () => {
    const found = await check(
      oneForm({ p: [{ contentArea: 'a', count: 6 }], q: [{ contentArea: 'a', count: 6 }] }),
      areas,
    );
    expect(found.lacks.reduce((sum, { lacks }) => sum + lacks, 0)).toBe(2);
    expect(found.strata.every(({ wanted, available }) => available >= wanted)).toBe(true);
  });

  it('finds out that strata which overlap want the same items', async () => {
    const blueprint = oneForm({
      p: [
        { contentArea: 'b', count: 4 },
        { cognitiveLevel: 'apply', count: 4 },
      ],
    });
    expect((await lacksOf(blueprint, areas)).map(({ lacks }) => lacks)).toEqual([2]);
  });

  it('tells a minimum that nothing can meet from strata that can be filled', async () => {
    const blueprint = oneForm(
      { p: [{ count: 10 }] },
      { constraints: [{ cognitiveLevel: 'apply', minimum: 8 }] },
    );
    expect(await lacksOf(blueprint, areas)).toEqual([
      { where: { kind: 'minimum', index: 0 }, wanted: 8, available: 6, lacks: 2 },
    ]);
  });

  it('tells a maximum that the strata go beyond', async () => {
    const blueprint = oneForm(
      { p: [{ contentArea: 'b', count: 5 }] },
      { constraints: [{ part: 'p', cognitiveLevel: 'apply', maximum: 3 }] },
    );
    expect(await lacksOf(blueprint, areas)).toEqual([
      { where: { kind: 'maximum', index: 0 }, wanted: 3, available: 5, lacks: 2 },
    ]);
  });

  it('keeps cases whole: threes do not make five', async () => {
    const cases = ['K1', 'K2', 'K3'].flatMap((caseCode) => poolItems(caseCode, 3, { caseCode }));
    expect(await lacksOf(oneForm({ p: [{ count: 6 }] }), cases)).toEqual([]);
    const [lack] = await lacksOf(oneForm({ p: [{ count: 5 }] }), cases);
    expect(lack).toMatchObject({ where: { kind: 'stratum' }, available: 9, lacks: 2 });
  });

  it('knows no case whose items fall into no one stratum, are excluded, or are enemies of each other', async () => {
    const mixed = [poolItem('K-1', { caseCode: 'K' }), poolItem('K-2', { caseCode: 'K', contentArea: 'b' })];
    const strata = [
      { contentArea: 'a', count: 1 },
      { contentArea: 'b', count: 1 },
    ];
    expect((await check(oneForm({ p: strata }), mixed)).ok).toBe(false);
    const pair = poolItems('K', 2, { caseCode: 'K' });
    expect((await check(oneForm({ p: [{ count: 2 }] }), pair)).ok).toBe(true);
    expect((await check(oneForm({ p: [{ count: 2 }] }, { exclude: ['K-001'] }), pair)).ok).toBe(false);
    const [one, other] = pair as [AssemblyItem, AssemblyItem];
    const enemies = [{ ...one, enemies: ['K-002'] }, other];
    expect((await check(oneForm({ p: [{ count: 2 }] }), enemies)).ok).toBe(false);
  });

  it('lets one of two enemies in, whoever names the other', async () => {
    const pool = [poolItem('A-1', { enemies: ['A-2'] }), poolItem('A-2'), poolItem('A-3')];
    expect(await lacksOf(oneForm({ p: [{ count: 2 }] }), pool)).toEqual([]);
    expect((await lacksOf(oneForm({ p: [{ count: 3 }] }), pool)).map(({ lacks }) => lacks)).toEqual([1]);
  });

  it('leaves out what was shown too often', async () => {
    const pool = [...poolItems('A', 3, { exposure: 20 }), ...poolItems('B', 2, { exposure: 19 })];
    const blueprint = oneForm({ p: [{ count: 4 }] }, { maximumExposure: 20 });
    expect(await lacksOf(blueprint, pool)).toMatchObject([{ available: 2, lacks: 2 }]);
  });

  it('names what is to be included and cannot be', async () => {
    expect(await lacksOf(oneForm({ p: [{ count: 2 }] }, { include: ['A-001', 'Z-1'] }), areas)).toEqual([
      { where: { kind: 'include', item: 'Z-1' }, wanted: 1, available: 0, lacks: 1 },
    ]);
    const tooMany = oneForm({ p: [{ count: 1 }] }, { include: ['A-001', 'A-002'] });
    expect(await lacksOf(tooMany, areas)).toMatchObject([{ where: { kind: 'include' }, lacks: 1 }]);
  });

  it('wants items for all parallel forms, less what they may share', async () => {
    const parallel = (forms: number, maximumOverlap: number, more: Partial<Blueprint> = {}) =>
      oneForm(
        { p: [{ contentArea: 'a', count: 4 }] },
        {
          assembly: 'parallel',
          parallel: { forms, maximumOverlap },
          ...more,
        },
      );
    expect(await lacksOf(parallel(2, 0), areas)).toEqual([]);
    expect(await lacksOf(parallel(3, 0), areas)).toMatchObject([{ wanted: 12, available: 10, lacks: 2 }]);
    expect(await lacksOf(parallel(3, 1), areas)).toEqual([]);
    expect(await lacksOf(parallel(2, 0, { include: ['A-001'] }), areas)).toMatchObject([
      { where: { kind: 'overlap' }, wanted: 1, available: 0, lacks: 1 },
    ]);
    expect(await lacksOf(parallel(2, 1, { include: ['A-001'] }), areas)).toEqual([]);
  });
});
