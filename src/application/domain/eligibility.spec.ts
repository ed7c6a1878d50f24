import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chooseRules } from '../../competition/index.js';
import { GENERAL_PROFILE, type EligibilityRule, type RuleChoice } from '../../people/index.js';
import { isAnswer, outcomeOf, outcomesOf, wholeYears } from './eligibility.js';

const rules = GENERAL_PROFILE.eligibility ?? [];
const ruleOf = (code: string): EligibilityRule => {
  const rule = rules.find((one) => one.code === code);
  if (!rule) throw new Error(code);
  return rule;
};
const ON = '2026-06-30';
const age = ruleOf('age');

const anyDay = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const anyAnswer = fc.oneof(
  fc.constantFrom('yes', 'no', 'school', 'bachelor', 'master', 'native', 'none', 'working'),
  fc.nat(120).map(String),
  anyDay,
  fc.string(),
);

describe('eligibility', () => {
  it('counts whole years on the day of the law', () => {
    expect(wholeYears('2008-06-30', ON)).toBe(18);
    expect(wholeYears('2008-07-01', ON)).toBe(17);
    expect(wholeYears('2008-02-29', '2026-02-28')).toBe(17);
    expect(wholeYears('2008-02-29', '2026-03-01')).toBe(18);
    expect(outcomeOf(age, '2008-06-30', ON)).toBe('met');
    expect(outcomeOf(age, '2008-07-01', ON)).toBe('not-met');
  });

  it.each([
    ['citizenship', 'yes', 'met'],
    ['citizenship', 'no', 'not-met'],
    ['court-ban', 'no', 'met'],
    ['court-ban', 'yes', 'not-met'],
    ['education', 'school', 'not-met'],
    ['education', 'doctor', 'met'],
    ['experience', '0', 'met'],
    ['age', '2026-02-30', 'unanswered'],
    ['age', '1899-12-31', 'unanswered'],
    ['experience', '1.5', 'unanswered'],
    ['experience', '-1', 'unanswered'],
    ['citizenship', 'Yes', 'unanswered'],
    ['education', 'constructor', 'unanswered'],
  ])('%s answered with %s is %s', (code, answer, outcome) => {
    expect(outcomeOf(ruleOf(code), answer, ON)).toBe(outcome);
  });

  it('takes nothing for answered that was not: no answer of a prototype either', () => {
    const odd = { ...ruleOf('citizenship'), code: 'toString' };
    expect(outcomesOf([odd], {}, ON)).toEqual({ toString: 'unanswered' });
  });

  it('has an outcome for each rule and each text, and is unanswered exactly where the text is no answer', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rules), anyAnswer, (rule, answer) => {
        expect(outcomeOf(rule, answer, ON) === 'unanswered').toBe(!isAnswer(rule, answer));
      }),
    );
  });

  it('gets older one year in a year', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 2026, max: 2100 }), (born, year) => {
        const at = (one: number): number => wholeYears(born, `${String(one)}${ON.slice(4)}`);
        expect(at(year + 1) - at(year)).toBe(1);
      }),
    );
  });
});

describe('the rules that a competition chooses', () => {
  const limit = fc.integer({ min: 0, max: 60 });
  const choice = (rule: EligibilityRule): fc.Arbitrary<RuleChoice> => {
    const code = fc.constant(rule.code);
    if (rule.kind === 'choice')
      return fc.record({ code, eligible: fc.subarray(rule.options.map((one) => one.code)) });
    if (rule.kind === 'yes-no') return fc.record({ code });
    return fc.record({ code, least: limit, most: limit }, { requiredKeys: ['code'] });
  };

  it('never let in whom the law refuses', () => {
    const chosen = fc.constantFrom(...rules).chain((rule) => fc.tuple(fc.constant(rule), choice(rule)));
    let narrowed = 0;
    fc.assert(
      fc.property(chosen, anyAnswer, ([rule, wish], answer) => {
        const made = chooseRules(rules, [wish]);
        if (!made.ok) return;
        narrowed += 1;
        const [own] = made.value;
        if (own && outcomeOf(own, answer, ON) === 'met') expect(outcomeOf(rule, answer, ON)).toBe('met');
      }),
      { numRuns: 1000, seed: 7 },
    );
    expect(narrowed).toBeGreaterThan(300);
  });

  it('stand in the order of the profile, with this competition’s limits', () => {
    const made = chooseRules(rules, [
      { code: 'education', eligible: ['master'] },
      { code: 'age', most: 35 },
    ]);
    expect(made).toMatchObject({
      ok: true,
      value: [
        { code: 'age', least: 18, most: 35 },
        { code: 'education', eligible: ['master'] },
      ],
    });
  });

  it('say on which document a photo is compared', () => {
    const made = chooseRules(rules, [
      { code: 'citizenship', identity: true },
      { code: 'education', identity: false },
    ]);
    expect(made.ok && made.value.map(({ code, identity }) => [code, identity])).toEqual([
      ['citizenship', true],
      ['education', undefined],
    ]);
  });

  it.each<[string, RuleChoice[]]>([
    ['RULE_UNKNOWN', [{ code: 'height' }]],
    ['RULE_UNKNOWN', [{ code: 'age' }, { code: 'age' }]],
    ['RULE_WIDER', [{ code: 'age', least: 16 }]],
    ['RULE_WIDER', [{ code: 'education', eligible: ['school', 'master'] }]],
    ['RULE_LIMITS', [{ code: 'age', least: 40, most: 35 }]],
    ['RULE_LIMITS', [{ code: 'education', eligible: [] }]],
    ['RULE_LIMITS', [{ code: 'education', eligible: ['kindergarten'] }]],
    ['RULE_LIMITS', [{ code: 'citizenship', eligible: ['no'] }]],
    ['RULE_LIMITS', [{ code: 'consent', least: 1 }]],
    ['RULE_IDENTITY', [{ code: 'age', identity: true }]],
    [
      'RULE_IDENTITY',
      [
        { code: 'citizenship', identity: true },
        { code: 'education', identity: true },
      ],
    ],
  ])('are refused with %s', (code, wish) => {
    expect(chooseRules(rules, wish)).toMatchObject({ refusal: { code: `COMPETITION.${code}` } });
  });
});
