import { expect, it } from '@jest/globals';
import { hashJson, sha256, type Json } from '../../../kernel/index.js';
import { candidateSeed1, drawForm1, sessionSeed1 } from './draw-form-1.js';

it('openmerit-draw-1 goes on giving the forms that it gave', () => {
  const item = (contentArea: string, index: number) => ({
    itemVersionId: `${contentArea}-${String(index)}`,
    itemCode: `T-${contentArea.toUpperCase()}-${String(index).padStart(3, '0')}`,
    bank: 'x',
    contentArea,
    options: ['a', 'b', 'c', 'd'],
    fixedOrder: false,
    translations: [
      { language: 'en', translationId: `en-${contentArea}-${String(index)}`, contentHash: '' },
      { language: 'ru', translationId: `ru-${contentArea}-${String(index)}`, contentHash: '' },
    ],
  });
  const many = (area: string, count: number) =>
    Array.from({ length: count }, (_, index) => item(area, index));
  const form = drawForm1({
    blueprint: {
      code: 'test',
      title: { en: 'Test' },
      minutes: 10,
      languages: ['en'],
      governingLanguage: 'en',
      parts: [
        {
          code: 'p',
          title: { en: 'P' },
          bank: 'x',
          draw: [
            { contentArea: 'a', count: 3 },
            { contentArea: 'b', count: 2 },
          ],
        },
        { code: 'q', title: { en: 'Q' }, bank: 'x', draw: [{ contentArea: 'a', count: 2 }] },
      ],
      pass: { overall: 3, eachPart: 1 },
    },
    pool: [...many('a', 9), ...many('b', 6)],
    seed: sha256('openmerit'),
  });
  expect(form.ok && hashJson(form.value as unknown as Json).toString('hex')).toBe(
    'bebae9e934275bdc08c1d65604d40fb5a594902d44b83c7461de3a646b230395',
  );
  const seed = candidateSeed1(sessionSeed1(['00'.repeat(32), 'ff'.repeat(32)]), 'ABC');
  expect(seed.toString('hex')).toMatchInlineSnapshot(
    `"00be74d11a469fd5f67d12d2b6c32bcf6697df0035f153228ce6ba17d5f95253"`,
  );
});
