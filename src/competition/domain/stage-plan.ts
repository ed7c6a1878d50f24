import { isSat, type StageKind, type StageRule } from './stage.js';

/** How who is equal in total and in all stages that decide is placed: together, or by a lot that anybody can draw again. */
export const LAST_RESORTS = ['equal', 'lot'] as const;
export type LastResort = (typeof LAST_RESORTS)[number];

/** A stage as it is asked for. */
export interface PlannedStage {
  readonly code: string;
  readonly kind: StageKind;
  readonly title: Readonly<Record<string, string>>;
  readonly rule: StageRule;
  readonly weight: number;
  readonly programmeId: string | null;
}

/** The stages of a competition in their order, and how equals are parted in its ranking. */
export interface StagePlan {
  readonly stages: readonly PlannedStage[];
  /** Codes of stages, the most decisive first. */
  readonly ties: readonly string[];
  readonly last: LastResort;
}

export const MAX_STAGES = 20;

/** Whether a stage gives points that can be weighed. */
export const givesPoints = (kind: StageKind): boolean => kind !== 'screening';

/** What is wrong with a plan. */
export interface PlanFault {
  readonly code:
    | 'COMPETITION.STAGES_MANY'
    | 'COMPETITION.STAGE_CODE'
    | 'COMPETITION.STAGE_RULE'
    | 'COMPETITION.STAGE_WEIGHTED'
    | 'COMPETITION.STAGE_WEIGHT'
    | 'COMPETITION.STAGE_PROGRAMME'
    | 'COMPETITION.STAGES_WEIGHT'
    | 'COMPETITION.STAGES_TIES'
    | 'COMPETITION.STAGES_LOT';
  /** The code of the stage, where it is of one. */
  readonly stage?: string;
}

/** The first thing that is wrong, or null. No stages at all are no fault: then there is one exam. */
export function planFault({ stages, ties, last }: StagePlan): PlanFault | null {
  if (stages.length > MAX_STAGES) return { code: 'COMPETITION.STAGES_MANY' };
  for (const [index, stage] of stages.entries()) {
    const code = stageFault(stage, stages.slice(0, index));
    if (code) return { code, stage: stage.code };
  }
  if (stages.length > 0 && stages.every(({ weight }) => weight === 0))
    return { code: 'COMPETITION.STAGES_WEIGHT' };
  const deciding = stages.filter(({ kind }) => givesPoints(kind)).map(({ code }) => code);
  if (new Set(ties).size !== ties.length || ties.some((code) => !deciding.includes(code)))
    return { code: 'COMPETITION.STAGES_TIES' };
  if (last === 'lot' && !stages.some(({ kind }) => isSat(kind))) return { code: 'COMPETITION.STAGES_LOT' };
  return null;
}

function stageFault(stage: PlannedStage, before: readonly PlannedStage[]): PlanFault['code'] | null {
  const { code, kind, rule, weight, programmeId } = stage;
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(code) || before.some((one) => one.code === code))
    return 'COMPETITION.STAGE_CODE';
  if (!Number.isInteger(weight) || weight < 0 || weight > 1000 || (weight > 0 && !givesPoints(kind)))
    return 'COMPETITION.STAGE_WEIGHT';
  if (programmeId !== null && !isSat(kind)) return 'COMPETITION.STAGE_PROGRAMME';
  if (rule.kind === 'weighted') {
    const known = [...before, stage].filter((one) => givesPoints(one.kind)).map((one) => one.code);
    return isWeighing(rule, known) && givesPoints(kind) ? null : 'COMPETITION.STAGE_WEIGHTED';
  }
  return fits(kind, rule) ? null : 'COMPETITION.STAGE_RULE';
}

/** Whoever is screened is found eligible or not; before a commission nobody passes but by points. */
function fits(kind: StageKind, rule: Exclude<StageRule, { kind: 'weighted' }>): boolean {
  if (rule.kind === 'passed') return kind === 'screening' || isSat(kind);
  if (!givesPoints(kind)) return false;
  if (rule.kind === 'cut-score') return isWhole(rule.points, 0, 1_000_000);
  return rule.kind === 'best-half' || isWhole(rule.count, 1, 1_000_000);
}

function isWeighing(rule: Extract<StageRule, { kind: 'weighted' }>, known: readonly string[]): boolean {
  const codes = rule.stages.map(({ code }) => code);
  return (
    isWhole(rule.least, 0, 100) &&
    codes.length > 0 &&
    new Set(codes).size === codes.length &&
    codes.every((code) => known.includes(code)) &&
    rule.stages.every(({ weight }) => isWhole(weight, 1, 1000))
  );
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;
