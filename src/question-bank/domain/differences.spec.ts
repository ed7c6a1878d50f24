import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { differences, type Compared } from './differences.js';

const version = (stem: string, difficulty = 600): Compared => ({
  content: {
    type: 'single-choice',
    contentArea: 'a',
    competency: 'c',
    cognitiveLevel: 'apply',
    difficulty,
    structure: { options: ['a', 'b'], fixedOrder: false },
    answerKey: { points: { a: 100, b: 0 } },
    sources: [],
    caseCode: null,
    model: null,
  },
  words: { en: { stem, options: { a: 'yes', b: 'no' }, labels: {}, rationale: 'because' } },
});

describe('differences', () => {
  it('names the place and the words, and nothing that is equal', () => {
    expect(differences(version('Who may sign?'), version('Who must sign?', 500))).toEqual([
      {
        place: 'stem.en',
        parts: [
          { kind: 'same', text: 'Who ' },
          { kind: 'removed', text: 'may' },
          { kind: 'added', text: 'must' },
          { kind: 'same', text: ' sign?' },
        ],
      },
      {
        place: 'difficulty',
        parts: [
          { kind: 'removed', text: '600' },
          { kind: 'added', text: '500' },
        ],
      },
    ]);
    expect(differences(version('Same'), version('Same'))).toEqual([]);
  });

  it('holds both texts whole', () => {
    const words = fc.array(fc.constantFrom('a', 'bb', ' ', 'ж', '.', '\n', '<p>'), { maxLength: 30 });
    fc.assert(
      fc.property(words, words, (one, other) => {
        const [from, to] = [one.join(''), other.join('')];
        const found = differences(version(from), version(to)).find(({ place }) => place === 'stem.en');
        const read = (without: string) =>
          (found?.parts ?? []).flatMap(({ kind, text }) => (kind === without ? [] : [text])).join('');
        if (from === to) expect(found).toBeUndefined();
        else expect([read('added'), read('removed')]).toEqual([from, to]);
      }),
    );
  });
});
