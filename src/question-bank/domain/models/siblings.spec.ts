import { describe, expect, it } from '@jest/globals';
import { siblings } from './siblings.js';

const item = (id: string, code?: string, more: object = {}) => ({
  id,
  type: 'numeric',
  ...(code ? { model: { code } } : {}),
  ...more,
});

describe('siblings', () => {
  it('are items of one model, and nothing else', () => {
    const found = siblings([
      item('a', 'm'),
      item('b'),
      item('c', 'm'),
      item('d', 'n'),
      item('e', 'm'),
      item('f'),
    ]);
    expect(found.map(({ items }) => items.join())).toEqual(['a,c', 'a,e', 'c,e']);
  });

  it('are not the questions of one case, nor the case itself', () => {
    const found = siblings([
      item('A', 'm', { type: 'case' }),
      item('a1', 'm', { case: 'A' }),
      item('a2', 'm', { case: 'A' }),
      item('B', 'm', { type: 'case' }),
      item('b1', 'm', { case: 'B' }),
    ]);
    expect(found.map(({ items }) => items.join())).toEqual(['a1,b1', 'a2,b1']);
  });
});
