import { ok, refuse, type Result } from '../../kernel/index.js';
import type { EligibilityRule, RuleChoice } from '../../people/index.js';

/**
 * The rules of a profile that a competition chooses, in the profile's order, with its own limits. What the profile
 * refuses a competition never lets in: limits only narrow.
 *
 * Refusals: COMPETITION.RULE_UNKNOWN, COMPETITION.RULE_WIDER (with the rule's code), COMPETITION.RULE_LIMITS where nobody
 * could meet it or the limit is not of this kind of rule, COMPETITION.RULE_IDENTITY where a photo is to be compared on a
 * document that is not asked for, or on two.
 */
export function chooseRules(
  rules: readonly EligibilityRule[],
  choices: readonly RuleChoice[],
): Result<EligibilityRule[]> {
  const chosen = new Map(choices.map((choice) => [choice.code, choice]));
  const unknown = [...chosen.keys()].find((code) => !rules.some((rule) => rule.code === code));
  if (unknown !== undefined || chosen.size !== choices.length) {
    return refuse(
      'invalid',
      'COMPETITION.RULE_UNKNOWN',
      'The profile has no such rule, or it is named twice.',
      {
        fields: { eligibility: 'COMPETITION.RULE_UNKNOWN' },
      },
    );
  }
  const narrowed: EligibilityRule[] = [];
  for (const rule of rules) {
    const choice = chosen.get(rule.code);
    if (!choice) continue;
    const one = narrow(rule, choice);
    if (!one.ok) return one;
    const withPhoto = choice.identity === true;
    if (withPhoto && (rule.document === 'none' || narrowed.some(({ identity }) => identity))) {
      return badIdentity(rule.code);
    }
    narrowed.push(withPhoto ? { ...one.value, identity: true } : one.value);
  }
  return ok(narrowed);
}

function narrow(rule: EligibilityRule, choice: RuleChoice): Result<EligibilityRule> {
  const hasRange = choice.least !== undefined || choice.most !== undefined;
  if (rule.kind === 'date' || rule.kind === 'number') {
    const least = choice.least ?? rule.least;
    const most = choice.most ?? rule.most;
    if (choice.eligible || (most !== null && least > most)) return badLimits(rule.code);
    if (least < rule.least || (rule.most !== null && (most ?? Infinity) > rule.most)) return wider(rule.code);
    return ok({ ...rule, least, most });
  }
  if (hasRange || (rule.kind === 'yes-no' && choice.eligible)) return badLimits(rule.code);
  if (rule.kind === 'yes-no' || !choice.eligible) return ok(rule);
  const eligible = rule.options.map(({ code }) => code).filter((code) => choice.eligible?.includes(code));
  if (eligible.length === 0 || eligible.length !== new Set(choice.eligible).size) return badLimits(rule.code);
  return eligible.every((code) => rule.eligible.includes(code))
    ? ok({ ...rule, eligible })
    : wider(rule.code);
}

const badIdentity = (code: string) =>
  refuse(
    'invalid',
    'COMPETITION.RULE_IDENTITY',
    'A photo is compared on one document, and on one that is asked for.',
    { fields: { [`eligibility.${code}`]: 'COMPETITION.RULE_IDENTITY' }, data: { rule: code } },
  );
const badLimits = (code: string) =>
  refuse('invalid', 'COMPETITION.RULE_LIMITS', 'Nobody could meet these limits of a rule.', {
    fields: { [`eligibility.${code}`]: 'COMPETITION.RULE_LIMITS' },
    data: { rule: code },
  });
const wider = (code: string) =>
  refuse('invalid', 'COMPETITION.RULE_WIDER', 'A competition may be stricter than the law, never wider.', {
    fields: { [`eligibility.${code}`]: 'COMPETITION.RULE_WIDER' },
    data: { rule: code },
  });
