import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { byTopic, toWorkOn } from './by-topic.js';
import type { ItemScore } from './grade-sitting.js';

const items = (...points: number[]): ItemScore[] =>
  points.map((one, index) => ({ position: index + 1, points: one, why: one === 100 ? 'right' : 'wrong' }));
const topics = (...names: string[]) => new Map(names.map((name, index) => [index + 1, name]));

describe('points by competency', () => {
  it('are added up, and too small ones are left out', () => {
    expect(byTopic(items(100, 0, 100, 0, 100), topics('a', 'a', 'b', 'a', 'b'))).toEqual([
      { topic: 'a', items: 3, points: 100, maximum: 300 },
    ]);
  });

  it('do not count what was annulled for everybody', () => {
    const scores: ItemScore[] = [...items(100, 0, 0), { position: 4, points: 100, why: 'annulled' }];
    expect(byTopic(scores, topics('a', 'a', 'a', 'a'))[0]).toMatchObject({ items: 3, points: 100 });
  });

  it('name what to work on: the lowest shares first, never what is mostly right', () => {
    const score = (topic: string, points: number, count: number) => ({
      topic,
      items: count,
      points,
      maximum: count * 100,
    });
    const all = [score('half', 300, 6), score('sure', 300, 4), score('none', 0, 3), score('third', 200, 6)];
    expect(toWorkOn(all).map(({ topic }) => topic)).toEqual(['none', 'third', 'half']);
  });

  it('lose and make no points', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 50, 100), { maxLength: 40 }), (points) => {
        const [all] = byTopic(items(...points), topics(...points.map(() => 'a')));
        expect(all?.points ?? 0).toBe(
          points.length < 3 ? 0 : points.reduce<number>((sum, one) => sum + one, 0),
        );
      }),
    );
  });
});
