import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashJson, sha256, type Json } from '../../../kernel/index.js';
import { compileDraw } from './compile-draw.js';
import type { DrawBlueprint, PreassembledForm } from './draw-blueprint.js';
import { drawForm, type DrawnForm } from './draw-form.js';
import type { DrawablePoolItem } from './draw-pool.js';

const blueprint: DrawBlueprint = {
  languages: ['en'],
  parts: [
    {
      code: 'p',
      bank: 'x',
      draw: [
        { contentArea: 'a', count: 3 },
        { contentArea: 'b', count: 2 },
      ],
    },
    { code: 'q', bank: 'x', draw: [{ contentArea: 'a', count: 2 }] },
  ],
};

const item = (
  contentArea: string,
  index: number,
  more: Partial<DrawablePoolItem> = {},
): DrawablePoolItem => ({
  itemVersionId: `${contentArea}-${String(index)}`,
  itemCode: `T-${contentArea.toUpperCase()}-${String(index).padStart(3, '0')}`,
  bank: 'x',
  contentArea,
  competency: index % 2 === 0 ? 'even' : 'odd',
  cognitiveLevel: 'apply',
  type: 'single-choice',
  difficulty: 100 * index,
  options: ['a', 'b', 'c', 'd'],
  fixedOrder: false,
  translations: { en: `en-${contentArea}-${String(index)}`, ru: `ru-${contentArea}-${String(index)}` },
  caseOf: null,
  enemies: [],
  exposure: 0,
  ...more,
});
const many = (area: string, count: number) => Array.from({ length: count }, (_, index) => item(area, index));
const pool = [...many('a', 9), ...many('b', 6)];
const seedOf = (text: string) => sha256(text);
const compiled = (
  from: readonly DrawablePoolItem[] = pool,
  by: DrawBlueprint = blueprint,
  preassembled?: PreassembledForm[],
) => {
  const result = compileDraw({ blueprint: by, pool: from, preassembled });
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
};
const draw = (seed: Uint8Array, from = pool, by = blueprint): DrawnForm => {
  const result = drawForm(compiled(from, by), seed);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
};
const anySeed = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('drawForm', () => {
  it('obeys the blueprint, draws nothing twice, and permutes the options', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { items, itemCodes, name } = draw(seed);
        expect(name).toBeNull();
        expect(items.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7]);
        expect(new Set(itemCodes).size).toBe(7);
        const inPart = (part: string, area: string) =>
          items.filter((one) => one.part === part && one.itemVersionId.startsWith(area)).length;
        expect([inPart('p', 'a'), inPart('p', 'b'), inPart('q', 'a')]).toEqual([3, 2, 2]);
        for (const { optionOrder, translations } of items) {
          expect([...optionOrder].sort()).toEqual(['a', 'b', 'c', 'd']);
          expect(Object.keys(translations)).toEqual(['en']);
        }
      }),
    );
  });

  it('gives the same form for the same seed, whatever the order of the pool and whatever was drawn before', () => {
    const used = compiled();
    fc.assert(
      fc.property(anySeed, fc.shuffledSubarray(pool, { minLength: pool.length }), (seed, mixed) => {
        expect(draw(seed, mixed)).toEqual(draw(seed));
        expect(drawForm(used, seed)).toMatchObject({ value: draw(seed) });
      }),
    );
  });

  it('gives these bytes for this seed for ever: another hash needs another name of the algorithm', () => {
    const { items } = draw(seedOf('openmerit'));
    expect(hashJson(items as unknown as Json).toString('hex')).toMatchInlineSnapshot(
      `"2a9ae89aa8c84bf9f3cbb972b9ec91e0fafcb0ff5728fff120206a7c6eb280a0"`,
    );
  });

  it('keeps a fixed order of options', () => {
    const fixed = pool.map((one) => ({ ...one, fixedOrder: true }));
    for (const { optionOrder } of draw(seedOf('x'), fixed).items)
      expect(optionOrder).toEqual(['a', 'b', 'c', 'd']);
  });

  it('says which stratum lacks how many items', () => {
    const result = drawForm(compiled([...many('a', 4), ...many('b', 2)]), seedOf('x'));
    expect(result).toMatchObject({
      refusal: { code: 'FORM.POOL_TOO_SMALL', data: { part: 'q', contentArea: 'a', lacks: 1 } },
    });
  });

  it('fills strata that overlap by filters, and draws nothing twice in them', () => {
    const overlapping: DrawBlueprint = {
      languages: ['en'],
      parts: [
        {
          code: 'p',
          bank: 'x',
          draw: [
            { competency: 'even', count: 3 },
            { contentArea: 'a', difficulty: { from: 200, to: 600 }, count: 3 },
            { type: 'single-choice', cognitiveLevel: 'apply', count: 2 },
          ],
        },
      ],
    };
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { itemCodes } = draw(seed, pool, overlapping);
        expect(new Set(itemCodes).size).toBe(8);
        const chosen = pool.filter(({ itemCode }) => itemCodes.includes(itemCode));
        expect(chosen.filter(({ competency }) => competency === 'even').length).toBeGreaterThanOrEqual(3);
        const inside = chosen.filter(
          (one) => one.contentArea === 'a' && one.difficulty >= 200 && one.difficulty <= 600,
        );
        expect(inside.length).toBeGreaterThanOrEqual(3);
      }),
    );
  });

  it('begins anew from a dead end: a later stratum gets what only it can use', () => {
    // Two of the three items of "a" may go to the first stratum, but the second one needs both even ones.
    const tight: DrawBlueprint = {
      languages: ['en'],
      parts: [
        {
          code: 'p',
          bank: 'x',
          draw: [
            { contentArea: 'a', count: 1 },
            { contentArea: 'a', competency: 'even', count: 2 },
          ],
        },
      ],
    };
    fc.assert(
      fc.property(anySeed, (seed) => {
        expect([...draw(seed, many('a', 3), tight).itemCodes].sort()).toEqual([
          'T-A-000',
          'T-A-001',
          'T-A-002',
        ]);
      }),
    );
  });
});

describe('cases and enemies', () => {
  const inCase = (code: string, index: number, area = 'a') =>
    item(area, index, {
      caseOf: { code, itemVersionId: `case-${code}`, translations: { en: `en-${code}`, ru: `ru-${code}` } },
    });
  const mixed = [
    inCase('C1', 10),
    inCase('C1', 13),
    inCase('C2', 11),
    inCase('C2', 12),
    // Half of it lies in another stratum: it cannot be drawn.
    inCase('C3', 14),
    inCase('C3', 15, 'b'),
    ...many('a', 6),
    item('b', 0, { enemies: ['T-A-000', 'T-A-010', 'T-Z-999'] }),
    item('b', 1, { enemies: ['T-B-002'] }),
    item('b', 2),
    item('b', 3),
  ];

  it('keeps cases whole and together, in the order of their codes, and enemies apart', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { items, itemCodes } = draw(seed, mixed);
        for (const members of [
          ['T-A-010', 'T-A-013'],
          ['T-A-011', 'T-A-012'],
        ]) {
          const at = members.map((code) => itemCodes.indexOf(code));
          expect(at[1]).toBe(at[0] === -1 ? -1 : (at[0] as number) + 1);
          if (at[0] !== -1) {
            seen.add(members[0] as string);
            expect(items[at[0] as number]?.part).toBe(items[at[1] as number]?.part);
            expect(items[at[0] as number]?.case?.itemVersionId).toMatch(/^case-C/);
            expect(Object.keys(items[at[0] as number]?.case?.translations ?? {})).toEqual(['en']);
          }
        }
        expect(itemCodes).not.toContain('T-A-014');
        expect(itemCodes).not.toContain('T-B-015');
        const has = (code: string) => itemCodes.includes(code);
        expect(has('T-B-000') && (has('T-A-000') || has('T-A-010'))).toBe(false);
        expect(has('T-B-001') && has('T-B-002')).toBe(false);
        expect(items).toHaveLength(7);
      }),
      { numRuns: 300 },
    );
    expect(seen.size).toBe(2);
  });

  it('places included items first, whole cases with them, in the first stratum that takes them', () => {
    const including = { ...blueprint, include: ['T-A-013', 'T-B-003'] };
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { items, itemCodes } = draw(seed, mixed, including);
        const inP = itemCodes.filter((_, index) => items[index]?.part === 'p');
        expect(inP).toEqual(expect.arrayContaining(['T-A-010', 'T-A-013', 'T-B-003']));
        expect(itemCodes).not.toContain('T-B-000');
        expect(items).toHaveLength(7);
      }),
    );
  });

  it.each([
    ['not in the pool', ['T-A-999']],
    ['fits no stratum', ['T-A-014']],
    ['its stratum has no room left', ['T-A-001', 'T-A-002', 'T-A-003', 'T-A-004']],
    ['has an enemy among the included items', ['T-B-001', 'T-B-002']],
  ])('refuses an included item that is %s', (reason, include) => {
    const result = compileDraw({ blueprint: { ...blueprint, include }, pool: mixed });
    expect(result).toMatchObject({ refusal: { code: 'DRAW.INCLUDE', data: { reason } } });
  });
});

describe('forms assembled beforehand', () => {
  const form = (name: string, p: string[], q: string[]): PreassembledForm => ({
    name,
    parts: [
      { code: 'p', items: p },
      { code: 'q', items: q },
    ],
  });
  const A = form('A', ['T-A-000', 'T-A-001', 'T-A-002', 'T-B-000', 'T-B-001'], ['T-A-003', 'T-A-004']);
  const B = form('B', ['T-A-004', 'T-A-005', 'T-A-006', 'T-B-002', 'T-B-003'], ['T-A-007', 'T-A-008']);

  it('are given out whole, each about equally often, their units shuffled within the parts', () => {
    const both = compiled(pool, blueprint, [A, B]);
    const counts = { A: 0, B: 0 };
    for (let i = 0; i < 2000; i += 1) {
      const drawn = drawForm(both, seedOf(String(i)));
      if (!drawn.ok) throw new Error(drawn.refusal.code);
      const { name, itemCodes } = drawn.value;
      const own = name === 'A' ? A : B;
      counts[own.name as 'A' | 'B'] += 1;
      expect([...itemCodes.slice(0, 5)].sort()).toEqual(own.parts[0]?.items);
      expect([...itemCodes.slice(5)].sort()).toEqual(own.parts[1]?.items);
    }
    expect((counts.A - 1000) ** 2 / 1000 + (counts.B - 1000) ** 2 / 1000).toBeLessThan(10.83);
  });

  it.each([
    ['it has other parts than the blueprint', { ...A, parts: A.parts.slice(0, 1) }],
    ['it has an item twice', form('A', A.parts[0]?.items.slice() ?? [], ['T-A-000', 'T-A-004'])],
    [
      'part q has another number of items than the blueprint',
      form('A', [...(A.parts[0]?.items ?? [])], ['T-A-003']),
    ],
    ['item T-A-009 is not in the pool', form('A', [...(A.parts[0]?.items ?? [])], ['T-A-003', 'T-A-009'])],
  ])('are refused where %s', (reason, wrong) => {
    const result = compileDraw({ blueprint, pool, preassembled: [wrong] });
    expect(result).toMatchObject({ refusal: { code: 'DRAW.PREASSEMBLED', data: { form: 'A', reason } } });
  });

  it('are refused with half a case, or with enemies', () => {
    const caseOf = { code: 'C', itemVersionId: 'c', translations: {} };
    const halved = pool.map((one) =>
      ['T-A-003', 'T-A-005'].includes(one.itemCode) ? { ...one, caseOf } : one,
    );
    expect(compileDraw({ blueprint, pool: halved, preassembled: [A] })).toMatchObject({
      refusal: { data: { reason: 'item T-A-003 stands without its case' } },
    });
    const enemies = pool.map((one) => (one.itemCode === 'T-A-000' ? { ...one, enemies: ['T-B-001'] } : one));
    expect(compileDraw({ blueprint, pool: enemies, preassembled: [A] })).toMatchObject({
      refusal: { data: { reason: 'item T-A-000 has an enemy in it' } },
    });
  });
});

describe('the chance of each item', () => {
  /** Chi-square of how often each of some items came, where all have the same chance. */
  const chi = (counts: ReadonlyMap<string, number>, codes: readonly string[], expected: number) =>
    codes.reduce((sum, code) => sum + ((counts.get(code) ?? 0) - expected) ** 2 / expected, 0);

  it('is equal in a stratum, also at each place of the part (3,000 fixed seeds, p = 0.001)', () => {
    const drawn = new Map<string, number>();
    const first = new Map<string, number>();
    for (let i = 0; i < 3000; i += 1) {
      const { itemCodes } = draw(seedOf(String(i)));
      for (const code of itemCodes) drawn.set(code, (drawn.get(code) ?? 0) + 1);
      const [one = ''] = itemCodes;
      first.set(one, (first.get(one) ?? 0) + 1);
    }
    const codes = (area: string) => many(area, area === 'a' ? 9 : 6).map(({ itemCode }) => itemCode);
    expect(chi(drawn, codes('a'), (3000 * 5) / 9)).toBeLessThan(26.12);
    expect(chi(drawn, codes('b'), (3000 * 2) / 6)).toBeLessThan(20.52);
    expect(chi(first, codes('a'), (3000 * 3) / 5 / 9)).toBeLessThan(26.12);
    expect(chi(first, codes('b'), (3000 * 2) / 5 / 6)).toBeLessThan(20.52);
  });

  it('is equal for every order of the options (24 orders, 4,800 fixed seeds, p = 0.001)', () => {
    const orders = new Map<string, number>();
    for (let i = 0; i < 4800; i += 1) {
      const order = draw(seedOf(`order ${String(i)}`)).items[3]?.optionOrder.join('') ?? '';
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(24);
    expect(chi(orders, [...orders.keys()], 200)).toBeLessThan(49.73);
  });
});
