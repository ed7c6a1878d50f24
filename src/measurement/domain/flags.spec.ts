import { describe, expect, it } from '@jest/globals';
import { attentionOf, flagsOf } from './flags.js';
import type { ItemStatistics, OptionStatistics } from './statistics.js';

const option = (letter: string, chosen: number, pointBiserial: number): OptionStatistics => ({
  option: letter,
  chosen,
  byGroup: [],
  pointBiserial,
});
const item = (more: Partial<ItemStatistics> = {}): ItemStatistics => ({
  item: 'x',
  taken: 200,
  exposure: 1,
  annulled: false,
  difficulty: 0.6,
  omitted: 0,
  pointBiserial: 0.3,
  groups: [],
  options: [option('a', 120, 0.3), option('b', 50, -0.2), option('c', 30, -0.2)],
  medianMilliseconds: null,
  timed: 0,
  ...more,
});
const codes = (more: Partial<ItemStatistics>) =>
  flagsOf(item(more), ['a', 'b', 'c'], ['a']).map(({ code, sureness, option: letter }) =>
    [code, sureness, letter].filter(Boolean).join(' '),
  );

describe('flags', () => {
  it('leave a good item alone', () => {
    expect(codes({})).toEqual([]);
  });

  it('say that weaker candidates do better, and how sure that is', () => {
    // atanh(.2) × √197 = 2.85; atanh(.13) × √197 = 1.83; atanh(.1) × √197 = 1.41.
    expect(codes({ pointBiserial: -0.2 })).toEqual(['negative sure']);
    expect(codes({ pointBiserial: -0.13 })).toEqual(['negative likely']);
    expect(codes({ pointBiserial: -0.1 })).toEqual(['weak sure']);
  });

  it('name the option that the strong take instead of the right one: the key is perhaps wrong', () => {
    const options = [option('a', 60, -0.25), option('b', 110, 0.35), option('c', 30, -0.2)];
    expect(codes({ options, pointBiserial: -0.25, difficulty: 0.3 })).toEqual([
      'key-perhaps-wrong sure b',
      'negative sure',
    ]);
  });

  it('name a wrong option that draws the strong, and one that draws nobody', () => {
    expect(codes({ options: [option('a', 140, 0.3), option('b', 60, 0.2)] })).toEqual([
      'option-of-the-strong sure b',
      'option-of-nobody sure c',
    ]);
  });

  it('say that it is too easy, too hard or left out', () => {
    expect(codes({ difficulty: 0.995 })).toEqual(['too-easy sure']);
    expect(codes({ difficulty: 0.04 })).toEqual(['too-hard sure']);
    expect(codes({ omitted: 52 })).toEqual(['often-omitted likely']);
  });

  it('are none of few candidates, whatever it looks like, nor of what is annulled', () => {
    expect(codes({ taken: 29, pointBiserial: -0.9 })).toEqual([]);
    expect(codes({ annulled: true, pointBiserial: null, difficulty: 1 })).toEqual([]);
    expect(codes({ taken: 30, options: [option('a', 20, 0.3), option('b', 10, -0.3)] })).toEqual([]);
  });

  it('order items by how much they need somebody', () => {
    const needs = (more: Partial<ItemStatistics>) => attentionOf(flagsOf(item(more), ['a', 'b', 'c'], ['a']));
    expect(needs({ pointBiserial: -0.3 })).toBeGreaterThan(needs({ difficulty: 0.04 }));
    expect(needs({})).toBe(0);
  });
});
