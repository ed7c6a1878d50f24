import {
  DISCLOSURE_LEVELS,
  stageExample,
  type NewCompetition,
  type PlannedDate,
} from '../competition/index.js';
import { isDay, isUuid, ok, refuseFields, type Result } from '../kernel/index.js';
import type { EligibilityRule, RuleChoice } from '../people/index.js';

/** What a form sends: texts, and lists where several may be chosen. */
export type Typed = Readonly<Record<string, unknown>>;

/** The competition that a form asks for, or the fields that do not say it. @param rules of the profile, which may be chosen. */
export function competitionWish(
  typed: Typed,
  language: string,
  rules: readonly EligibilityRule[],
): Result<Omit<NewCompetition, 'agencyId'>> {
  const fields: Record<string, string> = {};
  const text = (name: string, most: number, needed = true): string => {
    const value = textOf(typed[name]).trim();
    if (value.length > most) fields[name] = 'maxLength';
    else if (needed && value === '') fields[name] = 'isString';
    return value;
  };
  const inLanguage = (value: string) => ({ [language]: value });
  const day = (name: string): string => {
    const value = textOf(typed[name]);
    if (!isDay(value)) fields[name] = 'isDate';
    return value;
  };
  const code = text('code', 30);
  if (!/^[A-Z0-9][A-Z0-9-]{2,29}$/.test(code)) fields['code'] = 'matches';
  const programmeId = textOf(typed['programmeId']);
  if (!isUuid(programmeId)) fields['programmeId'] = 'isUuid';
  const disclosure = DISCLOSURE_LEVELS.find((one) => one === textOf(typed['disclosure']));
  if (!disclosure) fields['disclosure'] = 'isIn';
  const requestIds = listOf(typed['requestIds']).filter(isUuid);
  // Where requests are taken, a post by hand is one more, or none.
  const byHand = requestIds.length === 0 || textOf(typed['post']).trim() !== '';
  const places = textOf(typed['places']);
  if (byHand && !/^[1-9]\d{0,3}$/.test(places)) fields['places'] = 'isInt';
  const planned = plannedDates(text('planned', 4000, false), language);
  if (!planned) fields['planned'] = 'COMPETITION.PLANNED';
  const wish = {
    code,
    title: inLanguage(text('title', 400)),
    description: inLanguage(text('description', 4000)),
    programmeId,
    disclosure: disclosure ?? 'commitments',
    stages: stageExample(textOf(typed['example']))?.plan,
    applyFrom: new Date(`${day('applyFrom')}T00:00:00Z`),
    applyUntil: new Date(`${day('applyUntil')}T23:59:59Z`),
    posts: byHand
      ? [
          {
            title: inLanguage(text('post', 400)),
            places: Number(places),
            grade: text('grade', 80),
            location: text('location', 120),
          },
        ]
      : [],
    requestIds,
    eligibility: ruleChoices(typed, rules, fields),
    planned: planned ?? [],
  };
  return Object.keys(fields).length > 0 ? refuseFields(fields) : ok(wish);
}

function ruleChoices(
  typed: Typed,
  rules: readonly EligibilityRule[],
  fields: Record<string, string>,
): RuleChoice[] {
  const chosen = listOf(typed['rules']);
  const identity = textOf(typed['identity']);
  if (identity !== '' && !chosen.includes(identity)) fields['identity'] = 'COMPETITION.RULE_IDENTITY';
  const limit = (name: string): number | undefined => {
    const value = textOf(typed[name]).trim();
    if (value === '') return undefined;
    if (!/^\d{1,3}$/.test(value)) fields[name] = 'isInt';
    return Number(value);
  };
  return rules
    .filter(({ code }) => chosen.includes(code))
    .map((rule) => {
      const chosenRule = { code: rule.code, ...(rule.code === identity && { identity: true }) };
      if (rule.kind === 'yes-no') return chosenRule;
      if (rule.kind === 'choice') {
        const eligible = listOf(typed[`${rule.code}.eligible`]);
        return { ...chosenRule, ...(eligible.length > 0 && { eligible }) };
      }
      return { ...chosenRule, least: limit(`${rule.code}.least`), most: limit(`${rule.code}.most`) };
    });
}

/** One a line: a day, then what is planned; undefined where a line does not begin with a day. */
function plannedDates(text: string, language: string): PlannedDate[] | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const dates = lines.map((line) => ({ on: line.slice(0, 10), what: { [language]: line.slice(10).trim() } }));
  const isFit = dates.every(({ on, what }) => isDay(on) && what[language] !== '');
  return isFit && dates.length <= 20 ? dates : undefined;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );
