import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { practiceExams } from '../../../question-bank/index.js';
import { rightResponse, scorePractice } from './practice-verdict.js';

const exams = practiceExams(path.resolve(import.meta.dirname, '../../../../question-banks'));
const questions = exams.flatMap(({ parts }) => parts.flatMap(({ items }) => items));
const byPeople = questions.filter(({ type }) => type === 'extended-text');
const byMachine = questions.filter(({ type }) => type !== 'extended-text');

describe('the feedback on practice', () => {
  it('calls the response that it shows as right right, in each language', () => {
    expect(byMachine.length).toBeGreaterThan(20);
    for (const item of byMachine) {
      for (const language of ['en', 'ru']) {
        const right = rightResponse(item, language);
        expect([item.position, scorePractice(item, right ?? undefined, language)]).toEqual([
          item.position,
          { verdict: 'right', points: 100 },
        ]);
      }
    }
  });

  it('tells no answer from a wrong one, and a share of the points from both', () => {
    const single = byMachine.find(({ type }) => type === 'single-choice');
    const ordering = byMachine.find(({ type }) => type === 'ordering');
    if (!single || !ordering) throw new Error('There are such practice questions.');
    expect(scorePractice(single, undefined, 'en')).toEqual({ verdict: 'none', points: 0 });
    expect(scorePractice(single, 'no response of it', 'en')).toEqual({ verdict: 'none', points: 0 });
    const wrong = single.optionOrder
      .map((_, index) => String(index + 1))
      .filter((ref) => ref !== rightResponse(single, 'en'));
    for (const ref of wrong)
      expect(scorePractice(single, ref, 'en')).toEqual({ verdict: 'wrong', points: 0 });
    expect(scorePractice(ordering, '["1","3","4","2"]', 'en')).toEqual({ verdict: 'partly', points: 66 });
  });

  it('gives no points to what people mark', () => {
    expect(byPeople.length).toBeGreaterThan(0);
    for (const item of byPeople) {
      expect(rightResponse(item, 'en')).toBeNull();
      expect(scorePractice(item, 'A text.', 'en')).toEqual({ verdict: 'people', points: null });
      expect(scorePractice(item, undefined, 'en').verdict).toBe('none');
    }
  });
});
