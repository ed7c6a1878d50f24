import { refuseFields, type Result } from '../../kernel/index.js';
import { givesPoints, LAST_RESORTS, type PlannedStage, type StagePlan } from '../domain/stage-plan.js';
import { isSat, STAGE_KINDS, type StageRule } from '../domain/stage.js';

/** What forms of stages send: texts. */
export type Typed = Readonly<Record<string, unknown>>;

const text = (body: Typed, name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value.trim().slice(0, 400) : '';
};

/**
 * The plan with the stage that a form describes at its end. What a stage is called in each language stands in `title.en` and
 * so on; its code comes from its kind. A weighted rule weighs all stages up to it by their weights in the ranking.
 *
 * Refusal: REQUEST.INVALID.
 */
export function withStage(plan: StagePlan, body: Typed, languages: readonly string[]): Result<StagePlan> {
  const kind = STAGE_KINDS.find((one) => one === body['kind']);
  const title = Object.fromEntries(
    languages.map((one) => [one, text(body, `title.${one}`)] as const).filter(([, words]) => words !== ''),
  );
  const weight = Number(text(body, 'weight') || '0');
  const number = text(body, 'number');
  const programmeId = text(body, 'programmeId');
  const fields: Record<string, string> = {};
  if (!kind) return refuseFields({ kind: 'isIn' });
  if (Object.keys(title).length === 0) fields[`title.${languages[0] ?? 'en'}`] = 'isString';
  if (!Number.isInteger(weight) || weight < 0 || weight > 1000) fields['weight'] = 'COMPETITION.STAGE_WEIGHT';
  const before = plan.stages.filter((one) => givesPoints(one.kind) && one.weight > 0);
  const code = freeCode(kind, plan.stages);
  const own = { code, weight: Math.max(1, weight) };
  const rule = ruleOf(text(body, 'rule'), number, [
    ...before.map((one) => ({ code: one.code, weight: one.weight })),
    own,
  ]);
  if (!rule) fields['number'] = 'COMPETITION.STAGE_NUMBER';
  if (!rule || Object.keys(fields).length > 0) return refuseFields(fields);
  const stage: PlannedStage = {
    code,
    kind,
    title,
    rule,
    weight: givesPoints(kind) ? weight : 0,
    programmeId: isSat(kind) && programmeId !== '' ? programmeId : null,
  };
  return { ok: true, value: { ...plan, stages: [...plan.stages, stage] } };
}

/** The kind, or the kind with the next number where it is taken. */
function freeCode(kind: string, stages: readonly PlannedStage[]): string {
  const taken = new Set(stages.map(({ code }) => code));
  let code = kind;
  for (let next = 2; taken.has(code); next += 1) code = `${kind}-${String(next)}`;
  return code;
}

/** Undefined where a number is missing, or is none. */
function ruleOf(
  kind: string,
  number: string,
  weighed: Extract<StageRule, { kind: 'weighted' }>['stages'],
): StageRule | undefined {
  const whole = /^\d{1,6}$/.test(number) ? Number(number) : undefined;
  const hundredths = /^\d{1,5}([.,]\d{1,2})?$/.test(number)
    ? Math.round(Number(number.replace(',', '.')) * 100)
    : undefined;
  switch (kind) {
    case 'passed':
    case 'best-half':
      return { kind };
    case 'cut-score':
      return hundredths === undefined ? undefined : { kind, points: hundredths };
    case 'best':
      return whole === undefined ? undefined : { kind, count: whole };
    case 'weighted':
      return whole === undefined ? undefined : { kind, least: whole, stages: weighed };
    default:
      return undefined;
  }
}

export type StageStep = 'up' | 'down' | 'remove';

/** The plan with a stage moved or left out; the same plan where that is not possible. */
export function afterStep(plan: StagePlan, code: string, step: StageStep): StagePlan {
  const from = plan.stages.findIndex((one) => one.code === code);
  const stage = plan.stages[from];
  if (!stage) return plan;
  const others = plan.stages.filter((one) => one.code !== code);
  if (step === 'remove') {
    const without = others.map((one) =>
      one.rule.kind === 'weighted'
        ? {
            ...one,
            rule: { ...one.rule, stages: one.rule.stages.filter((weighed) => weighed.code !== code) },
          }
        : one,
    );
    const last = without.some(({ kind }) => isSat(kind)) ? plan.last : 'equal';
    return { stages: without, ties: plan.ties.filter((one) => one !== code), last };
  }
  const to = Math.max(0, Math.min(others.length, from + (step === 'up' ? -1 : 1)));
  return { ...plan, stages: [...others.slice(0, to), stage, ...others.slice(to)] };
}

/** The plan with how its equals are parted, out of `tie1`, `tie2`, `tie3` and `last`. */
export function withTies(plan: StagePlan, body: Typed): StagePlan {
  const ties = ['tie1', 'tie2', 'tie3'].map((name) => text(body, name)).filter((code) => code !== '');
  return { ...plan, ties, last: LAST_RESORTS.find((one) => one === body['last']) ?? 'equal' };
}
