import { describe, expect, it } from '@jest/globals';
import { choiceKey, newKeyFaults, rightOf, type ItemToRekey } from './new-key.js';

const item = (type: string, options: string[], structure = {}): ItemToRekey => ({
  type,
  shape: { options, structure },
  texts: {},
});

describe('a new answer key', () => {
  const choice = item('single-choice', ['a', 'b', 'c']);
  const faults = (key: unknown) => newKeyFaults(choice, key);

  it('of a choice may have several right options, not none and not all', () => {
    expect(faults({ points: { a: 100, b: 0, c: 0 } })).toEqual([]);
    expect(faults({ points: { a: 100, b: 100, c: 0 } })).toEqual([]);
    expect(faults({ points: { a: 100, b: 100, c: 100 } })).not.toEqual([]);
    expect(faults({ points: { a: 0, b: 0, c: 0 } })).not.toEqual([]);
  });

  it.each([
    ['points between', { points: { a: 100, b: 50, c: 0 } }],
    ['a missing option', { points: { a: 100, b: 0 } }],
    ['an option that the item does not have', { points: { a: 100, b: 0, c: 0, d: 0 } }],
    ['a member more', { points: { a: 100, b: 0, c: 0 }, rule: 'x' }],
    ['no points', { points: null }],
    ['nothing', null],
    ['a text', 'a'],
  ])('is refused with %s', (_, key) => {
    expect(faults(key)).not.toEqual([]);
  });

  it('of other types passes the type’s own check', () => {
    const numeric = item('numeric', []);
    expect(newKeyFaults(numeric, { value: '12' })).toEqual([]);
    expect(newKeyFaults(numeric, { value: 'twelve' })).not.toEqual([]);
    expect(newKeyFaults(item('extended-text', []), { rubric: [] })).toEqual(['type']);
    expect(newKeyFaults(item('no-such-type', []), {})).toEqual(['type']);
  });

  it('is written and read as options of a choice', () => {
    const key = choiceKey('single-choice', ['a', 'b', 'c'], ['b', 'c'], {});
    expect(key).toEqual({ points: { a: 0, b: 100, c: 100 } });
    expect(rightOf('single-choice', key)).toEqual(['b', 'c']);
    const several = choiceKey('multiple-response', ['a', 'b'], ['b'], { right: ['a'], rule: 'negative' });
    expect(several).toEqual({ right: ['b'], rule: 'negative' });
    expect(rightOf('multiple-response', several)).toEqual(['b']);
    expect(choiceKey('numeric', [], [], {})).toBeUndefined();
  });
});
