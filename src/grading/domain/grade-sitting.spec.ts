import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gradeSitting, type PassRule } from './grade-sitting.js';
import type { KeyedItem } from './score-item.js';

const item = (position: number, part: string, points: Record<string, number>): KeyedItem => ({
  position,
  part,
  type: 'situational-judgement',
  answerKey: { points },
  shape: { options: Object.keys(points), structure: {} },
  optionOrder: Object.keys(points),
});
const rule: PassRule = { overall: 2, eachPart: 1 };

const grade = (items: readonly KeyedItem[], responses: Record<string, string>, passRule = rule) =>
  gradeSitting(items, { responses, language: 'en' }, passRule);

const paper = [
  item(1, 'law', { a: 100, b: 0, c: 0 }),
  item(2, 'law', { a: 0, b: 100, c: 0 }),
  item(3, 'service', { a: 100, b: 60, c: 0 }),
];
const several = (position: number, part: string): KeyedItem => ({
  position,
  part,
  type: 'multiple-response',
  answerKey: { right: ['a'], rule: 'negative' },
  shape: { options: ['a', 'b', 'c', 'd'], structure: {} },
  optionOrder: ['d', 'c', 'b', 'a'],
});
const essay = (position: number, part: string): KeyedItem => ({
  position,
  part,
  type: 'extended-text',
  answerKey: { rubric: [{ criterion: 'all', points: 100 }] },
  shape: { options: [], structure: {} },
  optionOrder: [],
});

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
const anyAnswers = fc.array(fc.constantFrom('1', '2', '3', '4', '5', '9'), { minLength: 40, maxLength: 40 });
const numbered = (answers: readonly string[]): [string, string][] =>
  answers.map((answer, index) => [String(index + 1), answer]);

describe('gradeSitting', () => {
  it('takes a part by its own minimum where it has one, the others by that of all', () => {
    const answers = { 1: '1', 2: '2', 3: '2' };
    const parts = (byPart: Readonly<Record<string, number>>) =>
      grade(paper, answers, { overall: 2, eachPart: 1, byPart }).byPart.map(({ reached }) => reached);
    // 2 points in law, .6 in service.
    expect(parts({})).toEqual([true, false]);
    expect(parts({ service: 0 })).toEqual([true, true]);
    expect(parts({ law: 3, service: 0 })).toEqual([false, true]);
    expect(grade(paper, answers, { overall: 2, eachPart: 1, byPart: { service: 0 } }).passed).toBe(true);
  });

  it('adds partial credit exactly, by part and overall, and says why', () => {
    const graded = grade(paper, { 1: '1', 2: '3', 3: '2' });
    expect(graded.points).toBe(160);
    expect(graded.byPart).toEqual([
      { part: 'law', points: 100, maximum: 200, reached: true },
      { part: 'service', points: 60, maximum: 100, reached: false },
    ]);
    expect(graded.byItem.map(({ why }) => why)).toEqual(['right', 'wrong', 'partly']);
    expect(graded.passed).toBe(false);
  });

  it('passes only with the overall score and every part', () => {
    expect(grade(paper, { 1: '1', 3: '1' }).passed).toBe(true);
    expect(grade(paper, { 1: '1', 2: '2' }).passed).toBe(false);
  });

  it('gives nothing for no answer, an unknown option, or a name that objects inherit', () => {
    const graded = grade(paper, { 1: '9', 2: 'constructor' });
    expect(graded.points).toBe(0);
    expect(graded.byItem.map(({ why }) => why)).toEqual(['none', 'none', 'none']);
  });

  it('gives everybody the point of an annulled item', () => {
    const annulled = paper.map((one) => ({ ...one, annulled: one.position === 2 }));
    expect(grade(annulled, {}).points).toBe(100);
    expect(grade(annulled, {}).byItem[1]).toEqual({ position: 2, points: 100, why: 'annulled' });
  });

  it('counts what people have to mark, and passes nobody before that', () => {
    const graded = grade([...paper, essay(4, 'service')], { 1: '1', 2: '2', 3: '1', 4: 'A letter.' });
    expect(graded).toMatchObject({ points: 300, pending: 1, passed: false });
    expect(graded.byItem[3]).toEqual({ position: 4, points: 0, why: 'pending' });
    // Nothing written, nothing to mark.
    expect(grade([...paper, essay(4, 'service')], { 1: '1', 2: '2', 3: '1', 4: ' ' })).toMatchObject({
      pending: 0,
      passed: true,
    });
  });

  it('lets a part and the total fall below nothing where a rule takes points', () => {
    const graded = grade([several(1, 'p'), several(2, 'q')], { 1: '["1"]', 2: '["4"]' });
    expect(graded.byPart.map(({ points }) => points)).toEqual([-100, 100]);
    expect(graded.byItem.map(({ why }) => why)).toEqual(['wrong', 'right']);
    expect(grade([several(1, 'p')], { 1: '["1"]' }).points).toBe(-100);
  });

  it('does not depend on the order of the answers, and its parts and items add up', () => {
    fc.assert(
      fc.property(anyPaper, anyAnswers, (items, answers) => {
        const forward = grade(items, Object.fromEntries(numbered(answers)));
        const backward = grade(items, Object.fromEntries(numbered(answers).reverse()));
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
        const given = Object.fromEntries(numbered(answers));
        const [first] = items;
        if (!first) return;
        const values = Object.values((first.answerKey as { points: Record<string, number> }).points);
        const best = String(values.indexOf(Math.max(...values)) + 1);
        expect(grade(items, { ...given, 1: best }).points).toBeGreaterThanOrEqual(grade(items, given).points);
      }),
    );
  });
});
