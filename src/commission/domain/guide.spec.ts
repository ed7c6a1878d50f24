import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkGuide, levelsOf, type Guide } from './guide.js';

const folder = path.resolve(import.meta.dirname, '../guides');
const files = readdirSync(folder);
const shipped = files.map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Guide);
const [guide] = shipped as [Guide];
/** Every text of a guide: the objects that hold no object. */
const textsIn = (value: object): Record<string, string>[] => {
  const inner = Object.values(value).filter((one): one is object => typeof one === 'object');
  if (inner.length > 0 || Array.isArray(value)) return inner.flatMap(textsIn);
  return [value as Record<string, string>];
};
const codeOf = (one: Guide) => {
  const result = checkGuide(one);
  return result.ok ? 'ok' : result.refusal.code;
};

describe('a guide', () => {
  it.each(shipped.map((one) => [one.code, one] as const))('%s is whole, in both languages', (code, one) => {
    expect(files).toContain(`${code}.json`);
    expect(codeOf(one)).toBe('ok');
    expect(levelsOf(one)).toBe(5);
    const texts = textsIn(one);
    expect(texts.length).toBeGreaterThan(40);
    for (const text of texts) {
      expect(Object.keys(text)).toEqual(['en', 'ru']);
      expect(Object.values(text).filter((said) => said.trim() === '')).toEqual([]);
    }
    // What is said twice is a slip of the copy, above all between levels.
    for (const language of ['en', 'ru']) {
      const anchors = one.competencies.flatMap((competency) =>
        competency.anchors.map((text) => text[language]),
      );
      expect(new Set(anchors).size).toBe(anchors.length);
    }
  });

  it.each(shipped.map((one) => [one.code, one] as const))(
    '%s asks in each competency for what was done and for one situation, and asks further',
    (_, one) => {
      for (const { questions } of one.competencies) {
        expect(questions.map(({ text }) => text['en']?.startsWith('Tell us about'))).toEqual([true, false]);
        for (const { followUps } of questions) expect(followUps.length).toBeGreaterThan(0);
      }
    },
  );

  it('is refused without competencies, with two of one code, without questions, or with unequal levels', () => {
    const [first] = guide.competencies as [Guide['competencies'][number]];
    const having = (...competencies: Guide['competencies'][number][]) => codeOf({ ...guide, competencies });
    expect(having()).toBe('COMMISSION.GUIDE_EMPTY');
    expect(having(first, first)).toBe('COMMISSION.GUIDE_CODES');
    expect(having({ ...first, title: {} })).toBe('COMMISSION.GUIDE_TITLE');
    expect(having({ ...first, questions: [] })).toBe('COMMISSION.GUIDE_QUESTIONS');
    expect(having(first, { ...first, code: 'other', anchors: first.anchors.slice(1) })).toBe(
      'COMMISSION.GUIDE_LEVELS',
    );
  });
});
