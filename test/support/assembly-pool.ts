import type { AssemblyItem } from '../../src/form/domain/assembly/assembly-item.js';
import type { Blueprint } from '../../src/form/domain/blueprint/blueprint.js';

/** An item of the bank "x"; what a test does not say is the same for all. */
export const poolItem = (itemCode: string, more: Partial<AssemblyItem> = {}): AssemblyItem => ({
  itemCode,
  itemVersionId: `version of ${itemCode}`,
  bank: 'x',
  contentArea: 'a',
  competency: 'k',
  cognitiveLevel: 'remember',
  type: 'single-choice',
  difficulty: 600,
  caseCode: null,
  enemies: [],
  exposure: 0,
  calibration: null,
  ...more,
});

/** So many items named `prefix-001`, …, of mixed difficulty. */
export const poolItems = (prefix: string, count: number, more: Partial<AssemblyItem> = {}): AssemblyItem[] =>
  Array.from({ length: count }, (_, index) =>
    poolItem(`${prefix}-${String(index + 1).padStart(3, '0')}`, {
      difficulty: 350 + ((index * 137) % 500),
      ...more,
    }),
  );

/** One form for all; parts as given, of the bank "x". */
export const oneForm = (
  parts: Readonly<Record<string, Blueprint['parts'][number]['draw']>>,
  more: Partial<Blueprint> = {},
): Blueprint => ({
  code: 'test',
  title: { en: 'Test' },
  minutes: 30,
  languages: ['en'],
  governingLanguage: 'en',
  parts: Object.entries(parts).map(([code, draw]) => ({ code, title: { en: code }, bank: 'x', draw })),
  pass: { overall: 1, eachPart: 0 },
  assembly: 'one-form',
  ...more,
});
