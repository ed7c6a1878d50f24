import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { oneForm, poolItem, poolItems } from '../../../../test/support/assembly-pool.js';
import type { AssemblyItem } from './assembly-item.js';
import type { PreassembledForm } from '../draw/draw-blueprint.js';
import { recheckForms, type Violation } from './recheck-form.js';

const blueprint = oneForm(
  {
    p: [
      { contentArea: 'a', count: 6 },
      { contentArea: 'b', difficulty: { from: 300, to: 900 }, count: 3 },
    ],
    q: [{ contentArea: 'a', count: 3 }],
  },
  {
    assembly: 'parallel',
    parallel: { forms: 2, maximumOverlap: 1 },
    constraints: [
      { cognitiveLevel: 'apply', minimum: 3 },
      { part: 'p', competency: 'rare', maximum: 1 },
    ],
    include: ['A-001'],
    exclude: ['A-030'],
    maximumExposure: 10,
  },
);
const pool: AssemblyItem[] = [
  ...poolItems('A', 30).map((item) => ({
    ...item,
    ...(item.itemCode === 'A-002' && { competency: 'rare' }),
    ...(item.itemCode === 'A-003' && { enemies: ['A-020'] }),
    ...(item.itemCode === 'A-021' && { exposure: 10 }),
    ...((item.itemCode === 'A-022' || item.itemCode === 'A-023') && { competency: 'rare' }),
  })),
  ...poolItems('B', 10, { contentArea: 'b', cognitiveLevel: 'apply' }),
  ...poolItems('K', 2, { caseCode: 'K' }),
  ...poolItems('L', 2, { caseCode: 'L' }),
  poolItem('X-001', { bank: 'y' }),
  poolItem('B-900', { contentArea: 'b', cognitiveLevel: 'apply', difficulty: 950 }),
];
const p = (...codes: string[]) => ({ code: 'p', items: codes });
const q = (...codes: string[]) => ({ code: 'q', items: codes });
const formA: PreassembledForm = {
  name: 'A',
  parts: [
    p('A-001', 'A-002', 'A-003', 'A-004', 'K-001', 'K-002', 'B-001', 'B-002', 'B-003'),
    q('A-005', 'L-001', 'L-002'),
  ],
};
const formB: PreassembledForm = {
  name: 'B',
  parts: [
    p('A-001', 'A-006', 'A-007', 'A-008', 'A-009', 'A-010', 'B-004', 'B-005', 'B-006'),
    q('A-011', 'A-012', 'A-013'),
  ],
};
const rulesOf = (forms: readonly PreassembledForm[]): Set<Violation['rule']> =>
  new Set(recheckForms(blueprint, pool, forms).map(({ rule }) => rule));

/** Form A with the items of a part put otherwise. */
const changed = (part: 'p' | 'q', change: (items: string[]) => string[]): PreassembledForm => ({
  name: 'A',
  parts: formA.parts.map((one) => (one.code === part ? { code: part, items: change([...one.items]) } : one)),
});
const swapped = (part: 'p' | 'q', from: string, to: string): PreassembledForm =>
  changed(part, (items) => items.map((code) => (code === from ? to : code)));

describe('rechecking forms', () => {
  it('finds nothing where every rule is kept', () => {
    expect(recheckForms(blueprint, pool, [formA, formB])).toEqual([]);
  });

  it.each<[Violation['rule'], PreassembledForm]>([
    ['count', changed('p', (items) => items.slice(0, -1))],
    ['count', changed('q', (items) => [...items, 'A-014'])],
    ['unknown-item', swapped('p', 'A-004', 'Z-001')],
    ['twice', swapped('q', 'A-005', 'A-004')],
    ['bank', swapped('p', 'A-004', 'X-001')],
    ['stratum', swapped('p', 'A-004', 'B-007')],
    ['stratum', swapped('p', 'B-003', 'B-900')],
    ['minimum', swapped('p', 'B-003', 'A-014')],
    ['maximum', swapped('p', 'A-004', 'A-022')],
    ['case', swapped('p', 'K-002', 'A-014')],
    ['case', swapped('q', 'L-001', 'A-014')],
    ['case', changed('q', () => ['L-001', 'A-005', 'L-002'])],
    ['case', changed('q', () => ['A-005', 'L-002', 'L-001'])],
    ['enemies', swapped('p', 'A-004', 'A-020')],
    ['enemies', swapped('q', 'A-005', 'A-020')],
    ['include', swapped('p', 'A-001', 'A-014')],
    ['exclude', swapped('p', 'A-004', 'A-030')],
    ['exposure', swapped('p', 'A-004', 'A-021')],
    ['overlap', swapped('p', 'A-004', 'A-006')],
    ['parts', { name: 'A', parts: [...formA.parts].reverse() }],
    ['parts', { name: 'A', parts: formA.parts.slice(0, 1) }],
  ])('finds a broken rule: %s', (rule, form) => {
    expect(rulesOf([form, formB])).toContain(rule);
  });

  it('counts a case that stands in two strata as broken, though both of its items are there', () => {
    const torn: PreassembledForm = {
      name: 'A',
      parts: [
        p('A-001', 'A-002', 'A-003', 'A-004', 'A-014', 'K-001', 'B-001', 'B-002', 'B-003'),
        q('K-002', 'L-001', 'L-002'),
      ],
    };
    expect(rulesOf([torn, formB])).toContain('case');
  });

  it('wants as many forms as the blueprint', () => {
    expect(rulesOf([formA])).toContain('forms');
    expect(rulesOf([formA, formB, { ...formB, name: 'C' }])).toContain('forms');
  });

  it('finds any one item that is exchanged for one that breaks a rule, wherever it stands', () => {
    const breaking: [string, Violation['rule'][]][] = [
      ['Z-009', ['unknown-item']],
      ['X-001', ['bank']],
      ['A-030', ['exclude', 'stratum']],
      ['A-021', ['exposure', 'stratum']],
      ['K-001', ['twice', 'case']],
      ['L-002', ['twice', 'case']],
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1),
        fc.nat({ max: 8 }),
        fc.constantFrom(...breaking),
        (part, at, [code, rules]) => {
          const items = [...(formA.parts[part]?.items ?? [])];
          const place = at % items.length;
          fc.pre(items[place] !== code);
          items[place] = code;
          const form = {
            name: 'A',
            parts: formA.parts.map((one, index) => (index === part ? { ...one, items } : one)),
          };
          const found = rulesOf([form, formB]);
          expect(rules.some((rule) => found.has(rule))).toBe(true);
        },
      ),
    );
  });
});
