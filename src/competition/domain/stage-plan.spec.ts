import { describe, expect, it } from '@jest/globals';
import { STAGE_EXAMPLES } from '../examples/index.js';
import { planFault, type PlannedStage, type StagePlan } from './stage-plan.js';

const stage = (more: Partial<PlannedStage> = {}): PlannedStage => ({
  code: 'exam',
  kind: 'exam',
  title: { en: 'Exam' },
  rule: { kind: 'passed' },
  weight: 1,
  programmeId: null,
  ...more,
});
const plan = (stages: readonly PlannedStage[], more: Partial<StagePlan> = {}): StagePlan => ({
  stages,
  ties: [],
  last: 'equal',
  ...more,
});
const interview = stage({ code: 'interview', kind: 'interview', rule: { kind: 'best', count: 3 } });

describe('a plan of stages', () => {
  it('is sound where it is shipped, and where there is none', () => {
    expect(STAGE_EXAMPLES.map((one) => planFault(one.plan))).toEqual([null, null]);
    expect(planFault(plan([]))).toBeNull();
  });

  it.each<[string, StagePlan, string]>([
    ['two stages of one code', plan([stage(), stage()]), 'STAGE_CODE'],
    ['a code that is none', plan([stage({ code: 'Exam 1' })]), 'STAGE_CODE'],
    ['a screening that counts', plan([stage({ kind: 'screening' })]), 'STAGE_WEIGHT'],
    ['half a weight', plan([stage({ weight: 0.5 })]), 'STAGE_WEIGHT'],
    ['nothing that counts', plan([stage({ weight: 0 })]), 'STAGES_WEIGHT'],
    ['an interview that is passed', plan([{ ...interview, rule: { kind: 'passed' } }]), 'STAGE_RULE'],
    [
      'a screening by points',
      plan([stage({ kind: 'screening', weight: 0, rule: { kind: 'best-half' } })]),
      'STAGE_RULE',
    ],
    ['the best none', plan([stage({ rule: { kind: 'best', count: 0 } })]), 'STAGE_RULE'],
    ['an interview with a programme', plan([{ ...interview, programmeId: 'x' }]), 'STAGE_PROGRAMME'],
    [
      'a weight of what comes later',
      plan([
        stage({ rule: { kind: 'weighted', least: 50, stages: [{ code: 'interview', weight: 1 }] } }),
        interview,
      ]),
      'STAGE_WEIGHTED',
    ],
    [
      'more than all',
      plan([stage({ rule: { kind: 'weighted', least: 101, stages: [{ code: 'exam', weight: 1 }] } })]),
      'STAGE_WEIGHTED',
    ],
    ['a tie by what is no stage', plan([stage()], { ties: ['essay'] }), 'STAGES_TIES'],
    ['a tie twice', plan([stage()], { ties: ['exam', 'exam'] }), 'STAGES_TIES'],
    ['a lot without a draw', plan([interview], { last: 'lot' }), 'STAGES_LOT'],
    [
      'too many',
      plan(Array.from({ length: 21 }, (_, index) => stage({ code: `e${String(index)}` }))),
      'STAGES_MANY',
    ],
  ])('is refused with %s', (_, given, code) => {
    expect(planFault(given)?.code).toBe(`COMPETITION.${code}`);
  });
});
