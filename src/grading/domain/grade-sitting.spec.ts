import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gradeSitting, type KeyedItem, type PassRule } from './grade-sitting.js';

const item = (position: number, part: string, key: Record<string, number>): KeyedItem => ({
  position,
  part,
  key,
});
const rule: PassRule = { overall: 2, eachPart: 1 };

const paper = [
  item(1, 'law', { a: 100, b: 0, c: 0 }),
  item(2, 'law', { a: 0, b: 100, c: 0 }),
  item(3, 'service', { a: 100, b: 60, c: 0 }),
];

const anyPaper = fc
  .array(
    fc.record({
      part: fc.constantFrom('p', 'q', 'r'),
      points: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 5 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((items) =>
    items.map(({ part, points }, index) =>
      item(
        index + 1,
        part,
        Object.fromEntries(points.map((value, option) => ['abcde'[option] ?? 'a', value])),
      ),
    ),
  );
const anyAnswers = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'z'), { minLength: 40, maxLength: 40 });
const numbered = (answers: readonly string[]) => answers.map((answer, index) => [index + 1, answer] as const);

describe('gradeSitting', () => {
  it('adds partial credit exactly, by part and overall', () => {
    const grade = gradeSitting(
      paper,
      new Map([
        [1, 'a'],
        [2, 'c'],
        [3, 'b'],
      ]),
      rule,
    );
    expect(grade.points).toBe(160);
    expect(grade.byPart).toEqual([
      { part: 'law', points: 100, maximum: 200, reached: true },
      { part: 'service', points: 60, maximum: 100, reached: false },
    ]);
    expect(grade.passed).toBe(false);
  });

  it('passes only with the overall score and every part', () => {
    expect(
      gradeSitting(
        paper,
        new Map([
          [1, 'a'],
          [3, 'a'],
        ]),
        rule,
      ).passed,
    ).toBe(true);
    expect(
      gradeSitting(
        paper,
        new Map([
          [1, 'a'],
          [2, 'b'],
        ]),
        rule,
      ).passed,
    ).toBe(false);
  });

  it('gives nothing for no answer, an unknown option, or a name that objects inherit', () => {
    expect(
      gradeSitting(
        paper,
        new Map([
          [1, 'z'],
          [2, 'constructor'],
        ]),
        rule,
      ).points,
    ).toBe(0);
  });

  it('gives everybody the point of an annulled item', () => {
    const annulled = paper.map((one) => ({ ...one, annulled: one.position === 2 }));
    expect(gradeSitting(annulled, new Map(), rule).points).toBe(100);
  });

  it('does not depend on the order of the answers, and its parts and items add up', () => {
    fc.assert(
      fc.property(anyPaper, anyAnswers, (items, answers) => {
        const forward = gradeSitting(items, new Map(numbered(answers)), rule);
        const backward = gradeSitting(items, new Map(numbered(answers).reverse()), rule);
        expect(backward).toEqual(forward);
        const total = (scores: readonly { points: number }[]) =>
          scores.reduce((sum, { points }) => sum + points, 0);
        expect(total(forward.byPart)).toBe(forward.points);
        expect(total(forward.byItem)).toBe(forward.points);
        expect(Number.isInteger(forward.points)).toBe(true);
      }),
    );
  });

  it('never falls when an answer is changed to a better one', () => {
    fc.assert(
      fc.property(anyPaper, anyAnswers, (items, answers) => {
        const given = new Map(numbered(answers));
        const [first] = items;
        if (!first) return;
        const [best] = Object.entries(first.key).sort(([, a], [, b]) => b - a);
        const improved = new Map(given).set(1, best?.[0] ?? 'a');
        expect(gradeSitting(items, improved, rule).points).toBeGreaterThanOrEqual(
          gradeSitting(items, given, rule).points,
        );
      }),
    );
  });
});
