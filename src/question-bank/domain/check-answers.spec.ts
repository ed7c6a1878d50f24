import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../kernel/index.js';
import type { ItemFile, Located } from './bank-files.js';
import { checkAnswers, type AnswersFile } from './check-answers.js';

const located = <T>(value: T): Located<T> => ({ value, file: 'x.yaml', lineOf: () => 1 });
const text = { stem: 'A stem that is long enough', rationale: 'Because this is how it is, and so on.' };
const item = (id: string, more: Partial<ItemFile>): Located<ItemFile> =>
  located({
    id,
    contentArea: 'a',
    competency: 'c',
    cognitiveLevel: 'apply',
    difficulty: 0.5,
    text: { en: text },
    ...more,
  } as ItemFile);

const items = [
  item('XX-A-001', {
    type: 'single-choice',
    options: ['a', 'b', 'c'],
    answerKey: { points: { a: 0, b: 100, c: 0 } },
  }),
  item('XX-A-002', {
    type: 'ordering',
    options: ['a', 'b', 'c'],
    answerKey: { order: ['c', 'a', 'b'], rule: 'all-or-nothing' },
  }),
  item('XX-A-003', {
    type: 'numeric',
    structure: { units: { kg: '1', g: '0.001' } },
    answerKey: { value: '2', tolerance: '0' },
  }),
  item('XX-A-004', {
    type: 'short-text',
    answerKey: { accept: { en: ['appeal'] }, normalise: ['case', 'space'] },
  }),
  item('XX-A-005', {
    type: 'situational-judgement',
    options: ['a', 'b', 'c'],
    structure: { response: 'rating' },
    answerKey: { points: { a: 100, b: 50, c: 0 } },
  }),
  item('XX-A-006', { type: 'extended-text' }),
  item('XX-A-007', { type: 'case' }),
];
const right: Readonly<Record<string, Json>> = {
  'XX-A-001': 'b',
  'XX-A-002': ['c', 'a', 'b'],
  'XX-A-003': { value: '2000', unit: 'g' },
  'XX-A-004': { en: 'Appeal', ru: 'Жалоба' },
  'XX-A-005': { a: 5, b: 3, c: 1 },
};
const check = (answers: AnswersFile['answers']) =>
  checkAnswers(located({ reader: 'Second reader', date: '2026-01-01', answers }), items, 'en').map(
    ({ message }) => message,
  );
const log = (changed: Readonly<Record<string, Partial<AnswersFile['answers'][number]>>> = {}) =>
  Object.entries(right).map(([id, answer]) => ({ id, answer, ...changed[id] }));

describe('independent answers', () => {
  it('agree with the answer keys of every type that a machine scores', () => {
    expect(check(log())).toEqual([]);
  });

  it.each<[string, Json]>([
    ['XX-A-001', 'c'],
    ['XX-A-002', ['a', 'c', 'b']],
    ['XX-A-003', { value: '2', unit: 'g' }],
    ['XX-A-004', { en: 'complaint', ru: 'Жалоба' }],
    ['XX-A-005', { a: 5, b: 4, c: 1 }],
  ])('that differ on %s say how that was settled', (id, answer) => {
    expect(check(log({ [id]: { answer } }))).toEqual([
      `${id}: the second reader disagrees, and nothing says how that was settled`,
    ]);
    expect(check(log({ [id]: { answer, settled: 'The stem was made clearer.' } }))).toEqual([]);
  });

  it('settle their doubts, leave out no item and name only items that there are', () => {
    expect(check(log({ 'XX-A-001': { doubt: 'Two could be right.' } }))).toHaveLength(1);
    expect(check(log().slice(1))).toEqual(['XX-A-001 was not answered independently']);
    expect(check([...log(), { id: 'XX-B-001', answer: 'a' }])).toEqual(['the bank has no item XX-B-001']);
    expect(check([...log(), { id: 'XX-A-001', answer: 'b' }])).toEqual(['XX-A-001 is answered twice']);
  });
});
