import { describe, expect, it } from '@jest/globals';
import { checkMark } from './check-mark.js';

const rubric = [
  { criterion: 'tone', points: 40 },
  { criterion: 'law', points: 60 },
];

describe('checkMark', () => {
  it('adds up what each criterion gets', () => {
    expect(checkMark(rubric, { law: 60, tone: 0 })).toEqual({
      ok: true,
      value: { criteria: { tone: 0, law: 60 }, points: 60 },
    });
  });

  it.each([
    ['above its maximum', { tone: 41, law: 0 }, ['tone']],
    ['below nothing', { tone: -1, law: 0 }, ['tone']],
    ['no whole number', { tone: 1.5, law: 0 }, ['tone']],
    ['a text', { tone: '1', law: 0 }, ['tone']],
    ['missing', { law: 1 }, ['tone']],
    ['a criterion that the rubric has not', { tone: 1, law: 1, style: 1 }, []],
    ['one that objects inherit', { tone: 1, law: 1, toString: 1 }, []],
  ])('refuses what is %s', (_, given, fields) => {
    const checked = checkMark(rubric, given);
    expect(checked.ok ? null : [checked.refusal.code, Object.keys(checked.refusal.fields ?? {})]).toEqual([
      'MARKING.CRITERIA',
      fields,
    ]);
  });
});
