import { isDay } from '../../kernel/index.js';
import type { EligibilityRule } from '../../people/index.js';

/** Code of a rule → what was answered: yes or no, an option's code, a day as YYYY-MM-DD, or a whole number. */
export type Answers = Readonly<Record<string, string>>;

export type RuleOutcome = 'met' | 'not-met' | 'unanswered';

/** What an answer comes to by one rule. @param on the day on which age counts, as YYYY-MM-DD. */
export function outcomeOf(rule: EligibilityRule, answer: string | undefined, on: string): RuleOutcome {
  if (answer === undefined || !isAnswer(rule, answer)) return 'unanswered';
  return meets(rule, answer, on) ? 'met' : 'not-met';
}

/** Every rule's outcome, by its code. */
export const outcomesOf = (
  rules: readonly EligibilityRule[],
  answers: Answers,
  on: string,
): Readonly<Record<string, RuleOutcome>> =>
  Object.fromEntries(
    rules.map((rule) => [
      rule.code,
      outcomeOf(rule, Object.hasOwn(answers, rule.code) ? answers[rule.code] : undefined, on),
    ]),
  );

/** Whether a text is an answer to the rule's question at all. */
export function isAnswer(rule: EligibilityRule, answer: string): boolean {
  if (rule.kind === 'yes-no') return answer === 'yes' || answer === 'no';
  if (rule.kind === 'choice') return rule.options.some(({ code }) => code === answer);
  if (rule.kind === 'number') return /^(0|[1-9]\d{0,2})$/.test(answer);
  return isDay(answer) && answer >= '1900-01-01';
}

function meets(rule: EligibilityRule, answer: string, on: string): boolean {
  if (rule.kind === 'yes-no') return answer === rule.eligible;
  if (rule.kind === 'choice') return rule.eligible.includes(answer);
  const value = rule.kind === 'number' ? Number(answer) : wholeYears(answer, on);
  return value >= rule.least && (rule.most === null || value <= rule.most);
}

/**
 * Whole years between two days. Who was born on 29 February is a year older on 1 March where a year has no such day,
 * as the civil codes of most countries count.
 */
export function wholeYears(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}
