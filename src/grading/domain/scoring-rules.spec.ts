import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gradeSitting } from './grade-sitting.js';
import { rulesAfter, type ScoringRules } from './scoring-rules.js';

const RULES: ScoringRules = {
  code: 'openmerit-score-2',
  programme: { code: 'p', version: 1 },
  pass: { overall: 2, eachPart: 1 },
  annulled: [],
};

describe('scoring rules after a change', () => {
  it('name the change, and what is annulled has no other answer key any more', () => {
    const rekeyed = rulesAfter(RULES, {
      kind: 'rekey',
      itemVersionId: 'b',
      answerKey: { points: { a: 100 } },
    });
    expect(rekeyed).toEqual({ ...RULES, code: 'openmerit-score-3', rekeyed: { b: { points: { a: 100 } } } });
    const annulled = rulesAfter(rekeyed, { kind: 'annul', itemVersionId: 'b' });
    expect(annulled).toEqual({ ...RULES, annulled: ['b'] });
    expect(rulesAfter(annulled, { kind: 'annul', itemVersionId: 'a' }).annulled).toEqual(['a', 'b']);
    expect(rulesAfter(annulled, { kind: 'rekey', itemVersionId: 'b', answerKey: 1 })).toMatchObject({
      code: 'openmerit-score-3',
      annulled: [],
      rekeyed: { b: 1 },
    });
  });

  it('never lower anybody by an annulment, in any part, and make nobody fail', () => {
    const items = fc.array(
      fc.record({
        part: fc.constantFrom('p', 'q'),
        points: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 5 }),
        answer: fc.constantFrom('1', '2', '3', '9'),
      }),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(items, fc.nat(19), (all, which) => {
        const form = all.map(({ part, points }, index) => {
          const options = points.map((_, option) => 'abcde'[option] ?? 'a');
          return {
            position: index + 1,
            part,
            type: 'situational-judgement',
            answerKey: { points: Object.fromEntries(options.map((option, at) => [option, points[at] ?? 0])) },
            shape: { options, structure: {} },
            optionOrder: options,
          };
        });
        const responses = Object.fromEntries(all.map(({ answer }, index) => [String(index + 1), answer]));
        const grade = (annulled: number | null) =>
          gradeSitting(
            form.map((item) => ({ ...item, annulled: item.position === annulled })),
            { responses, language: 'en' },
            RULES.pass,
          );
        const [before, after] = [grade(null), grade((which % form.length) + 1)];
        expect(after.points).toBeGreaterThanOrEqual(before.points);
        for (const [index, part] of before.byPart.entries())
          expect(after.byPart[index]?.points).toBeGreaterThanOrEqual(part.points);
        expect(Number(after.passed)).toBeGreaterThanOrEqual(Number(before.passed));
      }),
    );
  });
});
