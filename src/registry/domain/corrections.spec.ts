import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../kernel/index.js';
import { correctionOf, currentOf, leavesOf, misquoted, valueAt, type Correctable } from './corrections.js';

const ENTRY: Correctable = {
  type: 'appointment',
  official: 'Somebody, Test',
  shown: {
    competition: { code: 'T-1', title: { en: 'Test' } },
    agency: { code: 'T', name: { en: 'Agency' } },
    post: { title: { en: 'Clerk' }, grade: 'B', location: 'Baku' },
    place: 1,
    passedOverReason: null,
  },
  personal: { personName: 'Jon Smith' },
  corrections: [],
};
const line = (field: string, published: Json, correct: Json) => ({ field, published, correct });
const codesOf = (entry: Correctable, ...lines: ReturnType<typeof line>[]) => {
  const made = correctionOf(entry, lines);
  return made.ok ? 'ok' : (made.refusal.fields ?? made.refusal.code);
};

describe('a correction', () => {
  it('says of shown members what was published, and of personal fields what is right alone', () => {
    const grade = line('/post/grade', 'B', 'C');
    expect(correctionOf(ENTRY, [grade, line('personName', 'Jon Smith', 'John Smith')])).toEqual({
      ok: true,
      value: { fields: [grade], personal: { personName: 'John Smith' } },
    });
    expect(codesOf(ENTRY, line('/passedOverReason', null, 'The first has withdrawn.'))).toBe('ok');
  });

  it.each<[what: string, field: string, published: Json, correct: Json, code: string]>([
    ['a place that is none', '/post/salary', 1, 2, 'NO_SUCH_FIELD'],
    ['what is not a single value', '/post', null, 'Clerk', 'NO_SUCH_FIELD'],
    ['what every object has', '/constructor', null, 'x', 'NO_SUCH_FIELD'],
    ['a personal field that it has not', 'nationalId', '1', '2', 'NO_SUCH_FIELD'],
    ['something that it does not say', '/place', 2, 3, 'PUBLISHED_DIFFERS'],
    ['another name than it shows', 'personName', 'Jane Smith', 'John Smith', 'PUBLISHED_DIFFERS'],
    ['a number by a text', '/place', 1, '2', 'FIELD_FORM'],
    ['a place by one below nought', '/place', 1, -1, 'FIELD_FORM'],
    ['a text by nothing', '/post/grade', 'B', null, 'FIELD_FORM'],
    ['a value by a list', '/place', 1, [2], 'FIELD_FORM'],
    ['a name by nobody', 'personName', 'Jon Smith', ' ', 'FIELD_FORM'],
    ['nothing', '/place', 1, 1, 'NOTHING_CORRECTED'],
  ])('does not correct %s', (_, field, published, correct, code) => {
    expect(codesOf(ENTRY, line(field, published, correct))).toEqual({ [field]: `REGISTRY.${code}` });
  });

  it('is of one place once, of something, and of what somebody answers for', () => {
    expect(codesOf(ENTRY, line('/place', 1, 2), line('/place', 1, 3))).toEqual({
      '/place': 'REGISTRY.FIELD_TWICE',
    });
    expect(codesOf(ENTRY)).toBe('REGISTRY.NOTHING_CORRECTED');
    for (const other of [{ official: null }, { type: 'correction' }])
      expect(codesOf({ ...ENTRY, ...other }, line('/place', 1, 2))).toBe('REGISTRY.NOT_CORRECTABLE');
  });

  it('does not touch a fingerprint', () => {
    const shown = { listHash: 'ab'.repeat(32), sat: 3 };
    expect(
      codesOf({ ...ENTRY, type: 'result-list', shown }, line('/listHash', shown.listHash, 'cd'.repeat(32))),
    ).toEqual({ '/listHash': 'REGISTRY.NO_SUCH_FIELD' });
  });

  it('may be followed by another one, even by what was published first; the newest holds', () => {
    const corrected = {
      ...ENTRY,
      corrections: [{ fields: [line('/place', 1, 2)], personal: { personName: 'A' } }],
    };
    expect(currentOf(corrected)).toMatchObject({ shown: { place: 2 }, personal: { personName: 'A' } });
    expect(codesOf(corrected, line('/place', 1, 2))).toEqual({ '/place': 'REGISTRY.NOTHING_CORRECTED' });
    expect(codesOf(corrected, line('/place', 2, 3))).toEqual({ '/place': 'REGISTRY.PUBLISHED_DIFFERS' });
    expect(codesOf(corrected, line('/place', 1, 1))).toBe('ok');
  });
});

describe('pointers', () => {
  it('find each leaf of anything that is shown, whatever its members are called', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (any) => {
        const shown = JSON.parse(JSON.stringify(any)) as Record<string, Json>;
        const leaves = leavesOf(shown);
        for (const { field, published } of leaves) expect(valueAt(shown, field)).toBe(published);
        const lines = leaves.map((leaf) => ({ ...leaf, correct: 'x' }));
        expect(misquoted(shown, lines)).toBeUndefined();
        const [first] = lines;
        if (first) expect(misquoted(shown, [{ ...first, published: 'not this' }])).toBe(first.field);
      }),
    );
  });
});
