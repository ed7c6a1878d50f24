import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkGuide, levelsOf, type Guide } from './guide.js';

const folder = path.resolve(import.meta.dirname, '../guides');
const shipped = readdirSync(folder).map(
  (file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Guide,
);
const [guide] = shipped as [Guide];
const codeOf = (one: Guide) => {
  const result = checkGuide(one);
  return result.ok ? 'ok' : result.refusal.code;
};

describe('a guide', () => {
  it.each(shipped.map((one) => [one.code, one] as const))('%s is whole, in both languages', (_, one) => {
    expect(codeOf(one)).toBe('ok');
    expect(levelsOf(one)).toBe(5);
    const texts = [...JSON.stringify(one).matchAll(/\{"en":"[^"]+(","ru":"[^"]+)?"\}/g)];
    expect(texts.length).toBeGreaterThan(40);
    for (const [text] of texts) expect(text).toContain('","ru":"');
  });

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
