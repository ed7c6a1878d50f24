import { describe, expect, it } from '@jest/globals';
import { drawablePool, poolLeaf, type LivePoolItem } from './draw-pool.js';

const translation = { language: 'en', translationId: 't', contentHash: 'aa' };
const item = (itemCode: string, more: Partial<LivePoolItem> = {}): LivePoolItem => ({
  itemVersionId: `v-${itemCode}`,
  itemCode,
  version: 1,
  bank: 'b',
  contentArea: 'a',
  competency: 'c',
  cognitiveLevel: 'apply',
  type: 'single-choice',
  difficulty: 500,
  options: ['a', 'b'],
  fixedOrder: false,
  contentHash: 'cc',
  translations: [translation],
  ...more,
});
const inCase = (code: string) => ({
  caseOf: { code, itemVersionId: `v-${code}`, contentHash: 'dd', translations: [translation] },
});
const codes = (blueprint: object, items: LivePoolItem[]) =>
  drawablePool({ languages: ['en'], parts: [], ...blueprint }, items).map(({ itemCode }) => itemCode);

describe('a frozen pool', () => {
  it('is in the order of code points, without what is excluded or was shown too often', () => {
    const items = [
      item('B'),
      item('\u{1f600}'),
      item('\ufb33'),
      item('A', { exposure: 3 }),
      item('C', { exposure: 2 }),
    ];
    expect(codes({}, items)).toEqual(['A', 'B', 'C', '\ufb33', '\u{1f600}']);
    expect(codes({ exclude: ['B', 'gone'], maximumExposure: 3 }, items)).toEqual([
      'C',
      '\ufb33',
      '\u{1f600}',
    ]);
  });

  it('loses a whole case with one of its members', () => {
    const items = [item('A', inCase('X')), item('B', inCase('X')), item('C', inCase('Y')), item('D')];
    expect(codes({ exclude: ['B'] }, items)).toEqual(['C', 'D']);
    expect(codes({ exclude: ['D'] }, items)).toEqual(['A', 'B', 'C']);
  });

  it('tells in its leaves nothing that the salt does not hide', () => {
    const [plain, other] = ['00', '01'].map((salt) => poolLeaf(item('A', inCase('X')), salt));
    expect(plain).toEqual({ ...other, content: plain?.content });
    expect(plain?.content).not.toBe(other?.content);
    expect(JSON.stringify(plain)).not.toMatch(/"(cc|dd|aa)"/);
    expect(plain).toMatchObject({
      enemies: [],
      exposure: 0,
      translations: { en: 't' },
      caseOf: { code: 'X' },
    });
    const changed = poolLeaf(item('A', { ...inCase('X'), contentHash: 'ce' }), '00');
    expect(changed.content).not.toBe(plain?.content);
    const changedCase = poolLeaf(
      item('A', {
        caseOf: { code: 'X', itemVersionId: 'v-X', contentHash: 'de', translations: [translation] },
      }),
      '00',
    );
    expect(changedCase.content).not.toBe(plain?.content);
  });
});
