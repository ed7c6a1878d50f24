import type { StageView, Texts } from '../../competition/index.js';

/** A step on the way to a post, in its order. */
export interface PipelineStep {
  /** `applied`, `eligible`, `sat`, `passed`, `stage:<code>`, `ranked`, `offered`, `accepted`, `appointed`. */
  readonly id: string;
  /** Of a stage. */
  readonly title: Texts | null;
}

/** How far somebody has come, as the record has it. */
export interface Reached {
  readonly screening: string;
  readonly hasSat: boolean;
  readonly hasPassed: boolean;
  /** Code of a stage → advanced, out or absent, by its newest conclusion. */
  readonly stages: Readonly<Record<string, string>>;
  readonly place: number | null;
  /** A post was offered to them, or they accepted one, whatever came of it; null: neither. */
  readonly offer: 'offered' | 'accepted' | null;
  readonly postId: string | null;
}

/** The steps of a competition: through its stages, or through its one exam. @param isScreened whether anybody is screened in it. */
export function stepsOf(
  stages: readonly Pick<StageView, 'code' | 'title'>[],
  isScreened: boolean,
): PipelineStep[] {
  const step = (id: string, title: Texts | null = null): PipelineStep => ({ id, title });
  return [
    step('applied'),
    ...(isScreened ? [step('eligible')] : []),
    step('sat'),
    ...(stages.length > 0 ? stages.map(({ code, title }) => step(`stage:${code}`, title)) : [step('passed')]),
    step('ranked'),
    step('offered'),
    step('accepted'),
    step('appointed'),
  ];
}

/** Whether somebody has reached a step. */
export function hasReached(one: Reached, step: string): boolean {
  if (step.startsWith('stage:')) return own(one.stages, step.slice(6)) === 'advanced';
  if (step === 'eligible') return one.screening === 'eligible';
  if (step === 'sat') return one.hasSat;
  if (step === 'passed') return one.hasPassed;
  if (step === 'ranked') return one.place !== null;
  // Appointments are made without an offer too.
  if (step === 'offered') return one.offer !== null || one.postId !== null;
  if (step === 'accepted') return one.offer === 'accepted' || one.postId !== null;
  return step === 'applied' || one.postId !== null;
}

/** The furthest step that somebody has reached. */
export const furthest = (one: Reached, steps: readonly PipelineStep[]): PipelineStep | undefined =>
  steps.findLast(({ id }) => hasReached(one, id));

/** Appointed, out by a decision or a stage, or still in. */
export function standingOf(one: Reached): 'appointed' | 'out' | 'in' {
  if (one.postId !== null) return 'appointed';
  const isOut =
    one.screening === 'not-eligible' || Object.values(one.stages).some((outcome) => outcome !== 'advanced');
  return isOut ? 'out' : 'in';
}

const own = (texts: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(texts, key) ? texts[key] : undefined;
