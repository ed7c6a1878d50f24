import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generate } from './generate.js';
import type { GeneratedItem } from './generated-item.js';
import type { SingleModelFile } from './model-file.js';

const setting = { lists: {}, languages: ['en', 'ru'] };
const model: SingleModelFile = {
  code: 'sum',
  version: 1,
  type: 'single-choice',
  contentArea: 'sums',
  competency: 'counting',
  cognitiveLevel: 'apply',
  difficulty: '0.9 - a / 1000',
  seeds: {},
  parameters: { a: { from: 10, to: 60 }, b: { pick: ['2.5', 10, 20] } },
  derived: { total: 'a + b' },
  conditions: ['a != b'],
  stem: { en: 'How much is {a} and {b}?', ru: 'Сколько будет {a} и {b}?' },
  answer: 'total',
  check: 'answer - b = a',
  options: 4,
  distractors: [
    { code: 'difference', value: 'a - b', mistake: 'subtracted' },
    { code: 'product', value: 'a × b', mistake: 'multiplied' },
    { code: 'twice', value: 'a + 2 × b', mistake: 'added twice' },
    { code: 'other', value: '2 × a + b', mistake: 'the first twice' },
    { code: 'first', value: 'a', mistake: 'forgot the second' },
    { code: 'less', value: 'a - 2 × b', mistake: 'subtracted twice' },
    { code: 'tenfold', value: '10 × a + b', mistake: 'a slip' },
  ],
  rationale: { en: '{a} + {b} = {answer}', ru: '{a} + {b} = {answer}' },
};

function make(from: SingleModelFile, seed: number): GeneratedItem {
  const result = generate(from, 'XX-SUM-001', seed, setting);
  if (!result.ok) throw new Error(result.message);
  return result.value.items[0] as GeneratedItem;
}
const fails = (change: Partial<SingleModelFile>): string => {
  const result = generate({ ...model, ...change }, 'XX-SUM-001', 1, setting);
  return result.ok ? 'made' : `${result.place.join('.')}: ${result.message}`;
};
const key = (item: GeneratedItem): string => {
  const { points } = item.answerKey as { points: Record<string, number> };
  return Object.keys(points).find((letter) => points[letter] === 100) ?? '';
};
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('a model of texts', () => {
  it('makes the same bytes of the same seed, and names model and seed', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const item = make(model, seed);
        expect(JSON.stringify(make(model, seed))).toBe(JSON.stringify(item));
        expect(item.model).toEqual({ code: 'sum', version: 1, seed });
      }),
    );
  });

  it('makes options that all differ, in ascending order, one of them right', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const item = make(model, seed);
        const options = Object.values(item.text['en']?.options ?? {}).map((text) =>
          Number(text.replaceAll(',', '').replace('−', '-')),
        );
        expect(options).toEqual([...new Set(options)].sort((a, b) => a - b));
        const [, a = '', b = ''] = /is (\S+) and (\S+)\?/.exec(item.text['en']?.stem ?? '') ?? [];
        expect(item.text['en']?.options?.[key(item)]).toBe(String(Number(a) + Number(b)));
      }),
    );
  });

  it('puts the key evenly to all places over seeds in a row', () => {
    const places = Array.from({ length: 40 }, (_, seed) => key(make(model, seed)));
    for (const letter of ['a', 'b', 'c', 'd']) {
      expect(places.filter((place) => place === letter).length).toBe(10);
    }
  });

  it('makes another item of another version', () => {
    const texts = (version: number): string[] =>
      Array.from({ length: 8 }, (_, seed) => make({ ...model, version }, seed).text['en']?.stem ?? '');
    expect(texts(2)).not.toEqual(texts(1));
  });

  it('tells each distractor’s mistake in the rationale', () => {
    const { rationale = '' } = make(model, 3).text['en'] ?? {};
    expect(rationale.match(/<li>/g)).toHaveLength(3);
  });

  it.each<[string, Partial<SingleModelFile>, RegExp]>([
    [
      'an answer that does not pass its check',
      { check: 'answer = a' },
      /^check: the answer .* does not pass its check/,
    ],
    [
      'conditions that nothing meets',
      { conditions: ['a > 99'] },
      /^conditions: seed 1: 3000 draws and none will do: "a > 99" does not hold \(3000 times\)/,
    ],
    [
      'too few distractors',
      { distractors: model.distractors?.slice(0, 2) },
      /there are too few distractors that differ/,
    ],
    [
      'a mistake that leads to the key',
      { distractors: [{ code: 'none', value: 'b + a', mistake: 'none' }] },
      /the mistake "none" leads to the key/,
    ],
    [
      'a name that nobody gave',
      { derived: { total: 'a + c' } },
      /^derived.total: in "a \+ c": nothing is called "c"/,
    ],
    [
      'a language without a text',
      { stem: { en: 'How much is {a} and {b}?' } },
      /^stem: there is no text in "ru"/,
    ],
    ['a difficulty beyond all sense', { difficulty: '2' }, /^difficulty: a difficulty is from 0.05 to 0.95/],
    ['options that look alike', { option: '{round(value / 1000)}' }, /two options are written alike/],
  ])('refuses %s, and says where', (_, change, message) => {
    expect(fails(change)).toMatch(message);
  });
});
